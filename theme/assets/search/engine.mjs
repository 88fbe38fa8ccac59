/* The reader of the search index: asks static files, the newest articles first. The format of the files and what tokens
   and phrases are: site_builder/search/__init__.py, version 1. At most three rounds of requests: postings of the newest
   articles; of all others, when the page is not full; texts. `all` asks postings of all articles, then positions, then
   texts: its counts are exact. */
import { attached } from "./attached.mjs";
import { counts } from "./candidates.mjs";
import { meaning } from "./concepts.mjs";
import { library, segmentsOf } from "./files.mjs";
import { reading } from "./folding.mjs";
import { asWritten, largest, looksMistaken, mend, vocabularyOf } from "./mending.mjs";
import { askNear, late, nearest, readNear, without } from "./nearest.mjs";
import { beside, placesIn } from "./places.mjs";
import { questionOf } from "./question.mjs";
import { gather, mayMatch, widen } from "./rounds.mjs";
import { OTHER_FORM, PHRASE } from "./scores.mjs";
import { suggested } from "./suggestions.mjs";
import { enough, expected, likely, results, settle, unread } from "./texts.mjs";

// Phrase matches that make a page, so that older articles are not asked for.
export const FULL = 10;
// How many times as many texts are read when there is no further round.
const REACH = 2.5;
// Times that texts are read to fill a page.
const LOOKS = 3;
// Words of a query that stand together for a thing.
const FEW = 3;
// Documents that have most syllables.
const ENOUGH = 600;
const NOTHING = { top: [], below: [] };

/* `get(path, reload)` answers with the text of a file below tim-kiem/. */
export function engine(directory, get) {
  const files = library(get);
  const read = reading(directory);
  const words = meaning(directory, read);
  const base = { files, read, segments: segmentsOf(directory), acronyms: directory.acronyms, meaning: words };
  const places = () => files.once("noi-khac.json", (file) => placesIn(file.p, read));
  /* The largest segments have most syllables. */
  async function syllables() {
    let documents = 0;
    const some = largest(base.segments).filter((segment) => (documents += segment.size) - segment.size < ENOUGH);
    const told = await Promise.all(some.map((segment) => files.load(segment, "v")));
    return vocabularyOf(told.map((file) => JSON.parse(file).w));
  }

  /* What is known to match, its results so far, and how to get more; `near`: what is like it; `top` and `below`: what is
     found beside articles, better and less good than they; `files`: what is attached to articles; `mended`: what was
     asked instead of what was typed. `early` gets what matches as soon as that is known, without what is like it. */
  async function find(text, options = {}, want = FULL, early = () => {}) {
    const isPlain = !options.all && !Object.values(options.filters || {}).some(Boolean) && read.words(text).length > 0;
    const given = questionOf(base, text, options);
    const mayMend = isPlain && !given.isQuoted && !options.typed;
    // Nobody waits for it where what was typed is found, nor is anything else asked because of what was loaded for it.
    const guess = mayMend && looksMistaken(given) ? instead(questionOf(base, text, options), options, want) : null;
    if (guess) guess.catch(() => {});
    const [{ question, found }, told] = await Promise.all([matching(given, text, options, want), isPlain ? besides(text) : NOTHING]);
    // Another dấu is an answer only where there is no other.
    const others = found.total && told.isFolded ? NOTHING : told;
    // What was asked since may tell of files, too.
    if (isPlain && !found.total && !found.files.length) found.files = await attached(question);
    const isLost = mayMend && !found.total && !others.top.length && !found.files.some((one) => one.match !== "some");
    const better = isLost && (await (guess || instead(question, options, want)));
    if (better) return better;
    if (found.results.length) early({ ...arranged(found, others), below: [] });
    found.near = await like(question, found, text, options, want);
    return arranged(found, others);
  }
  /* What is found for what was meant; nothing when that is what was typed, or nobody has it. */
  async function instead(question, options, want) {
    const meant = await mend(question, syllables);
    const found = meant && (await find(meant, { ...options, typed: true, prepared: true }, want));
    return found && found.total + found.top.length + found.files.length && Object.assign(found, { mended: asWritten(meant, found.results, read) });
  }
  async function matching(question, text, options, want) {
    const found = await answer(question, want, true);
    // An empty page would say too little: look everywhere before saying that there is nothing.
    if (!found.total && !found.complete && (await mayMatch(question))) {
      const all = questionOf(base, text, { ...options, all: true, uncounted: true }, question.got);
      const told = Object.assign(await answer(all, want), { files: found.files });
      // What was read of those that are like it was read for another question.
      const near = question.near && { ...question.near, isRead: false };
      return { question: Object.assign(all, { all: false, near }), found: told };
    }
    if (!found.total) Object.assign(found, { complete: true, hasMore: false, ...without(question) });
    return { question, found };
  }
  async function besides(text) {
    const known = await places();
    const found = beside(text, known, words, read);
    if (found.top.length + found.below.length) return found;
    const other = beside(read.fold(read.lower(text)), known, words, read);
    const isFolded = (one) => ({ ...one, match: "folded" });
    return { top: other.top.map(isFolded), below: other.below.map(isFolded), isFolded: true };
  }
  async function like(question, found, text, options, want) {
    // Who asks for everything is told what matches, and nothing else; who names an article, too.
    if (found.empty || question.all || found.hasMore || (found.total && (question.isNamed || question.byDate))) return [];
    const other = found.total || !question.hasDau ? [] : await folded(question, text, options, want);
    // Many words with another dấu, and apart, are seldom what was meant.
    const first = question.words > FEW ? other.filter((one) => one.score >= PHRASE) : other;
    const room = FULL - found.results.length - first.length;
    if (question.isQuoted || room <= 0) return other;
    await found.reading;
    if (!question.near) await askNear(question);
    await readNear(question, room);
    const some = await nearest(question, room);
    const known = new Set(found.results.map((one) => one.id));
    add(found, late(question, known));
    found.results.sort(question.inOrder);
    return distinct([...first, ...some, ...(first.length ? [] : other)]).slice(0, FULL);
  }
  /* Articles with another dấu than typed, which counts for nothing else. */
  async function folded(question, text, options, want) {
    const bare = questionOf(base, text, { ...options, bare: true, all: false }, question.got);
    const { results } = await answer(bare, want);
    const phrases = results.filter((one) => one.match === "phrase");
    return (phrases.length ? phrases : results).map((one) => ({ ...one, match: "folded" }));
  }
  /* Places and the newest titles that begin as what is typed. */
  async function suggest(text) {
    const { places: named } = await places();
    const ofPlaces = [...named].sort((a, b) => a.gone - b.gone).map(({ name, url, names }) => ({ name, url, words: names.flatMap((one) => one.words) }));
    const titles = (directory.titles || []).map(([url, name]) => ({ name, url, words: read.words(name) }));
    return suggested(text, [...ofPlaces, ...titles], read);
  }
  return { find, suggest, forget: files.forget };
}

