/* Articles that have most of a query, though not all: rare words weigh more, neighbours and titles, too; another form of
   some words is as good as they are. */
import { concepts, weighty } from "./concepts.mjs";
import { ask, frequency, told } from "./evidence.mjs";
import { passes } from "./facets.mjs";
import { formsOf, isAmong } from "./matching.mjs";
import { each } from "./postings.mjs";
import { affordable } from "./rounds.mjs";
import { pairsOf, starts, termsOf, termsOfWords } from "./runs.mjs";
import { marked, snippet } from "./snippets.mjs";
import { fieldsOf, resultOf, results, rowOf, settle, unread } from "./texts.mjs";

// Files that are asked for at most.
const COST = 64;
// The share of a query's weight that an article must have.
const MOST_OF = 0.4;
// What a word in the title weighs more, and two neighbours.
const TITLED = 1;
const TOGETHER = 0.8;
// What a whole document number weighs, in words of it.
const NUMBERED = 3;
// Articles that are read beyond those that are shown.
const MORE = 2;

/* What a query weighs: its words, neighbours and other forms. */
function weighing(question) {
  const { meaning } = question;
  const words = question.asked[0].parts.flatMap((part) => part.words);
  const runs = weighty(words, meaning);
  const known = runs.flatMap((run) => concepts(run, meaning));
  const plain = new Map(runs.flat().map((word) => [word.e, word]));
  return { words: [...plain.values()], pairs: runs.flatMap(pairsOf), known };
}

/* Ask what tells articles that are like a question. */
export async function askNear(question) {
  const sought = weighing(question);
  const others = sought.known.flatMap((one) => one.others).flatMap(termsOf);
  const terms = [...termsOfWords(sought.words), ...others, ...sought.pairs];
  question.near = { sought, where: affordable(question, terms, question.segments, COST), isRead: false };
  await ask(question, question.near.where, terms);
}

/* Read the best of them, about `count`; who has every word is a match like the others. */
export async function readNear(question, count) {
  if (!question.near || question.near.isRead) return;
  question.near.isRead = true;
  const known = new Set(unread(question).map((one) => one.id));
  const open = ranked(question).filter((one) => !known.has(one.id) && !question.settled.has(one.id));
  await settle(question, open.slice(0, count + MORE).map((one) => ({ ...one, sure: false, score: 0 })));
}

/* Up to `count` articles that were read and are no results, the best first. */
export function nearest(question, count) {
  const open = ranked(question).filter((one) => question.settled.get(one.id) === null);
  return Promise.all(open.slice(0, count).map((one) => shown(question, one, question.near.sought)));
}

function ranked(question) {
  const { where, sought: { words, pairs, known } } = question.near;
  const documents = where.reduce((sum, segment) => sum + segment.size, 0);
  const weight = new Map();
  for (const term of termsOfWords(words)) {
    const times = frequency(question, where, term);
    weight.set(term.e, Math.log(1 + documents / (1 + times)));
  }
  const whole = [...weight.values()].reduce((sum, one) => sum + one, 0);
  const found = where.flatMap((segment) => weighed(question, segment, { words, pairs, known, weight }));
  return found.filter((one) => one.has >= whole * MOST_OF).sort((a, b) => b.value - a.value || b.id - a.id);
}

/* What the documents of a segment have of the weight, and what they are worth. */
function weighed(question, segment, { words, pairs, known, weight }) {
  const rows = new Map();
  const row = (document) => rows.get(document) || rows.set(document, new Map()).get(document);
  const keep = (document, word, title) => row(document).set(word.e, Math.max(row(document).get(word.e) || 0, title ? 1 + TITLED : 1));
  for (const term of termsOfWords(words)) each(told(question, segment, term), term, (document, fields) => keep(document, term, fields & 1));
  for (const { words: run, others } of known) {
    for (const other of others) {
      const terms = termsOf(other);
      const seen = new Map();
      for (const term of terms) each(told(question, segment, term), term, (document, fields) => (seen.get(document) || seen.set(document, []).get(document)).push(fields));
      for (const [document, fields] of seen) {
        if (fields.length === terms.length) for (const word of run) keep(document, word, fields.every((one) => one & 1));
      }
    }
  }
  const bonus = new Map();
  // A document's number says more than its parts.
  const { number } = question;
  each(number && told(question, segment, number), {}, (document) => {
    bonus.set(document, words.reduce((sum, word) => sum + (number.words.includes(word.f) ? weight.get(word.e) * NUMBERED : 0), 0));
  });
  for (const pair of pairs) {
    const worth = pair.words.reduce((sum, word) => sum + weight.get(word.e), 0) / 2;
    each(told(question, segment, pair), pair, (document, fields) => bonus.set(document, (bonus.get(document) || 0) + worth * TOGETHER * (fields & 1 ? 1 + TITLED : 1)));
  }
  const passing = [...rows].filter(([document]) => !question.filtered || passes(question.facets.get(segment), document, question.filters));
  return passing.map(([document, had]) => {
    let has = 0;
    let value = bonus.get(document) || 0;
    for (const [e, times] of had) {
      has += weight.get(e);
      value += weight.get(e) * times;
    }
    return { segment, document, id: segment.base + document, has, value };
  }).filter((one) => !question.settled.get(one.id));
}

/* An article as a result, with the words that it lacks. */
async function shown(question, one, { words, known }) {
  const row = await rowOf(question, one);
  const fields = fieldsOf(question, row);
  const forms = formsOf(fields.flatMap((field) => field.words));
  const there = known.map(({ words: run, others }) => ({ run, others: others.filter((other) => fields.some((field) => starts(field.words, other).length)) }));
  const bySame = there.filter((each) => each.others.length).flatMap((each) => each.run.map((word) => word.f));
  const has = (word) => isAmong(forms, word);
  const match = { runs: [...there.flatMap((each) => each.others), ...words.filter(has).map((word) => [word])] };
  const missing = words.filter((word) => !has(word) && !bySame.includes(word.f)).map((word) => word.e);
  return { ...one, ...resultOf(row), match: "some", missing, title: marked(fields[0], match, 0), snippet: snippet(fields, match) };
}

/* Of a query that nothing matches: the words that stand nowhere, and what to ask without them, or without an end. */
export function without(question) {
  const words = question.asked[0].parts.flatMap((part) => part.words);
  const isLost = (word) => {
    const [term] = termsOfWords([word]);
    const known = question.segments.map((segment) => told(question, segment, term));
    return !known.includes(undefined) && !known.some((entry) => each(entry, term));
  };
  const lacking = words.filter(isLost);
  const core = weighty(words, question.meaning).flat().filter((word) => !lacking.includes(word));
  const shorter = core.length < words.length ? [core] : [words.slice(0, -1), words.slice(1)];
  const fewer = shorter.filter((row) => row.length).map((row) => row.map((word) => word.e).join(" "));
  return { lacking: lacking.map((word) => word.e), fewer };
}

/* Results that have come to be known while others were looked for. */
export const late = (question, known) => results(question).filter((one) => !known.has(one.id)).sort(question.inOrder);
