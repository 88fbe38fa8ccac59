/* One question, and what was loaded for it: the value that the modules of the search pass on. */
import { concepts } from "./concepts.mjs";
import { understood } from "./query.mjs";

// Documents of the segments that the first round asks about.
const NEWEST = 200;
// Words of a title that is seldom a phrase of other articles.
const LONG = 8;

/* `base` is { read, files, segments, acronyms, meaning }; options: `all` articles, `filters`, `byDate` instead of by score,
   `uncounted` when filters need no counts, `bare` to read words as if they were typed without dấu, `prepared` when most
   of what it asks the index was asked before. `got` is what was
   loaded for another question about the same articles. */
export function questionOf(base, text, { all = false, filters = {}, byDate = false, uncounted = false, bare = false, prepared = false }, got = new Map()) {
  const query = understood(bare ? base.read.fold(base.read.lower(text)) : text, base.read, base.acronyms);
  const words = query.asked[0].words.length;
  const newest = newestOf(base.segments);
  const filtered = Object.values(filters).some(Boolean);
  return {
    ...base,
    ...query,
    // Terms of a whole number and a whole title.
    wholes: [query.number, query.title && { f: query.title }].filter(Boolean),
    all,
    filters,
    filtered,
    // Counts of filters need every article.
    isCounted: all && !uncounted && words > 0,
    words,
    hasDau: query.asked[0].words.some((word) => word.e !== word.f),
    isQuoted: query.asked[0].spans.length > 0,
    isLong: words > LONG,
    // Other forms of some of its words.
    others: query.asked[0].parts.flatMap((part) => concepts(part.words, base.meaning)).flatMap((known) => known.others),
    // What was asked for articles that are like it.
    near: null,
    inOrder: (a, b) => (byDate ? 0 : b.score - a.score) || b.id - a.id,
    byDate,
    prepared,
    newest,
    // Segments that were asked; whether all were.
    where: [],
    isWide: newest.length === base.segments.length,
    // Whether the query names an article, so that others are not looked for.
    isNamed: false,
    // By segment and term: entries of the index; by segment and run: documents in which it is a phrase.
    got,
    placed: new Map(),
    // By segment: values of filters; candidates, until more is known.
    facets: new Map(),
    listed: new Map(),
    // By number of a document: what its text says, null when it is no match.
    settled: new Map(),
  };
}

function newestOf(segments) {
  let documents = 0;
  return segments.filter((segment) => (documents += segment.size) - segment.size < NEWEST);
}
