/* What is found beside articles: agencies with how to reach them, topics, periods, static pages. They are few, and are
   looked through from end to end. */
import { concepts, covered, weighty } from "./concepts.mjs";
import { formsOf, isAmong } from "./matching.mjs";
import { starts } from "./runs.mjs";
import { marked, snippet } from "./snippets.mjs";

// Shares of the weight of a query that a place must have, and of the weight of a name that a query must have.
const NEARLY_ALL = 0.95;
const MAIN_PART = 0.65;
const OF_NAME = 0.45;
const ALL_OF_NAME = 0.8;
// Places above the articles, and of one telephone number.
const ABOVE = 2;
const CALLED = 3;

const wordsOf = (read, text) => ({ text, words: read.words(text) });

/* Rows of the file as places with the words of their names and texts; `weight` of a word by how many have it. */
export function placesIn(rows, read) {
  const places = rows.map(([kind, url, name, others, text, facts], order) => {
    const names = [name, ...others].map((one) => wordsOf(read, one));
    const whole = wordsOf(read, text.normalize("NFC"));
    return { kind, url, name, names, text: whole, facts, order, gone: facts.some(([label]) => label === "Nay là"), forms: formsOf([...names, whole].flatMap((one) => one.words)) };
  });
  const times = new Map();
  for (const { names } of places) for (const f of new Set(names.flatMap(({ words }) => words.map((word) => word.f)))) times.set(f, (times.get(f) || 0) + 1);
  return { places, weight: ({ f }) => Math.log(1 + places.length / (1 + (times.get(f) || 0))) };
}

/* The places that answer: { top, below } of the articles, and whether a query asks how to reach someone. */
export function beside(query, known, meaning, read) {
  const number = query.replace(/[^\p{L}\p{N}]/gu, "");
  if (/^\d{4,}$/.test(number)) return { top: called(number, known.places), below: [], reach: true };
  const words = read.words(query.normalize("NFC"));
  const reaching = covered(words, meaning.contacts);
  const reach = reaching.includes(true);
  const rest = reach ? words.filter((_, at) => !reaching[at]) : words;
  const all = placesFor(rest, reach, known, meaning);
  const wide = reach && !all.length ? placesFor(words, false, known, meaning).filter((one) => one.kind === "page") : [];
  const top = all.filter((one) => one.isNamed).slice(0, reach ? CALLED : ABOVE);
  const below = [...all, ...wide].filter((one) => !top.includes(one));
  return reach && !top.length ? { top: below.slice(0, 1), below: below.slice(1, CALLED), reach } : { top, below: below.slice(0, CALLED), reach };
}

/* Who has a telephone number, written in any spacing: those that live on first. */
function called(number, places) {
  const digits = (text) => text.replace(/[^\d]/g, "");
  const has = (one) => one.facts.some(([, , link]) => link.startsWith("tel:") && digits(link).endsWith(number)) || (one.kind === "page" && ` ${one.text.text.replace(/(\d)[ .](?=\d)/g, "$1")} `.includes(number));
  const found = places.filter(has).sort((a, b) => a.gone - b.gone || a.order - b.order);
  return found.slice(0, CALLED).map((one) => placeResult(one, [], "phrase"));
}

function placesFor(words, reach, { places, weight }, meaning) {
  const runs = weighty(words, meaning);
  const core = runs.flat();
  const same = runs.flatMap((run) => concepts(run, meaning));
  const whole = core.reduce((sum, word) => sum + weight(word), 0);
  if (!core.length) return [];
  const found = places.map((one) => measured(one, core, same, whole, weight)).filter((one) => one.has >= (reach && one.place.kind === "agency" ? MAIN_PART : NEARLY_ALL));
  found.sort((a, b) => b.value - a.value || a.place.gone - b.place.gone || a.place.order - b.place.order);
  const best = found.length && found[0].has;
  return found.filter((one) => !reach || one.has >= best - 0.01).map((one) => ({ ...placeResult(one.place, core, one.isPhrase ? "phrase" : one.has >= NEARLY_ALL ? "all" : "some"), isNamed: one.isNamed }));
}

/* How much of a query's weight a place has, and how much of its best name the query has. */
function measured(place, core, same, whole, weight) {
  let best = { has: 0, value: 0 };
  for (const name of place.names) {
    const forms = formsOf(name.words);
    const other = new Set(same.filter(({ others }) => others.some((form) => starts(name.words, form).length)).flatMap(({ words }) => words));
    const inName = (word) => other.has(word) || isAmong(forms, word);
    const has = core.filter(inName).reduce((sum, word) => sum + weight(word), 0) / whole;
    const all = name.words.reduce((sum, word) => sum + weight(word), 0);
    const said = name.words.filter((word) => core.some((typed) => typed.f === word.f) || isOther(word, name, same)).reduce((sum, word) => sum + weight(word), 0) / all;
    const places = starts(name.words, core);
    const isPhrase = places.length > 0;
    const value = has * 2 + said + (isPhrase ? 1 : 0);
    if (value > best.value) best = { has, value, said, isPhrase, begins: places[0] === 0 };
  }
  // A topic, a period or a page is meant by its whole name, or how it begins: its words are everybody's.
  const isAgency = place.kind === "agency";
  const isNamed = best.has >= NEARLY_ALL ? isCalled(place, core) || best.said >= (isAgency || best.begins ? OF_NAME : ALL_OF_NAME) : isAgency && best.has >= MAIN_PART;
  if (best.has >= NEARLY_ALL || place.kind === "agency") return { place, ...best, isNamed };
  // Elsewhere the text counts, too.
  const has = core.filter((word) => isAmong(place.forms, word)).reduce((sum, word) => sum + weight(word), 0) / whole;
  return { place, has, value: has, isNamed: false, isPhrase: starts(place.text.words, core).length > 0 };
}
/* Whether a query is what people call an agency by: its first word and its place (“đài Sóc Trăng”). */
const isCalled = ({ kind, names: [{ words: [first] }], text }, core) =>
  kind === "agency" && text.words.length > 0 && [first, ...text.words].every(({ f }) => core.some((word) => word.f === f));
const isOther = (word, name, same) => same.some(({ others }) => others.some((form) => form.some((one) => one.f === word.f) && starts(name.words, form).length));

function placeResult(place, core, match) {
  const found = { runs: core.map((word) => [word]) };
  const [name] = place.names;
  const { kind, url, facts, text } = place;
  const words = kind === "page" || kind === "topic" ? snippet([name, { text: "", words: [] }, text], found) : [];
  return { kind, url, facts, match, title: marked(name, found, 0), snippet: words, place: true };
}
