/* Files of the index: the entry of a term, the documents and the places that its ints say. */
import { means } from "./runs.mjs";

/* The entry of a term, its forms and its ints, looked up in a file as it came: to parse files is most of what a query
   costs a slow phone. Entries are sorted by term; each key but the first follows `],"`. */
export function entry(file, term, fold) {
  let low = file.indexOf('"t":{"') + 6;
  let high = file.length;
  while (low > 5 && low < high) {
    const middle = (low + high) >> 1;
    const before = file.lastIndexOf('],"', middle);
    const start = before < low ? low : before + 3;
    const end = file.indexOf('"', start);
    const forms = file.slice(start, end).split("|");
    const here = fold(forms[0]);
    const next = file.indexOf("]", end);
    if (here === term) return [forms, JSON.parse(file.slice(end + 2, next + 1))];
    if (here > term) high = start - 3;
    else low = next + 3;
  }
  return null;
}

/* Read the postings of a term: use(document, fields, has the very form typed, has a form that is not meant, too); say
   how many documents have a form that is meant. A term without words means every form. */
export function each(entry, { e, words }, use = () => {}) {
  if (!entry) return 0;
  const [variants, ints] = entry;
  const exact = variants.indexOf(e);
  const meant = variants.map((form) => !words || form.split(" ").every((one, n) => means(words[n], one)));
  const others = meant.includes(false);
  let document = 0;
  let documents = 0;
  for (let at = 0; at < ints.length; at++) {
    const int = ints[at];
    document += int >> 4;
    const bits = int & 1 ? ints[++at] : 1;
    // More forms than an integer of 32 bits has room for.
    const stands = (variant) => Math.floor(bits / 2 ** variant) & 1;
    if (others && !meant.some((is, variant) => is && stands(variant))) continue;
    documents++;
    use(document, (int >> 1) & 7, exact < 0 ? 0 : stands(exact), others && meant.some((is, variant) => !is && stands(variant)));
  }
  return documents;
}

/* Places of a pair, for each document that has it. */
export function placesOf(ints) {
  const documents = [];
  let places = [];
  let last = 0;
  for (const int of ints) {
    places.push((last += int >> 1));
    if (int & 1) continue;
    documents.push(places);
    places = [];
    last = 0;
  }
  return documents;
}
