/* What the text of an article says of a query. */
import { fits, means, starts } from "./runs.mjs";
import { APART, IN_BODY, IN_TITLE, OTHER_FORM, PHRASE, WHOLE_TITLE, points } from "./scores.mjs";

/* The best of a query's alternatives, and the runs of words to mark; null when the text is no match. Fields are those
   of an article, the title first; each has its `words`. */
export function matched(fields, asked, number) {
  const known = formsOf(fields.flatMap((field) => field.words));
  const has = (word) => isAmong(known, word) || (number && number.words.includes(word.f));
  let best = null;
  for (const one of asked) {
    const runs = one.parts.map((part) => part.words);
    const found = runs.map((run) => fields.map((field) => starts(field.words, run)));
    const isPhrase = found.every((places) => places.some((list) => list.length));
    if (!isPhrase && !(one.words.every(has) && one.spans.every((span) => fields.some((field) => starts(field.words, span).length)))) continue;
    const score = isPhrase ? ofPhrase(fields, one, runs, found) : ofWords(fields, one, known);
    if (!best || best.score < score) best = { score, runs: isPhrase ? runs : [...one.spans, ...one.words.map((word) => [word])] };
  }
  return best;
}

/* The exact forms of words, by what they fold to. */
export function formsOf(words) {
  const known = new Map();
  for (const { e, f } of words) known.set(f, (known.get(f) || new Set()).add(e));
  return known;
}
export const isAmong = (known, word) => known.has(word.f) && [...known.get(word.f)].some((form) => means(word, form));

function ofPhrase(fields, one, runs, found) {
  const stands = (n, field, at) => runs[n].every((word, k) => field.words[at + k].e === word.e);
  const isExact = found.every((places, n) => places.some((list, f) => list.some((at) => stands(n, fields[f], at))));
  const field = fields.findIndex((_, f) => found.every((places) => places[f].length));
  const isTitle = field === 0 && fields[0].words.length === runs[0].length;
  return points(one.other ? OTHER_FORM : PHRASE, isExact, isTitle ? WHOLE_TITLE : placed(field));
}
function ofWords(fields, one, known) {
  const field = fields.findIndex(({ words }) => one.words.every((word) => words.some((other) => fits(word, other))));
  const isExact = one.words.every(({ e, f }) => known.has(f) && known.get(f).has(e));
  return points(APART, isExact, placed(field));
}
const placed = (field) => (field < 0 ? IN_BODY : IN_TITLE - field);
