/* The reader of the search index: asks static files, the newest articles first. The format of the files and what tokens
   and phrases are: site_builder/search/__init__.py, version 1. At most three rounds of requests: postings of the newest
   articles; of all others, when the page is not full; texts. `all` asks postings of all articles, then positions, then
   texts: its counts are exact. */
import { counts } from "./candidates.mjs";
import { library, segmentsOf } from "./files.mjs";
import { reading } from "./folding.mjs";
import { questionOf } from "./question.mjs";
import { gather, widen } from "./rounds.mjs";
import { OTHER_FORM, PHRASE } from "./scores.mjs";
import { enough, expected, likely, results, settle, unread } from "./texts.mjs";

// Phrase matches that make a page, so that older articles are not asked for.
export const FULL = 10;
// Times that texts are read to fill a page.
const LOOKS = 3;

/* `get(path, reload)` answers with the text of a file below tim-kiem/. */
export function engine(directory, get) {
  const files = library(get);
  const base = { files, read: reading(directory), segments: segmentsOf(directory), acronyms: directory.acronyms };

  /* What is known to match, its results so far, and how to get more. */
  async function find(text, options = {}, want = FULL) {
    const question = questionOf(base, text, options);
    await gather(question, want);
    const empty = !question.words;
    const found = { results: [], complete: question.all || empty, empty, total: 0, phrase: 0, hasMore: false };
    if (question.isCounted) found.counts = counts(question);
    found.more = (count) => more(question, found, count);
    await found.more(want);
    // An empty page would say too little: look everywhere before saying that there is nothing.
    return found.total || found.complete ? found : find(text, { ...options, all: true, uncounted: true }, want);
  }
  return { find, forget: files.forget };
}

/* Put up to `count` more results into `found`. */
async function more(question, found, count) {
  const shown = new Set(found.results.map((one) => one.id));
  const ready = () => results(question).filter((one) => !shown.has(one.id)).sort(question.inOrder);
  let open = unread(question);
  for (let look = 0; look < LOOKS; look++) {
    const page = [...ready(), ...open.slice(0, count)].sort(question.inOrder).slice(0, count);
    const missing = page.filter((one) => !one.url);
    const phrases = ready().filter((one) => one.score >= OTHER_FORM).length + expected(question, open);
    const isFull = page.length === count && (question.byDate || phrases >= count);
    const mayWiden = !found.complete && !question.isWide && (shown.size || !question.isNamed);
    const widens = mayWiden && !isFull && (look || shown.size);
    // To look again is for phrases, or for anything at all; once more, where phrases were found.
    const isIdle = look > 1 && results(question).every((one) => one.score < OTHER_FORM);
    const isEnough = !missing.length || isIdle || (look && page.length > missing.length && missing.every((one) => one.score < OTHER_FORM));
    if (isEnough && !widens && (isFull || look || !mayWiden)) break;
    const size = missing.every((one) => one.sure) ? missing.length : Math.min(likely(question, open, missing.length), enough(question, missing.length));
    await Promise.all([settle(question, open.slice(0, size)), widens && widen(question)]);
    open = unread(question);
  }
  const known = ready();
  const sure = [...known, ...open.filter((one) => one.sure)];
  found.results.push(...known.slice(0, count));
  found.total = shown.size + sure.length;
  found.phrase = [...found.results.slice(0, shown.size), ...sure].filter((one) => one.score >= PHRASE).length;
  found.hasMore = known.length > count || open.length > 0 || (!found.complete && !question.isWide);
  return found;
}
