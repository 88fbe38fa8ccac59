/* Typing mistakes: a word that stands nowhere becomes the nearest syllable that does, the one whose neighbours occur. */
import { concepts, covered } from "./concepts.mjs";
import { ask, frequency, told } from "./evidence.mjs";
import { affordable } from "./rounds.mjs";
import { termsOf, termsOfWords } from "./runs.mjs";

// Syllables that one word may have been meant as.
const CHOICES = 6;
// Files that are asked for at most to tell which was meant; and for what will be asked of it.
const FILES = 48;
// Results that tell how it is written.
const PAGE = 10;
// What a change costs, beside neighbours that occur: leftovers of Telex, two ways of one sound, swapped and doubled letters, others.
const LEFTOVER = 0.3;
const SAME_SOUND = 0.2;
const SLIP = 0.6;
const CHANGED = 1;
const AS_TYPED = 0.95;
const COSTS = 1.5;
const RARER = 0.2;
// How people write in messages.
const SPOKEN = { ko: "không", hok: "không", kg: "không", dc: "được", đc: "được", ntn: "như thế nào", vs: "với", ng: "người" };

// What a folded syllable looks like, or a number: no letter doubled, “ue” before one consonant only after q.
const SYLLABLE = /^(?!.*([aeioy])\1|.*[^q]ue[cmnpt]$)(?:[cgknpt]h|ngh?|tr|[bcdghk-np-tvx])?[aeiouy]{1,3}(?:[cn]h|ng|[cmnpt])?$|^\d+$/;

/* The syllables of some segments, each with its band: the lower, the more frequent. */
export function vocabularyOf(lists) {
  const known = new Map();
  const take = (words, band) => words.split(" ").filter(Boolean).forEach((word) => known.set(word, Math.min(band, known.has(word) ? known.get(word) : band)));
  for (const bands of lists) bands.forEach(take);
  return known;
}

/* The words of a question that may be mistakes: no words of asking, no other forms, no number. */
function openTo(question) {
  const { meaning, number } = question;
  const words = question.asked[0].parts.flatMap((part) => part.words);
  const fixed = covered(words, [...meaning.same.map((one) => one.form), ...meaning.questions, ...meaning.contacts]);
  return words.filter((word, at) => !fixed[at] && !(number && number.words.includes(word.f)));
}
const spoken = ({ e, f }) => SPOKEN[e] || SPOKEN[f];
/* Whether a word is no syllable, or one that most write with y: what was meant is asked for before it is known that
   nothing matches. */
export const looksMistaken = (question) => openTo(question).some((word) => spoken(word) || /^[hklmst]i$/.test(word.f) || !SYLLABLE.test(word.f));

/* What was meant, as text; nothing when every word stands somewhere, or none is near. */
export async function mend(question, vocabularyFile) {
  const words = question.asked[0].parts.flatMap((part) => part.words);
  const open = openTo(question);
  const [known] = await Promise.all([looksMistaken(question) && vocabularyFile(), ask(question, question.segments, termsOfWords(open))]);
  const isMeant = (word) => frequency(question, question.segments, termsOfWords([word])[0]);
  const isThere = (word) => question.segments.some((segment) => told(question, segment, word));
  // Another dấu than anyone wrote is no mistake by itself; it is one beside a word that stands nowhere.
  const odd = open.filter((word) => !isMeant(word) && !/^\d+$/.test(word.f));
  const lost = new Set(odd.every(isThere) ? [] : odd);
  const sounds = open.filter((word) => sameSound(word.f));
  if (!lost.size && !sounds.length) return "";
  const vocabulary = known || (await vocabularyFile());
  const choices = words.map((word) => {
    const kept = { ...word, cost: 0 };
    if (lost.has(word)) return spoken(word) ? [said(spoken(word), question.read)] : isThere(word) ? [bare(word.f, 0)] : near(word, vocabulary);
    return sounds.includes(word) && vocabulary.has(sameSound(word.f)) ? [kept, bare(sameSound(word.f), SAME_SOUND)] : [kept];
  });
  if (choices.every(([first, ...others], at) => !others.length && first.e === words[at].e)) return "";
  const best = await likeliest(question, choices);
  const text = best.map((one) => one.e).join(" ");
  return text === words.map((word) => word.e).join(" ") ? "" : text;
}

const bare = (f, cost) => ({ f, e: f, cost });
const said = (text, read) => ({ f: read.fold(text), e: text, cost: 0 });
/* kí and ký, mĩ and mỹ: one sound, two ways of writing. */
const sameSound = (f) => (/^[hklmst]i$/.test(f) ? f.slice(0, -1) + "y" : /^[hklmst]y$/.test(f) ? f.slice(0, -1) + "i" : "");