/* What is found, with what is found beside it. Where no article has the words as a phrase, a page that has all of them
   is better. */
function arranged(found, { top, below }) {
  const first = found.phrase ? [] : below.filter((one) => one.kind === "page" && one.match !== "some").slice(0, 1);
  return Object.assign(found, { first: found.results.length, top: [...top, ...first], below: below.filter((one) => !first.includes(one)), mended: "" });
}

/* `isFirst`: files are looked for, too, and what is like the question where little matches. */
async function answer(question, want, isFirst) {
  await gather(question, want, isFirst && !question.isQuoted ? askNear : undefined);
  const empty = !question.words;
  // Whether there are others than the newest.
  const recent = question.newest.length === question.segments.length;
  const found = { results: [], near: [], recent, complete: question.all || empty, empty, total: 0, phrase: 0, hasMore: false };
  if (question.isCounted) found.counts = counts(question);
  found.more = (count) => more(question, found, count);
  const room = want - unread(question).filter((one) => one.sure || one.score >= OTHER_FORM).length;
  // Who shows what matches does not wait for what is like it.
  const reading = room > 0 ? readNear(question, room) : Promise.resolve();
  reading.catch(() => {}); // who waits for it is told
  const [files] = await Promise.all([isFirst && !question.all && !question.filtered ? attached(question) : [], found.more(want)]);
  return Object.assign(found, { files, reading });
}
/* Each article once, where it stands first. */
const distinct = (all) => all.filter((one, at) => all.findIndex((other) => other.id === one.id) === at);
/* Results that came late. */
function add(found, results) {
  found.results.push(...results);
  found.total += results.length;
  found.phrase += results.filter((one) => one.score >= PHRASE).length;
}

/* Put up to `count` more results into `found`. */
async function more(question, found, count) {
  const shown = new Set(found.results.map((one) => one.id));
  const ready = () => results(question).filter((one) => !shown.has(one.id)).sort(question.inOrder);
  let open = unread(question);
  let isLast = false;
  for (let look = 0; look < LOOKS; look++) {
    // Three rounds are enough for a first page with anything on it.
    if (isLast && results(question).length) break;
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
    isLast = !shown.size && (look > 0 || question.isWide);
    const reach = enough(question, missing.length) * (isLast ? REACH : 1);
    const size = missing.every((one) => one.sure) ? missing.length : Math.min(likely(question, open, missing.length), Math.ceil(reach));
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
