"""`content/taxonomy/*.yml` → the portal's vocabularies, with every mistake in every file.

Knows: which files there are and which may be missing. Never: reads an article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from site_builder.content import agencies, encoding, schedule, search_words, vocabularies
from site_builder.content.entries import Vocabulary
from site_builder.content.file_notes import FileNotes
from site_builder.content.nodes import Listing
from site_builder.content.vocabularies import FOLDER, References
from site_builder.errors import Problem
from site_builder.model import CHANNELS, GENRES, Agency, Taxonomy, by_name, told_apart
from site_builder.model.periods import Calendar
from site_builder.text import integer, offer, sort_key

MOST_ENTRIES = 5_000
"""Entries of a file; a province has some hundred agencies."""

T = TypeVar("T")
_Reader: TypeAlias = Callable[[FileNotes, Listing, References], T]
REQUIRED = ("topics", "agencies")
NAMES = (
    "topics", "agencies", "periods", "genres", "channels", "outlets", "columns", "links", "legal",
    "programmes", "directives", "acronyms", "synonyms", "question-words", "contact-words",
)  # fmt: skip
"""Files of the folder, without `.yml`."""


def read_taxonomy(root: Path) -> Vocabulary:
    """Read the vocabularies of the portal in `root`.

    Topics come by (order, name), agencies by name in Vietnamese alphabetical order, all else in the order of its file.
    """
    folder = _Folder(root)
    terms, own, words = vocabularies.terms, folder.read, search_words.WordLists()
    topics = own("topics", vocabularies.topics)
    taxonomy = Taxonomy(
        topics=tuple(sorted(topics, key=lambda topic: (topic.order, sort_key(topic.name), topic.id))),
        agencies=_told_apart(by_name(own("agencies", agencies.agencies))),
        genres=vocabularies.extended(GENRES, own("genres", vocabularies.genres)),
        channels=vocabularies.extended(CHANNELS, own("channels", terms)),
        programmes=own("programmes", terms),
        directives=own("directives", terms),
        outlets=own("outlets", vocabularies.outlets),
        columns=own("columns", vocabularies.columns),
        links=own("links", vocabularies.links),
        legal=own("legal", vocabularies.legal_bases),
        acronyms=own("acronyms", search_words.acronyms),
        question_words=own("question-words", words.questions),
        contact_words=own("contact-words", words.contacts),
        synonyms=own("synonyms", words.synonyms),
    )
    calendar = folder.read_one("periods", schedule.calendar, Calendar())
    return Vocabulary(taxonomy=taxonomy, calendar=calendar, problems=folder.problems(taxonomy))


class _Folder:
    """The folder while it is read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._references = References()
        self._sheets: list[FileNotes] = []
        self._unread: set[str] = set()

    def read(self, name: str, reader: _Reader[tuple[T, ...]]) -> tuple[T, ...]:
        """Read one file as a tuple; empty when there is none."""
        return self.read_one(name, reader, ())

    def read_one(self, name: str, reader: _Reader[T], default: T) -> T:
        """Read one file; `default` when there is none or it is no list."""
        notes = FileNotes(f"{FOLDER}/{name}.yml")
        self._sheets.append(notes)
        listing = _listing(notes, self._root, required=name in REQUIRED)
        if listing is None:
            self._unread.add(name) if notes.problems() else None
            return default
        return reader(notes, listing, self._references)

    def problems(self, taxonomy: Taxonomy) -> tuple[Problem, ...]:
        """Check what files say of one another and return everything found.

        References into a file that could not be read are not reported: the file itself is.
        """
        noted = [reference for reference in self._references.noted if reference.target not in self._unread]
        kinds = {agency.kind: agency.kind for agency in taxonomy.agencies if agency.kind}
        References(noted).check(_known(taxonomy), kinds)
        found = [problem for notes in self._sheets for problem in notes.problems()]
        return tuple(sorted({*found, *_strays(self._root)}))


def _told_apart(agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
    """Give agencies of one name the labels that lists show."""
    labels = told_apart(agencies)
    return tuple(
        agency if labels[agency.id] == agency.name else replace(agency, label=labels[agency.id]) for agency in agencies
    )


def _known(taxonomy: Taxonomy) -> Mapping[str, Mapping[str, str]]:
    """Return names by id by file."""
    names = ("agencies", "genres", "channels", "programmes", "directives", "outlets", "legal")
    values: dict[str, tuple[Any, ...]] = {name: getattr(taxonomy, name) for name in names}
    return {name: {entry.id: entry.name for entry in entries} for name, entries in values.items()}


def _listing(notes: FileNotes, root: Path, *, required: bool) -> Listing | None:
    """Return the list that a file holds; None when there is none."""
    file = root / notes.file
    try:
        text = encoding.decode(notes, file.read_bytes())
    except FileNotFoundError:
        if required:
            message = "còn thiếu tệp này; hãy chạy “cchc init” trong một thư mục trống rồi chép tệp mẫu sang"
            notes.error(0, "thieu-tep", message)
        return None
    except OSError as error:
        notes.error(0, "khong-doc-duoc", f"không đọc được tệp ({error.strerror}); hãy xem lại quyền đọc")
        return None
    listing = _compose(notes, text) if text is not None else None
    if required and listing is not None and not listing.items:
        notes.error(0, "thieu-muc", "tệp chưa có mục nào; hãy thêm, ví dụ - {id: ma-muc, name: Tên của mục}")
    return listing


def _compose(notes: FileNotes, text: str) -> Listing | None:
    # The YAML reader costs 40 ms to load: a build in which nothing is new need not pay that.
    from site_builder.content.strict_yaml import BrokenYaml, compose  # noqa: PLC0415

    try:
        node = compose(text, notes.error)
    except BrokenYaml as error:
        notes.error(*error.args)
        return None
    if node is None:
        node = Listing((), 1)
    if not isinstance(node, Listing):
        message = "tệp phải là một danh sách; hãy bắt đầu mỗi mục bằng dấu gạch và dấu cách, ví dụ - id: ma-muc"
        notes.error(node.line, "sai-kieu", message)
        return None
    if len(node.items) > MOST_ENTRIES:
        message = f"tệp có {integer(len(node.items))} mục, quá mức {integer(MOST_ENTRIES)}; hãy bỏ các mục không dùng"
        notes.error(node.items[MOST_ENTRIES].line, "qua-nhieu", message)
    return Listing(node.items[:MOST_ENTRIES], node.line)


def _strays(root: Path) -> Iterator[Problem]:
    """Find files of the folder that nobody reads: a misspelt name would be passed over in silence."""
    folder = root / FOLDER
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.name.startswith(".") or file.name.endswith("~") or file.name in (f"{name}.yml" for name in NAMES):
            continue
        known = [f"{name}.yml" for name in NAMES]
        instead = offer(file.name, known, f"các tệp được đọc: {', '.join(known)}")
        yield Problem(f"{FOLDER}/{file.name}", 0, "tep-la", f"tệp này không được đọc; {instead}", "warning")
