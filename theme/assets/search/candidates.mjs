/* Candidates: documents that may match, with what the index alone says of them. `sure` when it says all. */
import { FIELDS, loaded, phrase, tally, told } from "./evidence.mjs";
import { FACETS, passes } from "./facets.mjs";
import { each } from "./postings.mjs";
import { termsOfWords } from "./runs.mjs";
import { APART, OTHER_FORM, PHRASE, WHOLE_TITLE, place, points } from "./scores.mjs";

/* Candidates of a segment that pass the filters. */
export function candidates(question, segment) {
  const { listed, filtered, filters, facets } = question;
  const fits = (one) => !filtered || passes(facets.get(segment), one.document, filters);
  if (!listed.has(segment)) listed.set(segment, matches(question, segment).filter(fits));
  return listed.get(segment);
}

/* By how many of the matches each value of a filter is met, under the other filters; known when all was asked. */
export function counts(question) {
  const found = Object.fromEntries(Object.keys(FACETS).map((name) => [name, {}]));
  for (const segment of question.segments) {
    const known = question.facets.get(segment);
    for (const { document, id } of matches(question, segment)) {
      if (question.settled.get(id) === null) continue;
      for (const name in FACETS) {
        if (!passes(known, document, question.filters, name)) continue;
        for (const value of FACETS[name](known, document)) found[name][value] = (found[name][value] || 0) + 1;
      }
    }
  }
  return found;
}

function matches(question, segment) {
  const { asked, number, title } = question;
  const best = new Map();
  const keep = (document, found) => {
    const before = best.get(document);
    if (!before || before.score < found.score) best.set(document, found);
  };
  for (const one of asked) weigh(question, segment, one, keep);
  if (number) {
    each(told(question, segment, number), { e: number.e }, (document, fields, isExact) => {
      const score = number.alone ? points(PHRASE, isExact, place(fields)) : points(OTHER_FORM, 0, 0);
      const before = best.get(document) || { score: 0 };
      best.set(document, { score: Math.max(score, before.score), sure: number.alone || before.sure, numbered: true });
    });
  }
  each(title && told(question, segment, { f: title }), {}, (document) => {
    const before = best.get(document) || { score: 0, sure: false };
    best.set(document, { ...before, titled: true, score: Math.max(points(PHRASE, 1, WHOLE_TITLE), before.score) });
  });
  return [...best].map(([document, found]) => ({ ...found, segment, document, id: segment.base + document }));
}

/* What the terms of one alternative say of each document. */
function weigh(question, segment, one, keep) {
  const wholes = one.parts.map((part) => phrase(question, segment, part.words));
  const spans = one.spans.map((span) => phrase(question, segment, span));
  const single = tally(question, segment, loaded(question, segment, termsOfWords(one.words)));
  const isSure = single.terms === one.words.length && spans.every((span) => span.sure);
  const total = wholes.reduce((sum, whole) => sum + whole.terms, 0);
  for (let document = 0; document < segment.size; document++) {
    if (single.count[document] < single.terms) continue;
    let hits = single.count[document];
    for (const whole of wholes) hits += whole.count[document];
    if (!hits || spans.some((span) => !span.holds(document))) continue;
    if (wholes.every((whole) => whole.holds(document))) {
      const exact = wholes.reduce((sum, whole) => sum + whole.exact[document], 0) === total;
      const fields = wholes.reduce((all, whole) => all & whole.fields[document], FIELDS);
      keep(document, { score: points(one.other ? OTHER_FORM : PHRASE, exact, place(fields)), sure: wholes.every((whole) => whole.isSure(document)) });
    } else if (isSure && spans.every((span) => span.isSure(document))) keep(document, { score: points(APART, single.exact[document] === single.terms, place(single.fields[document])), sure: true });
    else keep(document, { score: points(APART, 0, 0, hits), sure: false });
  }
}
