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

const KINDS = { agency: "Cơ quan", topic: "Chủ đề", period: "Kỳ báo cáo", page: "Trang" };

/* What is found beside articles; an agency with how to reach it. */
function placeItem(one, root) {
  const link = element("a", "", ...pieces(one.title));
  link.href = root + one.url.slice(1);
  const inside = element("div", "cc-item__words", element("h2", "cc-item__title", link), element("p", "cc-facts", element("span", "cc-badge", KINDS[one.kind])));
  if (one.snippet.length) inside.append(element("p", "cc-find__words", ...pieces(one.snippet)));
  if (one.facts.length) {
    inside.append(element("dl", "cc-find__card", ...one.facts.map(([label, value, to]) => {
      const way = element("a", "", value);
      way.href = to[0] === "/" ? root + to.slice(1) : to;
      return element("div", "", element("dt", "", label), " ", element("dd", "", to ? way : value));
    })));
  }
  return element("li", "cc-item", inside);
}

/* A file attached to an article, which is named, too. */
function fileItem(one, root) {
  const link = element("a", "", ...pieces(one.title));
  link.href = root + one.url.slice(1);
  const article = element("a", "", one.of);
  article.href = root + one.article.slice(1);
  const facts = element("p", "cc-facts", element("span", "cc-badge", `Tệp ${one.type}`), " ", element("span", "", "trong tệp đính kèm bài ", article));
  const inside = element("div", "cc-item__words", element("h2", "cc-item__title", link), facts);
  if (one.snippet.length) inside.append(element("p", "cc-find__words", ...pieces(one.snippet)));
  return element("li", "cc-item", inside);
}

/* `root` leads to the site's root. */
export function item(one, root) {
  const line = one.place ? placeItem(one, root) : one.kind === "file" ? fileItem(one, root) : articleItem(one, root);
  line.dataset.url = one.url;
  line.dataset.match = one.match;
  line.dataset.kind = one.kind;
  return line;
}

function articleItem(one, root) {
  const link = element("a", "", ...pieces(one.title));
  link.href = root + one.url.slice(1);
  const time = element("time", "", one.date.split("-").reverse().join("/"));
  time.dateTime = one.date;
  const facts = element("p", "cc-facts", element("span", "cc-badge", one.genre), " ", element("span", "", time));
  for (const fact of [one.agency, one.topic]) if (fact) facts.append(" ", element("span", "", fact));
  if (one.corrected) facts.append(" ", element("span", "cc-badge", "Đã đính chính"));
  const inside = element("div", "cc-item__words", element("h2", "cc-item__title", link), facts, element("p", "cc-find__words", ...pieces(one.snippet)));
  if (one.missing && one.missing.length) inside.append(element("p", "cc-find__missing", "Không có: ", ...one.missing.flatMap((word) => [element("s", "", word), " "])));
  return element("li", "cc-item", inside);
}
