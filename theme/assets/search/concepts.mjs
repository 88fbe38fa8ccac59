/* What of a query says what is sought: words of asking weigh nothing; some runs of words have other forms that mean the
   same. Both are lists of the directory. */
import { typed } from "./runs.mjs";

/* The lists as words, the longest form first. */
export function meaning({ questions = [], contacts = [], synonyms = [], acronyms = [] }, read) {
  const longestFirst = (forms) => forms.map(read.words).filter((form) => form.length).sort((a, b) => b.length - a.length);
  const groups = [...synonyms, ...acronyms].map((forms) => forms.map(read.words));
  const same = groups.flatMap((group) => group.map((form) => ({ form, others: group.filter((other) => other !== form) })));
  return { questions: longestFirst(questions), contacts: longestFirst(contacts), same: same.sort((a, b) => b.form.length - a.form.length) };
}

/* Which of a query's words stand in forms of a list, as flags. */
export function covered(words, forms) {
  const flags = words.map(() => false);
  for (let at = 0; at < words.length; at++) {
    const form = forms.find((one) => typed(words, at, one));
    if (form) flags.fill(true, at, (at += form.length - 1) + 1);
  }
  return flags;
}

/* The words of a query that weigh, in runs as typed; all of them when every word is one of asking. */
export function weighty(words, { questions }) {
  const flags = covered(words, questions);
  if (!flags.includes(false)) return [words];
  const runs = [[]];
  words.forEach((word, at) => (flags[at] ? runs.push([]) : runs[runs.length - 1].push(word)));
  return runs.filter((run) => run.length);
}

/* Runs of words that have other forms: { words, others }; none within a longer one. */
export function concepts(run, { same }) {
  const found = [];
  for (let at = 0; at < run.length; at++) {
    const known = same.find(({ form }) => typed(run, at, form));
    if (!known) continue;
    found.push({ words: run.slice(at, at + known.form.length), others: known.others });
    at += known.form.length - 1;
  }
  return found;
}
