"""What a search must find: queries made by rule from a corpus, and a scan of every text that tells their answers.

Knows: articles and bodies as they are published, and how Vietnamese is written, told a second time on purpose. Never:
uses the index, its table of letters or its segments.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import yaml

from site_builder.engine import store
from site_builder.model import Article, Body, kinds

TITLE, BODY = 0, 2
_WORD = re.compile(r"[^\W_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_STYLE = re.compile(f"(?<![qQ])(o(?=[ae])|u(?=y))([aey])([{_TONES}])$")
_OLD_STYLE = re.compile(f"(?<![qQ])(o|u(?=.y))([{_TONES}])([aey])$")
_NUMBER = re.compile(r"\b\d{1,6}(?:/\d{4})?/[A-ZĐ]{2,}(?:-[A-ZĐ]+)+\b")
_SHARES = {
    "phrase of 2": 26, "phrase of 3": 26, "phrase of 4": 26, "rare phrase": 20, "common phrase": 12,
    "without dấu": 40, "NFD": 26, "other tone placement": 26, "quoted": 12, "acronym": 14, "scattered": 40,
    "title": 60, "title without dấu": 20, "number": 24, "part of a number": 16, "no answer": 20,
}  # fmt: skip
PHRASES = tuple(_SHARES)[:9]
"""Kinds whose answers are judged by phrase alone."""


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, tones where the old style has them."""
    lowered = unicodedata.normalize("NFC", text).lower()
    kept = "".join(char for char in lowered if not unicodedata.combining(char))
    return [_old_style(word) for word in _WORD.findall(kept)]


@cache
def _old_style(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(r"\1\3\2", apart))


@cache
def plain(word: str) -> str:
    """Return a word without dấu."""
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def means(typed: str, written: str) -> bool:
    """Say whether a typed word means a written one: with dấu itself and its bare form, typed bare every form."""
    bare = plain(typed)
    return plain(written) == bare and (typed == bare or written in (typed, bare))


def _stands(run: list[str], line: list[str]) -> bool:
    """Say whether typed words stand in a row."""
    starts = range(len(line) - len(run) + 1)
    return any(all(map(means, run, line[at : at + len(run)])) for at in starts)


def other_style(text: str) -> str:
    """Write tones where the other style has them: `hòa` → `hoà`, `thuỷ` → `thủy`."""
    return " ".join(_swapped(word) for word in text.split())


