/* The page /tim-kiem/: asks what its address says, shows the answer. How answers are found: search/engine.mjs. */
import { addressOf, askedBy } from "./search/address.mjs";
import { FULL, engine } from "./search/engine.mjs";
import { FACETS } from "./search/facets.mjs";
import { Stale } from "./search/files.mjs";
import { choose, offer } from "./search/filters.mjs";
import { headed, item } from "./search/items.mjs";
import { suggest } from "./search/suggestions.mjs";
import { between, summary } from "./search/wording.mjs";

// Results shown at once when everything was asked.
const MANY = 100;

const page = document.getElementById("tim-kiem");
const part = (name) => page.querySelector(`[data-tim=${name}]`);
const form = page.querySelector("form");
const list = document.getElementById("ket-qua");
const state = part("tinh-trang");
const browse = part("danh-muc");
const trouble = part("loi");
const further = part("them");
const complete = part("tat-ca");
const mended = part("da-sua");
const ways = part("loi-ra");
const narrow = part("loc");
const heading = document.title;

let directory = directoryOf(document);
let search = engine(directory, get);
let cancel = null;
let reload = false;
let found = null;
let names = null;
let drawn = [];

function directoryOf(root) {
  return JSON.parse(root.getElementById("tim-kiem-muc-luc").textContent);
}
async function get(path, fresh) {
  const answer = await fetch(path, { cache: fresh || reload ? "reload" : "default", signal: cancel.signal });
  if (!answer.ok) throw new Error(path);
  return answer.text();
}
/* A publication came in between: read the directory again, and everything past the cache. */
async function renew() {
  const answer = await fetch(location.pathname, { cache: "reload", signal: cancel.signal });
  directory = directoryOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
  reload = true;
  search = engine(directory, get);
}

/* Ask what the form says, under an address of its own. */
function go(all) {
  const address = addressOf(new FormData(form), all);
  if (address !== location.search) history.pushState(null, "", address);
  return run();
}
async function run() {
  if (cancel) cancel.abort();
  const mine = (cancel = new AbortController());
  search.forget();
  const { query, ...options } = askedBy(location.search);
  const isNarrow = Object.values(options.filters).some(Boolean);
  prepare(query, options, isNarrow);
  if (!query) return Object.assign(list.dataset, { state: "ready", total: 0, phrase: 0, complete: true });
  const want = Math.max((history.state || {}).shown || 0, options.all ? MANY : FULL);
  const early = (answer) => mine === cancel && draw(answer, want);
  const ask = () => search.find(query, options, want, early);
  const again = (error) => (error instanceof Stale ? renew().then(ask) : Promise.reject(error));
  try {
    const [answer] = await Promise.all([ask().catch(again), (options.all || isNarrow) && name()]);
    if (mine !== cancel) return;
    found = answer;
    show(query, want);
    if (narrow.open) fill();
  } catch (error) {
    if (mine === cancel) fail();
  }
}
/* The page as it is while an answer is on its way. */
function prepare(query, options, isNarrow) {
  form.q.value = query;
  form.sap.value = options.byDate ? "ngay" : "";
  for (const filter in FACETS) choose(form.elements[filter], options.filters[filter]);
  narrow.open = narrow.open || isNarrow || options.byDate;
  document.title = query ? `${query} - ${heading}` : heading;
  for (const box of [trouble, further, complete, mended, ways]) box.hidden = true;
  Object.assign(list.dataset, { state: "loading", mended: "" });
  list.textContent = "";
  drawn = [];
  browse.hidden = !!query;
  state.textContent = query && "Đang tìm…";
}
/* Draw up to `most` results, but those that stand there already; what files take the place of follows with the next. */
function draw(answer, most) {
  const results = withFiles(answer);
  const all = [...answer.top, ...(answer.hasMore ? results.slice(0, most) : [...results, ...answer.near, ...answer.below])];
  if (drawn.some((one, at) => !all[at] || one.url !== all[at].url)) {
    list.textContent = "";
    drawn = [];
  }
  const line = (one, at) => headed(item(one, directory.root), between(all[at - 1], one));
  const rest = all.slice(drawn.length);
  list.append(...rest.map((one, at) => line(one, drawn.length + at)));
  drawn = all;
}
function show(query, most) {
  draw(found, most);
  list.dataset.total = found.total;
  list.dataset.phrase = found.phrase;
  list.dataset.complete = found.complete;
  list.dataset.mended = found.mended;
  list.dataset.state = "ready";
  mended.hidden = !found.mended;
  mended.firstElementChild.textContent = found.mended;
  mended.lastElementChild.href = `${location.search}&dung=1`;
  further.hidden = !found.hasMore;
  complete.hidden = found.complete || (found.recent && !found.hasMore);
  ways.hidden = found.total + found.top.length + found.files.length > 0 || found.empty;
  offered("thieu", (found.lacking || []).map((word) => Object.assign(document.createElement("s"), { textContent: word })));
  offered("bot", (found.fewer || []).map((text) => Object.assign(document.createElement("a"), { textContent: text, href: `?q=${encodeURIComponent(text)}` })));
  browse.hidden = drawn.length > 0;
  state.textContent = summary(found, found.mended || query);
}
/* Results with files among those of the first page, where they are as good. */
function withFiles({ results, files, first: count }) {
  const page = results.slice(0, count);
  const after = (file) => page.filter((one) => one.score >= file.score).length;
  const first = [...page.keys(), page.length].flatMap((at) => [...files.filter((file) => after(file) === at), ...page.slice(at, at + 1)]);
  return [...first, ...results.slice(count)];
}
/* Something of a way on: elements, a comma between them; nothing where there are none. */
function offered(name, elements) {
  const box = part(name);
  box.hidden = !elements.length;
  box.lastElementChild.textContent = "";
  box.lastElementChild.append(...elements.flatMap((one, at) => (at ? [", ", one] : [one])));
}
function fail() {
  list.dataset.state = "error";
  state.textContent = "";
  trouble.hidden = false;
}
async function grow() {
  const mine = cancel;
  const from = list.children.length;
  list.dataset.state = "loading";
  try {
    await found.more(FULL);
    if (mine !== cancel) return;
    show(askedBy(location.search).query, from + FULL - found.top.length);
    history.replaceState({ shown: list.children.length }, "");
    (list.children[from] ? list.children[from].querySelector("a") : state).focus();
  } catch (error) {
    if (mine === cancel) fail();
  }
}

/* Names of filters are asked for when filters are looked at. */
async function name() {
  if (names) return;
  names = JSON.parse(await get("ten.json", false));
  fill();
}
function fill() {
  offer(form, directory.segments, names, found && found.counts);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(false);
});
narrow.addEventListener("toggle", () => {
  if (!narrow.open) return;
  fill();
  name().catch(() => {});
});
narrow.addEventListener("change", () => form.q.value.trim() && go(askedBy(location.search).all));
further.addEventListener("click", grow);
complete.addEventListener("click", () => {
  state.focus();
  go(true);
});
part("thu-lai").addEventListener("click", () => {
  state.focus();
  run();
});
suggest(form.q, document.getElementById("goi-y"), (text) => search.suggest(text).catch(() => []), directory.root);
addEventListener("popstate", run);
run();
