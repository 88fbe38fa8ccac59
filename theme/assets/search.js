/* The reader of the search index, for /tim-kiem/ only: asks static files, newest articles first. The format of the files and
   what tokens and phrases are: site_builder/search/__init__.py, version 1. At most three rounds of requests: postings of the
   newest articles; of all others, when the page is not full; texts, which give the results their words and settle
   what postings cannot. "Everything" (het=1) asks postings of all, then positions, then texts: its counts are exact. */
"use strict";
(() => {
  // Documents that the first round asks about.
  const NEWEST = 200;
  // Phrase matches that make a page, so that older articles are not asked for.
  const FULL = 10;
  // Requests of the first round for a query's own pairs.
  const FIRST = 6;
  // Results shown at once when everything was asked.
  const MANY = 100;
  // Candidates of a long query that are looked at though they have not all of its pairs.
  const OTHERS = 3;
  // Words that all articles are asked for when a pair of the query is in none of the newest.
  const WORDS = 5;
  // Words of a title that is seldom a phrase of other articles.
  const LONG = 8;
  // Times that texts are read to fill a page.
  const LOOKS = 3;
  // Texts read at once.
  const MOST = 30;
  const ALTERNATIVES = 4;
  // Documents of a text file.
  const BLOCK = 4;
  // Words of the shortest title that is a term of its own.
  const TITLE = 5;

  class Stale extends Error {}

  function crc32(text) {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  }

  /* Words, with the table of the directory: the same as folding.py. */
  function reading(directory) {
    const [letters, plain] = directory.fold.map((row) => [...row]);
    const bare = new Map(letters.map((letter, at) => [letter, plain[at]]));
    const ends = new Map(directory.tone[0].map((end, at) => [end, directory.tone[1][at]]));
    const marks = new RegExp(`[${directory.marks}]`, "gu");
    const run = new RegExp(`[\\p{L}\\p{N}${directory.marks}]+`, "gu");
    const known = new Map();

    const lower = (text) => text.normalize("NFC").toLowerCase().replace(marks, "");
    const fold = (text) => text.replace(/[^\0-\x7f]/gu, (letter) => bare.get(letter) || letter);
    /* The entry of a term, its forms and its ints, looked up in a file as it came: to parse files is most of what a query
       costs a slow phone. Entries are sorted by term; each key but the first follows `],"`. */
    function entry(file, term) {
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
    function exact(word) {
      for (const length of [3, 2]) {
        const end = ends.get(word.slice(-length));
        if (end) return word.slice(0, -length) + end;
      }
      return word;
    }
    function token(written) {
      let found = known.get(written);
      if (!found) {
        const e = exact(lower(written));
        known.set(written, (found = { e, f: fold(e) }));
      }
      return found;
    }
    /* Tokens of a text with their places in it. */
    function words(text) {
      const found = [];
      for (const match of text.matchAll(run)) {
        const { e, f } = token(match[0]);
        if (f) found.push({ e, f, at: match.index, to: match.index + match[0].length });
      }
      return found;
    }
    const number = new RegExp(`(^|[^\\p{L}\\p{N}])(${directory.number})(?![\\p{L}\\p{N}])`, "u");
    const common = new Set(directory.common.split(" "));
    const rarity = (word) => (common.has(word.f) ? 0 : /\p{N}/u.test(word.f) ? 3 : 2);
    return { lower, fold, exact, words, number, rarity, entry };
  }

  /* A query: alternatives (as typed, then with acronyms written out or long forms shortened), each of parts. A part is a
     run of words that is preferred as a phrase; its spans must be phrases. */
  function understood(given, read, acronyms) {
    const text = given.slice(0, 300);
    const typed = text.normalize("NFC").replace(/[“”„«»]/g, '"').split('"');
    const parts = typed
      .map((piece, at) => ({ words: read.words(piece), must: at % 2 === 1 && at < typed.length - 1 }))
      .filter((part) => part.words.length)
      .map(({ words, must }) => ({ words, spans: must ? [words] : [] }));
    const asked = [alternative(parts, 0)];
    const row = parts.flatMap((part) => part.words);
    const line = ` ${row.map((word) => word.f).join(" ")} `;
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
    const plain = read.lower(text.replace(/\s*([/-])\s*/g, "$1"));
    const number = read.number.exec(read.fold(plain));
    const start = number && number.index + number[1].length;
    const words = number && read.words(number[2]).map((word) => word.f);
    return {
      asked,
      title: row.length >= TITLE && "=" + crc32(line.trim()).toString(16).padStart(8, "0"),
      number: number && {
        term: "#" + number[2],
        exact: "#" + plain.slice(start, start + number[2].length),
        words,
        alone: !!asked[0].words.length && asked[0].words.length === words.length,
      },
    };
  }
  const same = (words, at, run) => run.every((word, n) => words[at + n] && words[at + n].f === word.f);
  function replaced(parts, from, to, isPhrase) {
    let found = false;
    const changed = parts.map((part) => {
      const at = part.words.findIndex((_, n) => same(part.words, n, from));
      if (at < 0) return part;
      found = true;
      const words = [...part.words.slice(0, at), ...to, ...part.words.slice(at + from.length)];
      const must = part.spans.some((span) => span === part.words) ? [words] : part.spans;
      return { words, spans: isPhrase ? [...must, to] : must };
    });
    return found && changed;
  }
  function alternative(parts, other) {
    const words = [...new Map(parts.flatMap((part) => part.words).map((word) => [word.f, word])).values()];
    return { parts, words, other, spans: parts.flatMap((part) => part.spans) };
  }
  /* Terms of a run of words: its pairs, or its only word. */
  function termsOf(run) {
    if (run.length < 2) return run.map((word) => ({ f: word.f, e: word.e, words: [word] }));
    const pairs = run.slice(1).map((word, n) => ({ f: `${run[n].f} ${word.f}`, e: `${run[n].e} ${word.e}`, words: [run[n], word] }));
    return [...new Map(pairs.map((pair) => [pair.f, pair])).values()];
  }

  /* The engine: `get(path, reload)` answers with the text of a file below tim-kiem/. */
  function engine(directory, get) {
    const read = reading(directory);
    let base = 0;
    const segments = directory.segments
      .map(([name, size, a, b, stamp]) => ({ name, size, a, b, stamp }))
      .reverse()
      .map((segment) => Object.assign(segment, { base: (base += segment.size) - segment.size }))
      .reverse();
    const files = new Map();

    const pending = new Set();

    function load(segment, name, again) {
      const path = `${segment.name}/${name}.json`;
      if (again || !files.has(path)) {
        pending.add(path);
        const file = name[0] === "t" ? get(path, !!again).then(JSON.parse) : fresh(segment, path);
        files.set(path, file);
        file.then(() => pending.delete(path), () => files.get(path) === file && files.delete(path));
      }
      return files.get(path);
    }
    /* What is on its way was cancelled: the next question must not wait for it. */
    function forget() {
      for (const path of pending) files.delete(path);
      pending.clear();
    }
    async function fresh(segment, path) {
      const isOf = (file) => file.startsWith(`{"s":"${segment.stamp}"`);
      let file = await get(path, false);
      if (!isOf(file)) file = await get(path, true);
      if (!isOf(file)) throw new Stale(path);
      return file;
    }

    /* One question and what was loaded for it. */
    function question(text, { all = false, filters = {}, byDate = false, uncounted = false } = {}) {
      const { asked, number, title } = understood(text, read, directory.acronyms);
      const filtered = Object.values(filters).some(Boolean);
      const got = new Map();
      const facets = new Map();
      const placed = new Map();
      const settled = new Map();
      const wholes = [number && { f: number.term }, title && { f: title }].filter(Boolean);
      const key = (segment, term) => `${segment.name} ${term}`;
      const newest = newestOf();
      let older = [];
      let where = [];
      let isNamed = false;

      async function ask(where, terms) {
        listed.clear();
        const jobs = [];
        for (const segment of where) {
          for (const { f } of terms) {
            if (got.has(key(segment, f))) continue;
            jobs.push(load(segment, `a-${crc32(f) % segment.a}`).then((file) => got.set(key(segment, f), read.entry(file, f))));
          }
          if ((filtered || (all && !uncounted)) && !facets.has(segment)) jobs.push(load(segment, "f").then((file) => facets.set(segment, columns(JSON.parse(file)))));
        }
        await Promise.all(jobs);
      }
      const loaded = (segment, terms) => terms.filter(({ f }) => got.has(key(segment, f)));
      const frequency = (where, { f }) => where.reduce((sum, segment) => sum + each(got.get(key(segment, f)), "", () => {}), 0);

      /* How many of the terms a document has, in which field all of them, how many exactly as typed. */
      function tally(segment, terms) {
        const count = new Uint8Array(segment.size);
        const exact = new Uint8Array(segment.size);
        const fields = new Uint8Array(segment.size).fill(7);
        for (const { f, e } of terms) {
          each(got.get(key(segment, f)), e, (document, field, isExact) => {
            count[document]++;
            exact[document] += isExact;
            fields[document] &= field;
          });
        }
        return { count, exact, fields, terms: terms.length };
      }
      /* In which documents a run of words is a phrase; not sure while only its pairs are known. */
      function phrase(segment, run) {
        const terms = termsOf(run);
        const told = loaded(segment, terms);
        const places = placed.get(key(segment, nameOf(run)));
        const sum = tally(segment, told);
        const holds = (document) => told.length > 0 && sum.count[document] === told.length && (run.length < 2 || sum.fields[document] > 0) && (!places || places.has(document));
        return { ...sum, holds, sure: told.length === terms.length && (run.length < 3 || !!places) };
      }
      const nameOf = (run) => run.map((word) => word.f).join(" ");

      const listed = new Map();
      function candidates(segment) {
        const fits = (one) => !filtered || passes(facets.get(segment), one.document, filters);
        if (!listed.has(segment)) listed.set(segment, matches(segment).filter(fits));
        return listed.get(segment);
      }
      function matches(segment) {
        const best = new Map();
        const keep = (document, found) => {
          const before = best.get(document);
          if (!before || before.score < found.score) best.set(document, found);
        };
        for (const one of asked) weigh(segment, one, keep);
        each(number && got.get(key(segment, number.term)), number && number.exact, (document, fields, isExact) => {
          const score = number.alone ? points(3, isExact, place(fields)) : points(2, 0, 0);
          const before = best.get(document) || { score: 0 };
          best.set(document, { score: Math.max(score, before.score), sure: number.alone || before.sure, numbered: true });
        });
        each(title && got.get(key(segment, title)), "", (document) => {
          const before = best.get(document) || { score: 0, sure: false };
          best.set(document, { ...before, titled: true, score: Math.max(points(3, 1, 4), before.score) });
        });
        return [...best].map(([document, found]) => ({ ...found, segment, document, id: segment.base + document }));
      }
      function weigh(segment, one, keep) {
        const wholes = one.parts.map((part) => phrase(segment, part.words));
        const spans = one.spans.map((span) => phrase(segment, span));
        const single = tally(segment, loaded(segment, one.words));
        const isSure = single.terms === one.words.length && spans.every((span) => span.sure);
        const wholeSure = wholes.every((whole) => whole.sure);
        const total = wholes.reduce((sum, whole) => sum + whole.terms, 0);
        for (let document = 0; document < segment.size; document++) {
          if (single.count[document] < single.terms) continue;
          let hits = single.count[document];
          for (const whole of wholes) hits += whole.count[document];
          if (!hits || spans.some((span) => !span.holds(document))) continue;
          if (wholes.every((whole) => whole.holds(document))) {
            const exact = wholes.reduce((sum, whole) => sum + whole.exact[document], 0) === total;
            const fields = wholes.reduce((all, whole) => all & whole.fields[document], 7);
            keep(document, { score: points(3 - one.other, exact, place(fields)), sure: wholeSure });
          } else if (isSure) keep(document, { score: points(1, single.exact[document] === single.terms, place(single.fields[document])), sure: true });
          else keep(document, { score: points(1, 0, 0, hits), sure: false });
        }
      }

      /* Rounds: the newest articles; all others, while texts of what the newest have are on their way; then `find` asks texts. */
      async function gather(want) {
        if (!asked[0].words.length) return true;
        const pairs = asked.flatMap((one) => one.parts.flatMap((part) => termsOf(part.words)));
        if (all) {
          where = segments;
          await ask(segments, [...pairs, ...asked.flatMap((one) => one.words), ...wholes]);
          await decide();
          return true;
        }
        where = newest;
        const isNumber = number && number.alone;
        await Promise.all([ask(segments, wholes), isNumber || ask(newest, chosen(newest))]);
        const isThere = (term) => term && segments.some((segment) => got.get(key(segment, term)));
        const hasNumber = number && isThere(number.term);
        const likely = unread().filter((one) => one.score >= 2e4);
        if (hasNumber || isThere(title)) where = segments;
        if (isNumber && !hasNumber) await ask((where = segments), chosen(segments));
        // A long title is seldom a phrase of others.
        isNamed = hasNumber || isNumber || (isThere(title) && (asked[0].words.length > LONG || !likely.length));
        if (isNamed || expected(likely) >= want) return;
        await Promise.all([widen(), settle(likely.slice(0, want))]);
      }
      /* Ask all others, too. */
      async function widen() {
        if (isWide()) return;
        const { terms, scattered } = rarest(newest);
        where = segments;
        older = segments.filter((segment) => !newest.includes(segment));
        await Promise.all([ask(older, [...terms, ...scattered]), ask(newest, scattered)]);
      }
      const isWide = () => newest.length + older.length === segments.length;
      function newestOf() {
        let documents = 0;
        return segments.filter((segment) => (documents += segment.size) - segment.size < NEWEST);
      }
      const looks = (term) => term.words.reduce((sum, word) => sum + read.rarity(word), 0) / term.words.length;
      /* What the first round asks: all pairs of a short query, those of a long one that look rarest. */
      function chosen(newest) {
        return asked.flatMap((one) => {
          const terms = one.parts.flatMap((part) => termsOf(part.words)).sort((a, b) => looks(b) - looks(a));
          return terms.slice(0, Math.max(2, Math.floor(FIRST / newest.length / (1 + one.other))));
        });
      }
      /* What older articles are asked: the pairs that were rarest among the newest; words, too, when one was in none of them. */
      function rarest(newest) {
        const terms = [];
        const scattered = [];
        for (const one of asked) {
          const runs = one.other && one.spans.length ? one.spans : one.parts.map((part) => part.words);
          const told = loaded(newest[0], runs.flatMap(termsOf));
          if (!told.length && one.other) told.push(...termsOf(runs[0]).slice(0, 1));
          if (!told.length) continue;
          const times = new Map(told.map((term) => [term, frequency(newest, term)]));
          told.sort((a, b) => times.get(a) - times.get(b) || looks(b) - looks(a));
          terms.push(told[0]);
          if (one.other) continue;
          if (times.get(told[0])) terms.push(...told.slice(1, 3));
          else if (one.words.length > 1) scattered.push(...[...one.words].sort((a, b) => read.rarity(b) - read.rarity(a)).slice(0, WORDS));
        }
        return { terms, scattered };
      }
      /* Positions settle phrases of three words and more. */
      async function decide() {
        listed.clear();
        const runs = new Map(asked.flatMap((one) => [...one.parts.map((part) => part.words), ...one.spans]).filter((run) => run.length > 2).map((run) => [nameOf(run), run]));
        const jobs = [];
        for (const run of runs.values()) {
          for (const segment of segments) {
            const { holds } = phrase(segment, run);
            const open = Array.from({ length: segment.size }, (_, document) => document).filter(holds);
            jobs.push(open.length ? positions(segment, run, open) : placed.set(key(segment, nameOf(run)), new Set()));
          }
        }
        await Promise.all(jobs);
      }
      async function positions(segment, run, open) {
        const found = new Map(open.map((document) => [document, null]));
        const pairs = run.slice(1).map((word, n) => `${run[n].f} ${word.f}`);
        const shards = await Promise.all(pairs.map((pair) => load(segment, `b-${crc32(pair) % segment.b}`)));
        pairs.forEach((pair, step) => {
          const [, ints] = read.entry(shards[step], pair) || [0, []];
          const listed = placesOf(ints);
          const documents = [];
          each(got.get(key(segment, pair)), "", (document) => documents.push(document));
          if (documents.length !== listed.length) throw new Stale(pair);
          documents.forEach((document, n) => {
            if (!found.has(document)) return;
            const starts = listed[n].map((place) => place - step);
            const before = found.get(document);
            found.set(document, before ? starts.filter((start) => before.includes(start)) : starts);
          });
        });
        placed.set(key(segment, nameOf(run)), new Set(open.filter((document) => found.get(document).length)));
      }

      /* Texts: what candidates are, once and for all. */
      async function settle(some) {
        await Promise.all(some.map(async (one) => settled.set(one.id, await result(one))));
      }
      const results = () => [...settled.values()].filter(Boolean);
      const unread = () => where.flatMap(candidates).filter((one) => !settled.has(one.id)).sort(inOrder);
      /* How many candidates are worth a look, when `count` are missing: of a whole title hardly more than itself. */
      function likely(open, count) {
        const titled = [...results(), ...open].filter((one) => one.titled).length;
        if (titled && asked[0].words.length > LONG) return Math.max(0, titled + OTHERS - settled.size);
        return open.filter((one) => one.score >= 2e4).length + (asked[0].words.length > 5 ? OTHERS : count);
      }
      /* The share of candidates that match, to judge by those that were read. */
      function share() {
        const looked = [...settled.values()].filter((one) => !one || one.open);
        return (looked.filter((one) => one && one.score >= 2e4).length + 2) / (looked.length + 4);
      }
      /* How many to read that `count` of them match. */
      const enough = (count) => Math.max(4 + count, settled.size || isWide() ? Math.min(MOST, 4 + Math.ceil(count / share())) : 0);
      /* Of candidates, how many phrases there may be. */
      const expected = (open) => open.reduce((sum, one) => sum + (one.score < 2e4 ? 0 : one.sure ? 1 : share()), 0);
      async function result(one, again) {
        const { d } = await load(one.segment, `t-${Math.floor(one.document / BLOCK)}`, again);
        const made = checked(one, d[one.document % BLOCK]);
        return made || again || !one.sure ? made : result(one, true);
      }
      function checked(one, row) {
        if (!row) return null;
        const [url, title, date, topic, agency, genre, summary, text, corrected] = row;
        const fields = [title, summary, text].map((field) => {
          const composed = field.normalize("NFC");
          return { text: composed, words: read.words(composed) };
        });
        const match = matched(fields, asked, one.numbered && number);
        if (!match && !(one.numbered && one.sure)) return null;
        const found = match ? match.score : 0;
        const score = one.numbered ? Math.max(found < 2e4 ? found + 1e4 : found, one.sure ? one.score : 0) : found;
        return { ...one, score, sure: true, open: !one.sure, match: score >= 3e4 ? "phrase" : "all", url, date, topic, agency, genre, corrected: !!corrected, title: marked(fields[0], match, 0), snippet: snippet(fields, match) };
      }

      /* By how many of the matches each value of a filter is met, under the other filters; known when all was asked. */
      function counts() {
        const found = Object.fromEntries(Object.keys(FACETS).map((name) => [name, {}]));
        for (const segment of segments) {
          const known = facets.get(segment);
          for (const { document } of matches(segment)) {
            for (const name in FACETS) {
              if (!passes(known, document, filters, name)) continue;
              for (const value of FACETS[name](known, document)) found[name][value] = (found[name][value] || 0) + 1;
            }
          }
        }
        return found;
      }

      const inOrder = (a, b) => (byDate ? 0 : b.score - a.score) || b.id - a.id;
      return { gather, widen, isWide, isNamed: () => isNamed, results, unread, settle, likely, enough, expected, inOrder, counts, empty: !asked[0].words.length };
    }

    /* Search: what is known to match, its results so far, and how to get more. */
    async function find(text, options = {}, want = FULL) {
      const asking = question(text, options);
      const complete = !!(await asking.gather(want));
      const found = { results: [], complete, empty: asking.empty, total: 0, phrase: 0, hasMore: false };
      if (complete && options.all && !options.uncounted && !asking.empty) found.counts = asking.counts();
      let open = asking.unread();
      found.more = async (count) => {
        const shown = new Set(found.results.map((one) => one.id));
        const ready = () => asking.results().filter((one) => !shown.has(one.id)).sort(asking.inOrder);
        const mayWiden = () => !complete && !asking.isWide() && (shown.size || !asking.isNamed());
        for (let look = 0; look < LOOKS; look++) {
          const page = [...ready(), ...open.slice(0, count)].sort(asking.inOrder).slice(0, count);
          const missing = page.filter((one) => !one.url);
          const phrases = ready().filter((one) => one.score >= 2e4).length + asking.expected(open);
          const isFull = page.length === count && (options.byDate || phrases >= count);
          const widens = mayWiden() && !isFull && (look || shown.size);
          // To look again is for phrases, or for anything at all; once more, where phrases were found.
          const isIdle = look > 1 && asking.results().every((one) => one.score < 2e4);
          const isEnough = !missing.length || isIdle || (look && page.length > missing.length && missing.every((one) => one.score < 2e4));
          if (isEnough && !widens && (isFull || look || !mayWiden())) break;
          const size = missing.every((one) => one.sure) ? missing.length : Math.min(asking.likely(open, missing.length), asking.enough(missing.length));
          await Promise.all([asking.settle(open.slice(0, size)), widens && asking.widen()]);
          open = asking.unread();
        }
        const known = ready();
        const sure = [...known, ...open.filter((one) => one.sure)];
        found.results.push(...known.slice(0, count));
        found.total = shown.size + sure.length;
        found.phrase = [...found.results.slice(0, shown.size), ...sure].filter((one) => one.score >= 3e4).length;
        found.hasMore = known.length > count || open.length > 0 || (!complete && !asking.isWide());
        return found;
      };
      await found.more(want);
      // An empty page would say too little: look everywhere before saying that there is nothing.
      return found.total || found.complete || found.empty ? found : find(text, { ...options, all: true, uncounted: true }, want);
    }
    return { find, forget, read };
  }

  const points = (kind, isExact, field, hits = 0) => kind * 1e4 + (isExact ? 1000 : 0) + field * 100 + Math.min(hits, 99);
  const place = (fields) => (fields & 1 ? 3 : fields & 2 ? 2 : 1);

  /* Read the postings of a term; say how many documents there are. */
  function each(entry, exact, use) {
    if (!entry) return 0;
    const [variants, ints] = entry;
    const variant = variants.indexOf(exact);
    let document = 0;
    let documents = 0;
    for (let at = 0; at < ints.length; at++, documents++) {
      const int = ints[at];
      document += int >> 4;
      const bits = int & 1 ? ints[++at] : 1;
      use(document, (int >> 1) & 7, variant < 0 ? 0 : Math.floor(bits / 2 ** variant) & 1);
    }
    return documents;
  }
  function placesOf(ints) {
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

  function columns(file) {
    let day = 0;
    const years = file.days.map((step) => new Date((day += step) * 864e5).getUTCFullYear());
    return { years, topics: file.topic.map((one) => [one].flat().map((n) => file.topics[n])), agencies: file.agency.map((n) => file.agencies[n]), genres: file.genre.map((n) => file.genres[n]) };
  }
  const FACETS = {
    "chu-de": (facets, document) => facets.topics[document],
    "co-quan": (facets, document) => [facets.agencies[document]],
    "the-loai": (facets, document) => [facets.genres[document]],
    nam: (facets, document) => [String(facets.years[document])],
  };
  const passes = (facets, document, filters, but) =>
    Object.keys(FACETS).every((name) => name === but || !filters[name] || FACETS[name](facets, document).includes(filters[name]));

  /* What a text says of a query: the best of its alternatives, and the words to mark. */
  function matched(fields, asked, number) {
    const all = new Set(fields.flatMap((field) => field.words.map((word) => word.f)));
    const exact = new Set(fields.flatMap((field) => field.words.map((word) => word.e)));
    let best = null;
    for (const one of asked) {
      const runs = one.parts.map((part) => part.words);
      const found = runs.map((run) => fields.map((field) => starts(field.words, run)));
      const isPhrase = found.every((places) => places.some((list) => list.length));
      const has = (word) => all.has(word.f) || (number && number.words.includes(word.f));
      if (!isPhrase && !(one.words.every(has) && one.spans.every((span) => fields.some((field) => starts(field.words, span).length)))) continue;
      let score;
      if (isPhrase) {
        const isExact = found.every((places, n) => places.some((list, f) => list.some((at) => runs[n].every((word, k) => fields[f].words[at + k].e === word.e))));
        const field = fields.findIndex((_, f) => found.every((places) => places[f].length));
        const isTitle = field === 0 && fields[0].words.length === runs[0].length;
        score = points(3 - one.other, isExact, isTitle ? 4 : field < 0 ? 1 : 3 - field);
      } else {
        const field = fields.findIndex(({ words }) => one.words.every((word) => words.some((other) => other.f === word.f)));
        score = points(1, one.words.every((word) => exact.has(word.e)), field < 0 ? 1 : 3 - field);
      }
      if (!best || best.score < score) best = { score, runs: isPhrase ? runs : [...one.spans, ...one.words.map((word) => [word])] };
    }
    return best;
  }
  function starts(words, run) {
    const found = [];
    for (let at = 0; at + run.length <= words.length; at++) if (words[at].f === run[0].f && same(words, at, run)) found.push(at);
    return found;
  }

  /* A piece of a text as [words, is marked] pairs. */
  function marked({ text, words }, match, from, to = text.length) {
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
  /* About 220 letters of the summary or the text, where most of the query stands. */
  function snippet([, summary, body], match) {
    const LENGTH = 220;
    let best = { field: summary.text ? summary : body, at: 0, value: 0 };
    for (const field of [summary, body]) {
      const spots = (match ? match.runs : []).flatMap((run, n) => starts(field.words, run).map((at) => ({ at: field.words[at].at, n }))).sort((a, b) => a.at - b.at);
      for (let first = 0, last = 0; first < spots.length; first++) {
        while (last < spots.length && spots[last].at < spots[first].at + LENGTH - 60) last++;
        const value = new Set(spots.slice(first, last).map((spot) => spot.n)).size;
        if (value > best.value) best = { field, at: spots[first].at, value };
      }
    }
    const { text, words } = best.field;
    const first = best.at < 60 ? undefined : words.find((word) => word.at >= best.at - 50);
    const from = first ? first.at : 0;
    const last = text.length <= from + LENGTH ? undefined : words.filter((word) => word.to <= from + LENGTH).pop();
    /* Within a word only where little would be left else: in an address, in a text without spaces. */
    const to = last && last.to > from + LENGTH / 2 ? last.to : Math.min(text.length, from + LENGTH);
    const pieces = marked(best.field, match, from, to);
    if (from) pieces.unshift(["… ", false]);
    if (to < text.length) pieces.push([" …", false]);
    return pieces;
  }

  if (typeof document === "undefined") {
    module.exports = { engine, reading, crc32, FACETS, passes, Stale };
    return;
  }

  /* The page. */
  const page = document.getElementById("tim-kiem");
  if (!page) return;
  const part = (name) => page.querySelector(`[data-tim=${name}]`);
  const form = page.querySelector("form");
  const list = document.getElementById("ket-qua");
  const [status, browse, trouble, more, everything, narrow] = ["tinh-trang", "danh-muc", "loi", "them", "tat-ca", "loc"].map(part);
  const told = (root) => JSON.parse(root.getElementById("tim-kiem-muc-luc").textContent);
  const heading = document.title;
  let directory = told(document);
  let cancel = null;
  let reload = false;
  let found = null;
  let names = null;
  let search = engine(directory, get);

  async function get(path, fresh) {
    const answer = await fetch(path, { cache: fresh || reload ? "reload" : "default", signal: cancel.signal });
    if (!answer.ok) throw new Error(path);
    return answer.text();
  }
  /* A publication came in between: read the directory again, and everything past the cache. */
  async function renew() {
    const answer = await fetch(location.pathname, { cache: "reload", signal: cancel.signal });
    directory = told(new DOMParser().parseFromString(await answer.text(), "text/html"));
    reload = true;
    search = engine(directory, get);
  }

  function element(name, kind, ...inside) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...inside);
    return made;
  }
  const words = (pieces) => pieces.map(([text, isMarked]) => (isMarked ? element("mark", "", text) : text));
  const integer = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

  function item(one) {
    const link = element("a", "", ...words(one.title));
    link.href = directory.root + one.url.slice(1);
    const time = element("time", "", one.date.split("-").reverse().join("/"));
    time.dateTime = one.date;
    const facts = element("p", "cc-facts", element("span", "cc-badge", one.genre), " ", element("span", "", time));
    for (const fact of [one.agency, one.topic]) if (fact) facts.append(" ", element("span", "", fact));
    if (one.corrected) facts.append(" ", element("span", "cc-badge", "Đã đính chính"));
    const inside = element("div", "cc-item__words", element("h2", "cc-item__title", link), facts, element("p", "cc-find__words", ...words(one.snippet)));
    const line = element("li", "cc-item", inside);
    line.dataset.url = one.url;
    line.dataset.match = one.match;
    return line;
  }

  function summary(query) {
    if (!found.total) return found.empty ? "Hãy nhập chữ hoặc số cần tìm." : `Không tìm thấy tin, bài nào cho “${query}”.`;
    const phrases = found.phrase && found.phrase < found.total ? `, ${integer(found.phrase)} có đúng cụm từ` : "";
    const rest = found.complete ? "" : "; chưa tìm hết tin, bài cũ";
    return `${found.complete ? "Tìm thấy" : "Đã thấy"} ${integer(found.total)} tin, bài${phrases}${rest}.`;
  }
  function show(query) {
    list.append(...found.results.slice(list.children.length).map(item));
    list.dataset.total = found.total;
    list.dataset.phrase = found.phrase;
    list.dataset.complete = found.complete;
    list.dataset.state = "ready";
    more.hidden = !found.hasMore;
    everything.hidden = found.complete;
    browse.hidden = found.total > 0;
    status.textContent = summary(query);
  }

  /* What the address asks. */
  function asked() {
    const given = new URLSearchParams(location.search);
    const filters = Object.fromEntries(Object.keys(FACETS).map((name) => [name, given.get(name) || ""]));
    return { query: (given.get("q") || "").trim(), all: given.get("het") === "1", byDate: given.get("sap") === "ngay", filters };
  }
  /* Ask what the form says, under an address of its own. */
  function go(all) {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) given.set(name, value.trim());
    if (all) given.set("het", "1");
    const address = "?" + given;
    if (address !== location.search) history.pushState(null, "", address);
    return run();
  }

  async function run() {
    if (cancel) cancel.abort();
    const mine = (cancel = new AbortController());
    search.forget();
    const { query, ...options } = asked();
    form.q.value = query;
    form.sap.value = options.byDate ? "ngay" : "";
    for (const name in FACETS) choose(form.elements[name], options.filters[name]);
    const isNarrow = Object.values(options.filters).some(Boolean);
    narrow.open = narrow.open || isNarrow || options.byDate;
    document.title = query ? `${query} - ${heading}` : heading;
    for (const box of [trouble, more, everything]) box.hidden = true;
    list.dataset.state = "loading";
    list.replaceChildren();
    browse.hidden = !!query;
    status.textContent = query && "Đang tìm…";
    if (!query) return Object.assign(list.dataset, { state: "ready", total: 0, phrase: 0, complete: true });
    const want = Math.max((history.state || {}).shown || 0, options.all ? MANY : FULL);
    try {
      const ask = () => search.find(query, options, want);
      const [answer] = await Promise.all([ask().catch((error) => (error instanceof Stale ? renew().then(ask) : Promise.reject(error))), (options.all || isNarrow) && name()]);
      if (mine !== cancel) return;
      found = answer;
      show(query);
      if (narrow.open) offer();
    } catch (error) {
      if (mine === cancel) fail();
    }
  }
  function fail() {
    list.dataset.state = "error";
    status.textContent = "";
    trouble.hidden = false;
  }

  /* Filters: names of everything, asked for when filters are looked at; counts when every article was asked. */
  async function name() {
    if (names) return;
    names = JSON.parse(await get("ten.json", false));
    offer();
  }
  function choose(select, value) {
    if (value && ![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
    select.value = value;
  }
  function offer() {
    const years = directory.segments.map(([segment]) => segment.slice(0, 4));
    const counts = found && found.counts;
    const seen = Object.keys((counts && counts.nam) || {});
    const values = names ? [names.topics, names.agencies, names.genres] : [{}, {}, {}];
    const all = [...values.map(Object.entries), [...new Set([...years, ...seen])].sort().reverse().map((year) => [year, year])];
    Object.keys(FACETS).forEach((field, at) => {
      const select = form.elements[field];
      const { value } = select;
      const count = (id) => (counts ? ` (${integer(counts[field][id] || 0)})` : "");
      select.replaceChildren(select.options[0], ...all[at].filter(([id]) => !counts || counts[field][id] || id === value).map(([id, label]) => new Option(label + count(id), id)));
      choose(select, value);
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(false);
  });
  narrow.addEventListener("toggle", () => {
    if (!narrow.open) return;
    offer();
    name().catch(() => {});
  });
  narrow.addEventListener("change", () => form.q.value.trim() && go(asked().all));
  more.addEventListener("click", async () => {
    const mine = cancel;
    const from = list.children.length;
    list.dataset.state = "loading";
    try {
      await found.more(FULL);
      if (mine !== cancel) return;
      show(asked().query);
      history.replaceState({ shown: list.children.length }, "");
      (list.children[from] ? list.children[from].querySelector("a") : status).focus();
    } catch (error) {
      if (mine === cancel) fail();
    }
  });
  everything.addEventListener("click", () => {
    status.focus();
    go(true);
  });
  part("thu-lai").addEventListener("click", () => {
    status.focus();
    run();
  });
  addEventListener("popstate", run);
  run();
})();
