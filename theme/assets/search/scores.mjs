/* How good a match is, as one number: what kind it is, above all; then dấu as typed; then the field; then, of a
   candidate whose text was not read, how many terms of the query it has. */

// The words stand together as they were typed.
export const PHRASE = 3e4;
// Another form of them does (an acronym written out); or a document number does, and the words beside it are not known.
export const OTHER_FORM = 2e4;
// All words are there, apart.
export const APART = 1e4;

const EXACT = 1000;
const FIELD = 100;

// Fields from the least to the best: a match in the title says more of an article than one in its text.
export const WHOLE_TITLE = 4;
export const IN_TITLE = 3;
export const IN_BODY = 1;

export const points = (kind, isExact, field, hits = 0) => kind + (isExact ? EXACT : 0) + field * FIELD + Math.min(hits, FIELD - 1);

/* The best field of a set of them: bit 1 title, bit 2 summary, bit 4 body. */
export const place = (fields) => (fields & 1 ? IN_TITLE : fields & 2 ? 2 : IN_BODY);
