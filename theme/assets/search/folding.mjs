/* Words of a text, with the table of the directory: the same as site_builder/search/folding.py, which a test compares.
   A word has an exact form `e` (tone where the old style has it) and a folded one `f` (no dấu). */

// How much a word of a query tells articles apart.
const COMMON = 0;
const USUAL = 2;
const WITH_DIGIT = 3;

export function reading(directory) {
  const [letters, plain] = directory.fold.map((row) => [...row]);
  const bare = new Map(letters.map((letter, at) => [letter, plain[at]]));
  const ends = new Map(directory.tone[0].map((end, at) => [end, directory.tone[1][at]]));
  const marks = new RegExp(`[${directory.marks}]`, "gu");
  const run = new RegExp(`[\\p{L}\\p{N}${directory.marks}]+`, "gu");
  const number = new RegExp(`(^|[^\\p{L}\\p{N}])(${directory.number})(?![\\p{L}\\p{N}])`, "u");
  const common = new Set(directory.common.split(" "));
  const known = new Map();

  const lower = (text) => text.normalize("NFC").toLowerCase().replace(marks, "");
  const fold = (text) => text.replace(/[^\0-\x7f]/gu, (letter) => bare.get(letter) || letter);
  const rarity = (word) => (common.has(word.f) ? COMMON : /\p{N}/u.test(word.f) ? WITH_DIGIT : USUAL);
  function exact(word) {
    for (const length of [3, 2]) {
      const end = ends.get(word.slice(-length));
      if (end) return word.slice(0, -length) + end;
    }
    return word;
  }
  function token(written) {
    let found = known.get(written);
    if (!found) {
      const e = exact(lower(written));
      known.set(written, (found = { e, f: fold(e) }));
    }
    return found;
  }
  /* Tokens of a text with their places in it. */
  function words(text) {
    const found = [];
    for (let match; (match = run.exec(text)); ) {
      const { e, f } = token(match[0]);
      if (f) found.push({ e, f, at: match.index, to: run.lastIndex });
    }
    return found;
  }
  return { lower, fold, words, number, rarity };
}
