/* Which terms are asked of which segments, and when: the newest articles first, all others when the page is not full. */
import { crc32 } from "./checksum.mjs";
import { ask, decide, frequency, loaded, tally, told } from "./evidence.mjs";
import { termsOf, termsOfWords } from "./runs.mjs";
import { OTHER_FORM } from "./scores.mjs";
import { expected, settle, unread } from "./texts.mjs";

// Requests of the first round for a query's own pairs.
const FIRST = 6;
// Words that all articles are asked for when a pair of the query is in none of the newest.
const WORDS = 5;
// How many times a page the newest articles must promise that what is like a question is not asked for.
const PLENTY = 2;
// Texts that are read where the index cannot tell of which dấu a phrase is.
const DOUBTFUL = 200;

/* The newest articles; all others, while texts of what the newest have are on their way, but where most was asked
   before; then texts are asked. Where it looks as if a page will not be full, `alike` asks in the second round for what
   tells articles that are like it; where no phrase is among the newest, whether anything matches is asked there, too. */
export async function gather(question, want, alike = () => {}) {
  const { number, title, segments, wholes, newest } = question;
  if (!question.words) return;
  if (question.all) return everything(question);
  question.where = newest;
  const isNumber = number && number.alone;
  await Promise.all([ask(question, segments, wholes), isNumber || ask(question, newest, chosen(question))]);
  const isThere = (term) => term && segments.some((segment) => told(question, segment, term));
  const hasNumber = isThere(number);
  const hasTitle = isThere(title && { f: title });
  const likely = unread(question).filter((one) => one.score >= OTHER_FORM);
  if (hasNumber || hasTitle || isNumber) question.where = segments;
  if (isNumber && !hasNumber) await ask(question, segments, [...question.asked.flatMap(pairs), ...scarce(question).flat()]);
  // A long title is seldom a phrase of others.
  question.isNamed = hasNumber || isNumber || (hasTitle && (question.isLong || !likely.length));
  const found = expected(question, likely);
  if (question.isNamed || found >= want) return;
  const isFew = found * documents(segments) < PLENTY * want * documents(newest);
  await Promise.all([widen(question), isFew && alike(question), !likely.length && ask(question, segments, scarce(question).flat()), question.prepared || settle(question, likely.slice(0, want))]);
}

/* Terms of one alternative. */
const pairs = ({ parts }) => parts.flatMap((part) => termsOf(part.words));
const documents = (segments) => segments.reduce((sum, segment) => sum + segment.size, 0);

async function everything(question) {
  const { asked, segments, wholes } = question;
  question.where = segments;
  await ask(question, segments, [...question.asked.flatMap(pairs), ...asked.flatMap((one) => termsOfWords(one.words)), ...wholes]);
  await decide(question);
  await settle(question, unread(question).filter((one) => !one.sure).slice(0, DOUBTFUL));
}

/* Ask all others, too. */
export async function widen(question) {
  if (question.isWide) return;
  const { segments, newest } = question;
  const { terms, scattered } = rarest(question);
  question.where = segments;
  question.isWide = true;
  await Promise.all([ask(question, segments.filter((segment) => !newest.includes(segment)), [...terms, ...scattered]), ask(question, newest, scattered)]);
}

/* The words of each alternative that look rarest. */
const scarce = ({ asked, read }) => asked.map(({ words }) => termsOfWords([...words].sort((a, b) => read.rarity(b) - read.rarity(a)).slice(0, WORDS)));

/* Whether a document may have all words of some alternative, by those that look rarest: when none has, nothing matches. */
export async function mayMatch(question) {
  const rare = scarce(question);
  await ask(question, question.segments, rare.flat());
  return question.segments.some((segment) => rare.some((terms) => tally(question, segment, terms).count.includes(terms.length)));
}

/* The newest segments of which some terms can be asked with so many more files. */
export function affordable({ got }, terms, segments, cost) {
  let files = 0;
  return segments.filter((segment) => {
    const asked = terms.filter(({ f }) => !got.has(`${segment.name} ${f}`));
    files += new Set(asked.map(({ f }) => crc32(f) % segment.a)).size;
    return files <= cost;
  });
}

const looks = (read, term) => term.words.reduce((sum, word) => sum + read.rarity(word), 0) / term.words.length;

/* What the first round asks: all pairs of a short query, those of a long one that look rarest. */
function chosen({ asked, read, newest }) {
  return asked.flatMap((one) => {
    const terms = pairs(one).sort((a, b) => looks(read, b) - looks(read, a));
    return terms.slice(0, Math.max(2, Math.floor(FIRST / newest.length / (1 + one.other))));
  });
}

/* What older articles are asked: the pairs that were rarest among the newest; words, too, when one was in none of them. */
function rarest(question) {
  const { asked, read, newest } = question;
  const terms = [];
  const scattered = [];
  for (const one of asked) {
    const runs = one.other && one.spans.length ? one.spans : one.parts.map((part) => part.words);
    const known = loaded(question, newest[0], runs.flatMap(termsOf));
    if (!known.length && one.other) known.push(...termsOf(runs[0]).slice(0, 1));
    if (!known.length) continue;
    const times = new Map(known.map((term) => [term, frequency(question, newest, term)]));
    known.sort((a, b) => times.get(a) - times.get(b) || looks(read, b) - looks(read, a));
    terms.push(known[0]);
    if (one.other) continue;
    if (times.get(known[0])) terms.push(...known.slice(1, 3));
    else if (one.words.length > 1) scattered.push(...scarce({ asked: [one], read })[0]);
  }
  return { terms, scattered };
}
