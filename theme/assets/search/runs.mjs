/* Runs of words: where one stands in another, and the terms of the index that it is made of. */

export const same = (words, at, run) => run.every((word, n) => words[at + n] && words[at + n].f === word.f);

/* Where in words a run begins. */
export function starts(words, run) {
  const found = [];
  for (let at = 0; at + run.length <= words.length; at++) if (words[at].f === run[0].f && same(words, at, run)) found.push(at);
  return found;
}

export const pairsOf = (run) => run.slice(1).map((word, n) => ({ f: `${run[n].f} ${word.f}`, e: `${run[n].e} ${word.e}`, words: [run[n], word] }));

/* Terms of a run of words: its pairs, each once, or its only word. */
export function termsOf(run) {
  if (run.length < 2) return run.map((word) => ({ f: word.f, e: word.e, words: [word] }));
  return [...new Map(pairsOf(run).map((pair) => [pair.f, pair])).values()];
}