def _swapped(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    new = _OLD_STYLE.sub(r"\1\3\2", apart)
    return unicodedata.normalize("NFC", new if new != apart else _NEW_STYLE.sub(r"\1\3\2", apart))


@dataclass(slots=True)
class Doc:
    """An article as a scan reads it: each field as one line of words between spaces."""

    url: str
    order: tuple[object, str]
    raw: tuple[str, str, str]
    number: str
    exact: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    every: frozenset[str] = frozenset()

    def first_with(self, run: list[str]) -> int | None:
        """Return the number of the first field in which typed words stand in a row."""
        row = f" {' '.join(map(plain, run))} "
        fields = (n for n, line in enumerate(self.folded) if row in line)
        return next((n for n in fields if _stands(run, self.exact[n].split())), None)

    def has(self, needed: set[str]) -> bool:
        """Say whether all typed words stand somewhere."""
        return all(
            plain(word) in self.every and (word == plain(word) or self._has_form(word, plain(word))) for word in needed
        )

    def _has_form(self, *forms: str) -> bool:
        return any(f" {form} " in line for line in self.exact for form in forms)

    def __post_init__(self) -> None:
        """Read the words."""
        read = [words(text) for text in self.raw]
        self.exact = tuple(f" {' '.join(row)} " for row in read)
        self.folded = tuple(f" {' '.join(map(plain, row))} " for row in read)
        self.every = frozenset(plain(word) for row in read for word in row)


@dataclass(slots=True)
class Query:
    """What is asked, and what a scan says of it."""

    kind: str
    text: str
    phrase: set[str] = field(default_factory=set)
    """Addresses with the words as a phrase."""
    exact: set[str] = field(default_factory=set)
    """Those of `phrase` that have it with the very dấu."""
    every: set[str] = field(default_factory=set)
    """Addresses with all words, or with the other form of an acronym."""
    whole: set[str] = field(default_factory=set)
    """Addresses whose title the query is."""


class Corpus:
    """Every published article, and what it has of a query."""

    def __init__(self, database: Path, portal: Path) -> None:
        with store.reading(str(database.resolve())) as connection:
            rows = connection.execute("SELECT key FROM items WHERE kind = 'record' AND key LIKE 'body:%'")
            ids = sorted(key.removeprefix("body:") for (key,) in rows)
            self.docs = [_doc(connection, id_) for id_ in ids]
        self.by_url = {doc.url: doc for doc in self.docs}
        file = portal / "content" / "taxonomy" / "acronyms.yml"
        terms = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
        self.acronyms = [(plain(words(term["id"])[0]), words(term["name"])) for term in terms]

    def phrase(self, text: str) -> set[str]:
        """Scan every field for words in a row."""
        run = words(text)
        return {doc.url for doc in self.docs if doc.first_with(run) is not None} if run else set()

    def answer(self, query: Query) -> Query:
        """Find everything that the query must find."""
        asked = words(query.text)
        exact, folded = f" {' '.join(asked)} ", f" {' '.join(map(plain, asked))} "
        query.phrase = self.phrase(query.text)
        if query.kind == "number":
            query.phrase |= {doc.url for doc in self.docs if doc.number.lower() == query.text.lower()}
        query.exact = {url for url in query.phrase if any(exact in line for line in self.by_url[url].exact)}
        whole = {url for url in query.phrase if self.by_url[url].folded[TITLE] == folded}
        query.whole = {url for url in whole if self.by_url[url].first_with(asked) == TITLE}
        query.every = set(query.phrase)
        for needed, phrases in self._ways(asked, is_quoted=query.kind == "quoted"):
            query.every |= {doc.url for doc in self.docs if doc.has(needed) and _has_all(doc, phrases)}
        return query

    def _ways(self, asked: list[str], *, is_quoted: bool) -> Iterator[tuple[set[str], list[list[str]]]]:
        """Yield the words and the phrases that answer, as typed and with acronyms and long forms exchanged."""
        ways: list[tuple[list[str], list[list[str]]]] = [(asked, [])]
        for short, long in self.acronyms:
            for typed, phrases in list(ways):
                bare = list(map(plain, typed))
                at = _start(bare, [short]) if short in bare else _start(typed, long)
                if at is not None and short in bare:
                    ways.append(([*typed[:at], *long, *typed[at + 1 :]], [*phrases, long]))
                elif at is not None:
                    ways.append(([*typed[:at], short, *typed[at + len(long) :]], phrases))
        for typed, phrases in ways:
            yield set(typed), [*phrases, typed] if is_quoted else phrases


def _has_all(doc: Doc, runs: list[list[str]]) -> bool:
    return all(doc.first_with(run) is not None for run in runs)


def _start(typed: list[str], form: list[str]) -> int | None:
    """Say where in typed words a known form begins."""
    runs = (typed[at : at + len(form)] for at in range(len(typed) - len(form) + 1))
    return next((at for at, run in enumerate(runs) if all(map(means, run, form))), None)


def _doc(connection: object, id_: str) -> Doc:
    article: Article = store.fetch(connection, "record", kinds.ARTICLE.key(id_))[1]  # type: ignore[arg-type]
    body: Body = store.fetch(connection, "record", kinds.BODY.key(id_))[1]  # type: ignore[arg-type]
    number = article.document.number if article.document else ""
    return Doc(article.url, article.order, (article.title, article.summary, body.text), number)


def queries(corpus: Corpus, count: int, seed: int = 1) -> list[Query]:
    """Make about `count` queries of every kind, always the same of the same corpus."""
    rng = random.Random(seed)
    maker = _Maker(corpus, rng)
    scale = count / sum(_SHARES.values())
    made = []
    for kind, share in _SHARES.items():
        seen: set[str] = set()
        for _ in range(200):
            if len(seen) < max(2, round(share * scale)):
                seen.add(maker.of(kind))
        made += [corpus.answer(Query(kind, text)) for text in sorted(seen - {""})]
    return made


class _Maker:
    """Rules for the text of a query of each kind."""

    def __init__(self, corpus: Corpus, rng: random.Random) -> None:
        self.corpus, self.rng = corpus, rng
        found = (_NUMBER.findall(text) for doc in corpus.docs for text in doc.raw)
        self.numbers = sorted({number for row in found for number in row} | {d.number for d in corpus.docs} - {""})
        step = max(1, len(corpus.docs) // 500)
        self.counts = Counter(word for doc in corpus.docs[::step] for word in doc.every)
        self.rules: dict[str, Callable[[], str]] = {
            **{f"phrase of {n}": partial(self.piece, n) for n in (2, 3, 4)},
            "rare phrase": lambda: min((self.piece(rng.randint(2, 4)) for _ in range(40)), key=self.common),
            "common phrase": lambda: max((self.piece(rng.randint(2, 3)) for _ in range(40)), key=self.common),
            "without dấu": lambda: " ".join(map(plain, words(self.piece(rng.randint(2, 4))))),
            "NFD": lambda: unicodedata.normalize("NFD", self.piece(rng.randint(2, 4))),
            "other tone placement": self.other_style,
            "quoted": lambda: f'"{self.piece(rng.randint(2, 4))}"',
            "acronym": self.acronym,
            "scattered": self.scattered,
            "title": self.title,
            "title without dấu": lambda: " ".join(map(plain, words(self.title()))),
            "number": lambda: rng.choice(self.numbers) if self.numbers else "",
            "part of a number": lambda: rng.choice(self.numbers).rsplit("-", 1)[0] if self.numbers else "",
            "no answer": self.nothing,
        }

    def of(self, kind: str) -> str:
        """Make one query."""
        return self.rules[kind]()

    def common(self, text: str) -> int:
        """Say how common the rarest word of a query is."""
        return min(self.counts[plain(word)] for word in words(text))

    def piece(self, length: int) -> str:
        """Take consecutive words of a field, as they are written."""
        while True:
            doc = self.rng.choice(self.corpus.docs)
            written = _WORD.findall(unicodedata.normalize("NFC", self.rng.choice(doc.raw)))
            if len(written) >= length:
                start = self.rng.randrange(len(written) - length + 1)
                return " ".join(written[start : start + length])

    def other_style(self) -> str:
        """Take a phrase in which the styles differ, in the style that it is not written in."""
        while True:
            text = self.piece(self.rng.randint(2, 4))
            if other_style(text) != text:
                return other_style(text)

    def title(self) -> str:
        """Take a title."""
        return self.rng.choice(self.corpus.docs).raw[TITLE]

    def acronym(self) -> str:
        """Take a short or a long form, alone or before a word of an article."""
        if not self.corpus.acronyms:
            return ""
        short, long = self.rng.choice(self.corpus.acronyms)
        text = short if self.rng.random() < 0.6 else " ".join(long)
        return text if self.rng.random() < 0.6 else f"{text} {self.piece(1)}"

    def scattered(self) -> str:
        """Take words from all over an article."""
        doc = self.rng.choice(self.corpus.docs)
        picked = self.rng.sample(sorted(set(" ".join(doc.exact).split())), self.rng.randint(2, 5))
        return " ".join(picked if self.rng.random() < 0.5 else map(plain, picked))

    def nothing(self) -> str:
        """Make a phrase of real words that stands nowhere, or a word that nobody wrote."""
        if self.rng.random() < 0.3:
            return f"{self.piece(1)} {''.join(self.rng.choices('bcdghklmn', k=7))}"
        while True:
            text = " ".join(self.piece(1) for _ in range(3))
            if not self.corpus.phrase(text):
                return text
