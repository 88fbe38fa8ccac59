/* What a query asks. It has alternatives: as typed, then with acronyms written out or long forms shortened; each has
   parts. A part is a run of words that is preferred as a phrase; its spans must be phrases. */
import { crc32 } from "./checksum.mjs";
import { typed } from "./runs.mjs";

// Letters of a query that are looked at.
const LONGEST = 300;
// Alternatives beside the typed one: each asks the index as much again.
const ALTERNATIVES = 4;
// Words of the shortest title that is a term of its own.
const TITLE = 5;

export function understood(given, read, acronyms) {
  const text = given.slice(0, LONGEST);
  const parts = partsOf(text, read);
  const row = parts.flatMap((part) => part.words);
  const line = row.map((word) => word.f).join(" ");
  const asked = alternatives(parts, ` ${line} `, read, acronyms);
  return {
    asked,
    title: row.length >= TITLE && "=" + crc32(line).toString(16).padStart(8, "0"),
    number: numberOf(text, read, asked[0].words.length),
  };
}

function partsOf(text, read) {
  const pieces = text.normalize("NFC").replace(/[“”„«»]/g, '"').split('"');
  return pieces
    .map((piece, at) => ({ words: read.words(piece), must: at % 2 === 1 && at < pieces.length - 1 }))
    .filter((part) => part.words.length)
    .map(({ words, must }) => ({ words, spans: must ? [words] : [] }));
}

function alternatives(parts, line, read, acronyms) {
  const asked = [alternative(parts, 0)];
  for (const [short, long] of acronyms) {
    if (![short, read.fold(long)].some((form) => line.includes(` ${form} `))) continue;
    const whole = read.words(long);
    for (const one of asked.slice(0, ALTERNATIVES)) {
      if (asked.length > ALTERNATIVES) break;
      const longer = replaced(one.parts, [{ e: short, f: short }], whole, true);
      const shorter = longer || replaced(one.parts, whole, [{ e: short, f: short }], false);
      if (shorter) asked.push(alternative(shorter, 1));
    }
  }
  return asked;
}

function replaced(parts, from, to, isPhrase) {
  let found = false;
  const changed = parts.map((part) => {
    const at = part.words.findIndex((_, n) => typed(part.words, n, from));
    if (at < 0) return part;
    found = true;
    const words = [...part.words.slice(0, at), ...to, ...part.words.slice(at + from.length)];
    const must = part.spans.some((span) => span === part.words) ? [words] : part.spans;
    return { words, spans: isPhrase ? [...must, to] : must };
  });
  return found && changed;
}

/* `other` is 1 when it is not as typed. */
function alternative(parts, other) {
  const words = [...new Map(parts.flatMap((part) => part.words).map((word) => [word.e, word])).values()];
  return { parts, words, other, spans: parts.flatMap((part) => part.spans) };
}

/* The whole document number in a query; `alone` when the query is nothing else. */
function numberOf(text, read, asked) {
  const plain = read.lower(text.replace(/\s*([/-])\s*/g, "$1"));
  const number = read.number.exec(read.fold(plain));
  if (!number) return null;
  const start = number.index + number[1].length;
  const words = read.words(number[2]).map((word) => word.f);
  return { f: "#" + number[2], e: "#" + plain.slice(start, start + number[2].length), words, alone: asked > 0 && asked === words.length };
}
