/* Files attached to articles: found by their title and by the text in them. They lie in the shards of their article's
   segment, under terms of their own, so that only shards are looked into that are there already. */
import { crc32 } from "./checksum.mjs";
import { weighty } from "./concepts.mjs";
import { loaded } from "./evidence.mjs";
import { matched } from "./matching.mjs";
import { each, entry } from "./postings.mjs";
import { termsOf, termsOfWords } from "./runs.mjs";
import { APART, PHRASE, WHOLE_TITLE, place, points } from "./scores.mjs";
import { marked, snippet } from "./snippets.mjs";

// Before the terms of files.
const MARK = "~";
// Numbers of files that an article has.
const EACH = 256;
// Files that are read, and that are shown.
const READ = 4;
const SHOWN = 3;
// The share of a query's words that a title must have when the rest is nowhere in the file.
const OF_TITLE = 0.75;

/* The best files that answer a question, by what was loaded for it. */
export async function attached(question) {
  const found = await Promise.all(question.segments.map((segment) => filesOf(question, segment)));
  const open = found.flat().sort((a, b) => b.score - a.score || b.at - a.at).slice(0, READ);
  const read = await Promise.all(open.map((one) => borneOut(question, one)));
  const known = new Map(read.filter(Boolean).map((one) => [one.url, one]).reverse());
  return [...known.values()].sort((a, b) => b.score - a.score || b.at - a.at).slice(0, SHOWN);
}

/* Files of a segment that have every term that is known of some alternative. */
async function filesOf(question, segment) {
  const { asked, number, title } = question;
  const best = new Map();
  const keep = (document, score) => best.set(document, Math.max(score, best.get(document) || 0));
  for (const one of asked) {
    const pairs = one.parts.flatMap((part) => termsOf(part.words)).filter((term) => term.words.length > 1 || one.words.length < 2);
    for (const [terms, kind] of [[pairs, PHRASE], [termsOfWords(one.words), APART]]) {
      const seen = await together(question, segment, loaded(question, segment, terms));
      for (const [document, fields] of seen) keep(document, points(kind, 0, place(fields)));
    }
  }
  for (const term of [number, title && { f: title }]) {
    const seen = term ? await together(question, segment, loaded(question, segment, [term])) : [];
    for (const [document] of seen) keep(document, points(PHRASE, 1, WHOLE_TITLE));
  }
  const words = termsOfWords(weighty(asked[0].parts.flatMap((part) => part.words), question.meaning).flat());
  for (const [document, count] of await titled(question, segment, loaded(question, segment, words))) {
    if (count >= Math.max(2, words.length * OF_TITLE) && !best.has(document)) best.set(document, points(0, 0, place(1), count));
  }
  return [...best].map(([document, score]) => ({ segment, document, score, at: segment.base + document / EACH }));
}

/* How many of some words the title of each file has. */
async function titled(question, segment, terms) {
  const seen = new Map();
  for (const term of terms) each(await entryOf(question, segment, term), term, (document, fields) => fields & 1 && seen.set(document, (seen.get(document) || 0) + 1));
  return seen;
}

/* The files that have all of some terms, each with the fields that have all of them. */
async function together(question, segment, terms) {
  let found = null;
  for (const term of terms) {
    const seen = new Map();
    each(await entryOf(question, segment, term), term, (document, fields) => (!found || found.has(document)) && seen.set(document, found ? found.get(document) & fields : fields));
    found = seen;
  }
  return found || [];
}
async function entryOf({ files, read }, segment, { f }) {
  const file = await files.load(segment, `a-${crc32(f) % segment.a}`);
  // Most files have none.
  const known = file.includes('"' + MARK) && entry(file, MARK + f, read.fold);
  if (!known) return null;
  const [[first, ...others], ints] = known;
  return [[first.slice(MARK.length), ...others], ints];
}

/* A file as its text bears it out; null when it does not. */
async function borneOut(question, { segment, document, score, at }) {
  const [url, title, about, type, article, of, date, text] = (await question.files.load(segment, `d-${document}`)).d;
  const fields = [title, about, text].map((one) => ({ text: one, words: question.read.words(one) }));
  const found = matched(fields, question.asked, question.number);
  if (!found && score >= APART) return null;
  const match = found || { score, runs: question.asked[0].words.map((word) => [word]) };
  const said = { kind: "file", match: !found ? "some" : match.score >= PHRASE ? "phrase" : "all", type, article, of, date };
  return { url, at, score: match.score, ...said, title: marked(fields[0], match, 0), snippet: text ? snippet([fields[0], { text: "", words: [] }, fields[2]], match) : [] };
}
