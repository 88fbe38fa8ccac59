/* What the index says of a question: entries of its terms, phrases by pairs of words and by places. */
import { crc32 } from "./checksum.mjs";
import { columns } from "./facets.mjs";
import { Stale } from "./files.mjs";
import { each, entry, placesOf } from "./postings.mjs";
import { pairsOf, termsOf } from "./runs.mjs";

// All three fields, as bits.
export const FIELDS = 7;

const key = (segment, term) => `${segment.name} ${term}`;
const nameOf = (run) => run.map((word) => word.e).join(" ");
// Every form of a term.
const ANY = {};

/* The entry of a term; null where the segment has none, undefined where it was not asked. */
export const told = ({ got }, segment, { f }) => got.get(key(segment, f));
export const loaded = ({ got }, segment, terms) => terms.filter(({ f }) => got.has(key(segment, f)));
export const frequency = (question, where, term) => where.reduce((sum, segment) => sum + each(told(question, segment, term), term), 0);

export async function ask({ read, files, got, facets, listed, filtered, isCounted }, where, terms) {
  listed.clear();
  const jobs = [];
  for (const segment of where) {
    for (const { f } of terms) {
      if (got.has(key(segment, f))) continue;
      jobs.push(files.load(segment, `a-${crc32(f) % segment.a}`).then((file) => got.set(key(segment, f), entry(file, f, read.fold))));
    }
    if ((filtered || isCounted) && !facets.has(segment)) jobs.push(files.load(segment, "f").then((file) => facets.set(segment, columns(JSON.parse(file)))));
  }
  await Promise.all(jobs);
}

/* How many of the terms a document has, in which fields all of them, how many exactly as typed; whether it has one of
   them with another dấu, too, so that fields and places may be of that one. */
export function tally(question, segment, terms) {
  const count = new Uint8Array(segment.size);
  const exact = new Uint8Array(segment.size);
  const fields = new Uint8Array(segment.size).fill(FIELDS);
  const mixed = new Uint8Array(segment.size);
  for (const term of terms) {
    each(told(question, segment, term), term, (document, field, isExact, isMixed) => {
      count[document]++;
      exact[document] += isExact;
      fields[document] &= field;
      mixed[document] |= isMixed;
    });
  }
  return { count, exact, fields, mixed, terms: terms.length };
}

/* In which documents a run of words is a phrase; not sure while only its pairs are known, nor of a document where one
   of them stands with another dấu, too. */
export function phrase(question, segment, run) {
  const terms = termsOf(run);
  const known = loaded(question, segment, terms);
  const places = question.placed.get(key(segment, nameOf(run)));
  const sum = tally(question, segment, known);
  const holds = (document) => known.length > 0 && sum.count[document] === known.length && (run.length < 2 || sum.fields[document] > 0) && (!places || places.has(document));
  const sure = known.length === terms.length && (run.length < 3 || !!places);
  return { ...sum, holds, sure, isSure: (document) => sure && (run.length < 3 || !sum.mixed[document]) };
}

/* Positions settle phrases of three words and more. */
export async function decide(question) {
  const { asked, segments, placed, listed } = question;
  listed.clear();
  const runs = new Map(asked.flatMap((one) => [...one.parts.map((part) => part.words), ...one.spans]).filter((run) => run.length > 2).map((run) => [nameOf(run), run]));
  const jobs = [];
  for (const run of runs.values()) {
    for (const segment of segments) {
      const { holds } = phrase(question, segment, run);
      const open = Array.from({ length: segment.size }, (_, document) => document).filter(holds);
      jobs.push(open.length ? positions(question, segment, run, open) : placed.set(key(segment, nameOf(run)), new Set()));
    }
  }
  await Promise.all(jobs);
}

async function positions(question, segment, run, open) {
  const found = new Map(open.map((document) => [document, null]));
  const pairs = pairsOf(run);
  const shards = await Promise.all(pairs.map(({ f }) => question.files.load(segment, `b-${crc32(f) % segment.b}`)));
  pairs.forEach((pair, step) => {
    const [, ints] = entry(shards[step], pair.f, question.read.fold) || [0, []];
    const listed = placesOf(ints);
    const documents = [];
    each(told(question, segment, pair), ANY, (document) => documents.push(document));
    if (documents.length !== listed.length) throw new Stale(pair.f);
    documents.forEach((document, n) => {
      if (!found.has(document)) return;
      const starts = listed[n].map((place) => place - step);
      const before = found.get(document);
      found.set(document, before ? starts.filter((start) => before.includes(start)) : starts);
    });
  });
  question.placed.set(key(segment, nameOf(run)), new Set(open.filter((document) => found.get(document).length)));
}
