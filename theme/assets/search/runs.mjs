/* Runs of words: which words mean one another, where a run stands in a text, the terms of the index that it is made of. */

// Letters that stand for đ in pasted texts.
const LIKE_D = /[ðɖ]/g;

/* Whether a typed word is meant by an exact form that folds alike: typed with dấu it means itself and its bare form,
   typed bare it means every form. */
export const means = (word, form) => word.e === word.f || form === word.e || form === word.f || form.replace(LIKE_D, "đ") === word.e.replace(LIKE_D, "đ");
export const fits = (word, other) => word.f === other.f && means(word, other.e);

/* Whether a run of typed words stands in a text; whether typed words are those of a form that is known. */
export const same = (words, at, run) => run.every((word, n) => words[at + n] && fits(word, words[at + n]));
export const typed = (words, at, form) => form.every((word, n) => words[at + n] && fits(words[at + n], word));

/* Where in words a run begins. */
export function starts(words, run) {
  const found = [];
  for (let at = 0; at + run.length <= words.length; at++) if (fits(run[0], words[at]) && same(words, at, run)) found.push(at);
  return found;
}

export const pairsOf = (run) => run.slice(1).map((word, n) => ({ f: `${run[n].f} ${word.f}`, e: `${run[n].e} ${word.e}`, words: [run[n], word] }));

/* Terms of a run of words: its pairs, each once, or its only word. */
export function termsOf(run) {
  if (run.length < 2) return termsOfWords(run);
  return [...new Map(pairsOf(run).map((pair) => [pair.e, pair])).values()];
}
/* Terms of single words. */
export const termsOfWords = (words) => words.map((word) => ({ ...word, words: [word] }));
