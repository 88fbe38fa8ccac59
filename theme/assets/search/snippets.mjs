/* Pieces of a text as [words, is marked] pairs: what a result shows. */
import { starts } from "./runs.mjs";

// Letters of a snippet; of them, before the first word of the query and kept free after it.
const LENGTH = 220;
const BEFORE = 50;
const AFTER = 60;

/* A piece of a text, the words of the query marked. */
export function marked({ text, words }, match, from, to = text.length) {
  const spots = [];
  for (const run of match ? match.runs : []) {
    for (const at of starts(words, run)) spots.push([words[at].at, words[at + run.length - 1].to]);
  }
  spots.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const pieces = [];
  let end = from;
  for (const [start, stop] of spots) {
    if (start < end || stop > to) continue;
    if (start > end) pieces.push([text.slice(end, start), false]);
    pieces.push([text.slice(start, stop), true]);
    end = stop;
  }
  if (end < to) pieces.push([text.slice(end, to), false]);
  return pieces;
}

/* The summary or the text, where most of the query stands. */
export function snippet([, summary, body], match) {
  const { field, at } = densest(summary, body, match ? match.runs : []);
  const { text, words } = field;
  const first = at < AFTER ? undefined : words.find((word) => word.at >= at - BEFORE);
  const from = first ? first.at : 0;
  const last = text.length <= from + LENGTH ? undefined : words.filter((word) => word.to <= from + LENGTH).pop();
  // Within a word only where little would be left else: in an address, in a text without spaces.
  const to = last && last.to > from + LENGTH / 2 ? last.to : Math.min(text.length, from + LENGTH);
  const pieces = marked(field, match, from, to);
  if (from) pieces.unshift(["… ", false]);
  if (to < text.length) pieces.push([" …", false]);
  return pieces;
}

/* Where most runs of the query stand near each other. */
function densest(summary, body, runs) {
  let best = { field: summary.text ? summary : body, at: 0, value: 0 };
  for (const field of [summary, body]) {
    const spots = runs.flatMap((run, n) => starts(field.words, run).map((at) => ({ at: field.words[at].at, n }))).sort((a, b) => a.at - b.at);
    for (let first = 0, last = 0; first < spots.length; first++) {
      while (last < spots.length && spots[last].at < spots[first].at + LENGTH - AFTER) last++;
      const value = new Set(spots.slice(first, last).map((spot) => spot.n)).size;
      if (value > best.value) best = { field, at: spots[first].at, value };
    }
  }
  return best;
}
