/* Suggestions while a query is typed: names of pages that have every word typed so far, the last perhaps begun. Nothing
   of what is typed is kept or sent. */

// Suggestions at once, and letters before the first.
const SUGGESTED = 6;
const LEAST = 2;

/* Names that answer what is typed, those that begin so first: [[name, url]]; `rows` are { name, url, words } in their
   order, the words of its other names among them. */
export function suggested(text, rows, read) {
  const typed = read.words(text);
  // Typed bare it means every dấu; with dấu it means that one.
  const begins = (word, other) => !!other && (word.e === word.f ? other.f : other.e).startsWith(word.e);
  const found = typed.length ? rows.filter(({ words }) => typed.every((word) => words.some((other) => begins(word, other)))) : [];
  const isFirst = ({ words }) => typed.every((word, at) => begins(word, words[at]));
  return [...found.filter(isFirst), ...found.filter((one) => !isFirst(one))].slice(0, SUGGESTED).map(({ name, url }) => [name, url]);
}

/* Make a field a combobox with a list of options; `look(text)` promises [[name, url]], `root` leads to the site's root. */
export function suggest(input, list, look, root) {
  let chosen = -1;
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", n === at));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = (rows) => {
    list.textContent = "";
    rows.forEach(([name, url], at) => {
      const option = Object.assign(document.createElement("li"), { textContent: name, id: `${list.id}-${at}`, onclick: () => location.assign(root + url.slice(1)) });
      option.setAttribute("role", "option");
      list.append(option);
    });
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", rows.length > 0);
    choose(-1);
  };
  input.addEventListener("input", async () => {
    const text = input.value;
    const rows = text.trim().length < LEAST ? [] : await look(text);
    if (text === input.value && document.activeElement === input) show(rows);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!count || event.isComposing) return;
    if (step) choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].click();
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  });
  // A press on an option must not take the focus away before it is a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  for (const end of ["blur", "search"]) input.addEventListener(end, () => show([]));
  input.form.addEventListener("submit", () => show([]));
}
