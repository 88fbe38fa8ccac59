/* A result as an item of a list, as the lists of the portal have it. */

function element(name, kind, ...inside) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}
const pieces = (told) => told.map(([text, isMarked]) => (isMarked ? element("mark", "", text) : text));

/* A line above the first result of another kind of match. */
export function headed(line, said) {
  if (said) line.prepend(element("p", "cc-find__near", said));
  return line;
}

/* `root` leads to the site's root. */
export function item(one, root) {
  const link = element("a", "", ...pieces(one.title));
  link.href = root + one.url.slice(1);
  const time = element("time", "", one.date.split("-").reverse().join("/"));
  time.dateTime = one.date;
  const facts = element("p", "cc-facts", element("span", "cc-badge", one.genre), " ", element("span", "", time));
  for (const fact of [one.agency, one.topic]) if (fact) facts.append(" ", element("span", "", fact));
  if (one.corrected) facts.append(" ", element("span", "cc-badge", "Đã đính chính"));
  const inside = element("div", "cc-item__words", element("h2", "cc-item__title", link), facts, element("p", "cc-find__words", ...pieces(one.snippet)));
  if (one.missing && one.missing.length) inside.append(element("p", "cc-find__missing", "Không có: ", ...one.missing.flatMap((word) => [element("s", "", word), " "])));
  const line = element("li", "cc-item", inside);
  line.dataset.url = one.url;
  line.dataset.match = one.match;
  line.dataset.kind = one.kind;
  return line;
}
