/* Texts of candidates: they settle what the index cannot, and give results their words. */
import { candidates } from "./candidates.mjs";
import { matched } from "./matching.mjs";
import { APART, OTHER_FORM, PHRASE } from "./scores.mjs";
import { starts } from "./runs.mjs";
import { marked, snippet } from "./snippets.mjs";

// Documents of a text file.
const BLOCK = 4;
// Texts read at once.
const MOST = 30;
// Candidates of a long query that are looked at though they have not all of its pairs.
const OTHERS = 3;
// What is added where another form of words that stand apart stands together.
const SAME_MEANING = 5e3;
// Words of a query that is seldom scattered over an article by chance.
const SCATTERED = 5;

export const results = ({ settled }) => [...settled.values()].filter(Boolean);
export const unread = (question) =>
  question.where
    .flatMap((segment) => candidates(question, segment))
    .filter((one) => !question.settled.has(one.id))
    .sort(question.inOrder);

/* What candidates are, once and for all. */
export async function settle(question, some) {
  await Promise.all(some.map(async (one) => question.settled.set(one.id, await result(question, one))));
}

/* What is shown of a document, as its file has it. */
export async function rowOf({ files }, { segment, document }, again) {
  const { d } = await files.load(segment, `t-${Math.floor(document / BLOCK)}`, again);
  return d[document % BLOCK];
}
export const fieldsOf = ({ read }, [, title, , , , , summary, body]) =>
  [title, summary, body].map((field) => {
    const text = field.normalize("NFC");
    return { text, words: read.words(text) };
  });
export const resultOf = ([url, , date, topic, agency, genre, , , corrected]) => ({ kind: "article", url, date, topic, agency, genre, corrected: !!corrected });

async function result(question, one, again) {
  const made = checked(question, one, await rowOf(question, one, again));
  // A text that is no match though it must be: the file is older than the index.
  return made || again || !one.sure ? made : result(question, one, true);
}

function checked(question, one, row) {
  if (!row) return null;
  const { asked, number } = question;
  const fields = fieldsOf(question, row);
  const match = matched(fields, asked, one.numbered && number);
  if (!match && !(one.numbered && one.sure)) return null;
  let score = match ? match.score : 0;
  // Its words apart, and together another form of them.
  if (score && score < OTHER_FORM && question.others.some((run) => fields.some((field) => starts(field.words, run).length))) score += SAME_MEANING;
  // The number is there: what stands beside it is no less than another form.
  if (one.numbered) score = Math.max(score < OTHER_FORM ? score + APART : score, one.sure ? one.score : 0);
  const shown = { ...resultOf(row), title: marked(fields[0], match, 0), snippet: snippet(fields, match) };
  return { ...one, score, sure: true, open: !one.sure, match: score >= PHRASE ? "phrase" : "all", ...shown };
}

/* How many candidates are worth a look, when `count` are missing: of a whole title hardly more than itself. */
export function likely(question, open, count) {
  const titled = [...results(question), ...open].filter((one) => one.titled).length;
  if (titled && question.isLong) return Math.max(0, titled + OTHERS - question.settled.size);
  return open.filter((one) => one.score >= OTHER_FORM).length + (question.words > SCATTERED ? OTHERS : count);
}
/* The share of candidates that match, to judge by those that were read; one half before any was. */
function share({ settled }) {
  const looked = [...settled.values()].filter((one) => !one || one.open);
  return (looked.filter((one) => one && one.score >= OTHER_FORM).length + 2) / (looked.length + 4);
}
/* How many to read that `count` of them match; at once, where others are asked in two rounds. */
export const enough = (question, count) =>
  question.prepared && question.isWide ? MOST + BLOCK : Math.max(4 + count, question.settled.size || question.isWide ? Math.min(MOST, 4 + Math.ceil(count / share(question))) : 0);
/* Of candidates, how many phrases there may be. */
export const expected = (question, open) => open.reduce((sum, one) => sum + (one.score < OTHER_FORM ? 0 : one.sure ? 1 : share(question)), 0);
