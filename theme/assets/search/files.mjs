/* Files below tim-kiem/, each asked for once. `get(path, reload)` answers with the text of one. */

/* A publication came in between: the directory is not that of the files. */
export class Stale extends Error {}

export function library(get) {
  const files = new Map();
  const pending = new Set();

  function load(segment, name, again) {
    const path = `${segment.name}/${name}.json`;
    // Texts have stamps of their own, which the directory does not know.
    if (again || !files.has(path)) keep(path, "td".includes(name[0]) ? get(path, !!again).then(JSON.parse) : fresh(segment, path));
    return files.get(path);
  }
  function keep(path, file) {
    pending.add(path);
    files.set(path, file);
    file.then(() => pending.delete(path), () => files.get(path) === file && files.delete(path));
  }
  async function fresh(segment, path) {
    const isOf = (file) => file.startsWith(`{"s":"${segment.stamp}"`);
    let file = await get(path, false);
    if (!isOf(file)) file = await get(path, true);
    if (!isOf(file)) throw new Stale(path);
    return file;
  }
  /* What a file that is of no segment says, made once. */
  function once(path, made) {
    if (!files.has(path)) keep(path, get(path, false).then((text) => made(JSON.parse(text))));
    return files.get(path);
  }
  /* What is on its way was cancelled: the next question must not wait for it. */
  function forget() {
    for (const path of pending) files.delete(path);
    pending.clear();
  }
  return { load, once, forget };
}

/* Segments of the directory, the newest first; `base` is the number of documents in all that are older. */
export function segmentsOf(directory) {
  let base = 0;
  return directory.segments
    .map(([name, size, a, b, stamp]) => ({ name, size, a, b, stamp }))
    .reverse()
    .map((segment) => Object.assign(segment, { base: (base += segment.size) - segment.size }))
    .reverse();
}