/* Syllables that a word may have been meant as, the nearest first; itself when none is near. */
function near(word, vocabulary) {
  const found = new Map();
  const add = (f, cost) => vocabulary.has(f) && !(found.get(f) <= cost) && found.set(f, cost);
  for (const f of untyped(word.f)) add(f, LEFTOVER);
  if (sameSound(word.f)) add(sameSound(word.f), SAME_SOUND);
  for (const other of word.f.length < 3 ? [] : vocabulary.keys()) {
    const cost = changes(word.f, other);
    if (cost) add(other, cost);
  }
  const all = [...found].map(([f, cost]) => bare(f, cost + RARER * (vocabulary.get(f) || 0)));
  all.sort((a, b) => a.cost - b.cost);
  return [...all.slice(0, CHOICES), { ...word, cost: AS_TYPED }];
}

/* A folded word without what Telex and VNI leave behind when the keyboard does not take them up. */
function untyped(f) {
  const found = new Set();
  for (const one of [f, f.replace(/[1-9]$/, "")]) {
    const plain = one.replace(/(a|e|o|d)\1/g, "$1").replace(/([aou])w/g, "$1").replace(/uou?w?/g, (run) => run.replace("w", ""));
    for (const tone of [plain, plain.replace(/[sfrxj]$/, ""), plain.replace(/([aeiouy])[sfrxj](?=[a-z]*$)/, "$1")]) found.add(tone);
  }
  found.delete(f);
  return [...found];
}

/* What one change of letters costs, nothing where there are more. */
function changes(typed, meant) {
  const [long, short] = typed.length < meant.length ? [meant, typed] : [typed, meant];
  if (long.length - short.length > 1 || typed === meant) return 0;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  const rest = (from, other) => long.slice(from) === short.slice(other);
  if (long.length > short.length) return rest(at + 1, at) ? (long[at] === long[at - 1] ? SLIP : CHANGED) : 0;
  if (long[at] === short[at + 1] && long[at + 1] === short[at] && rest(at + 2, at + 2)) return SLIP;
  return rest(at + 1, at + 1) ? CHANGED : 0;
}

const pairOf = (first, second) => ({ f: `${first.f} ${second.f}`, e: `${first.e} ${second.e}`, words: [first, second] });
/* Large segments say most of what occurs. */
export const largest = (segments) => [...segments].sort((a, b) => b.size - a.size);

/* The row of choices whose neighbours occur most. */
async function likeliest(question, choices) {
  const steps = choices.slice(1).map((nexts, at) => choices[at].flatMap((first) => nexts.map((second) => pairOf(first, second))));
  const open = steps.filter((pairs) => pairs.length > 1).flat();
  const where = affordable(question, open, largest(question.segments), FILES);
  await Promise.all([ask(question, where, open), foresee(question, choices, steps.flat())]);
  const worth = (first, second) => Math.log(1 + frequency(question, where, pairOf(first, second)));
  let rows = choices[0].map((one) => ({ row: [one], value: -one.cost * COSTS }));
  choices.slice(1).forEach((nexts, at) => {
    rows = nexts.map((next) => {
      const ways = rows.map(({ row, value }) => ({ row: [...row, next], value: value - next.cost * COSTS + (steps[at].length > 1 ? worth(row[row.length - 1], next) : 0) }));
      return ways.sort((a, b) => b.value - a.value)[0];
    });
  });
  return rows.sort((a, b) => b.value - a.value)[0].row;
}

/* Ask for what will be asked of the choices, before it is known which was meant. */
function foresee(question, choices, pairs) {
  const others = concepts(choices.map(([nearest]) => nearest), question.meaning).flatMap((one) => one.others);
  const terms = [...termsOfWords(choices.flat()), ...pairs, ...others.flatMap(termsOf)];
  return ask(question, affordable(question, terms, question.segments, FILES), terms);
}

/* What was meant, as most results of a page write it, if any has dấu; as it was asked else. */
export function asWritten(meant, results, read) {
  const line = (words) => words.map((word) => word.f).join(" ");
  const sought = line(read.words(meant));
  const times = new Map();
  for (const [text, isMarked] of results.slice(0, PAGE).flatMap((one) => [...one.title, ...one.snippet])) {
    const words = isMarked ? read.words(text) : [];
    if (line(words) !== sought || words.every((word) => word.e === word.f)) continue;
    const form = words.map((word) => word.e).join(" ");
    times.set(form, (times.get(form) || 0) + 1);
  }
  const [[most] = [meant]] = [...times].sort((a, b) => b[1] - a[1]);
  return most;
}
