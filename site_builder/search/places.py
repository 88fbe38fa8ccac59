"""What is found beside articles: agencies with how to reach them, topics, periods and static pages, in one small file.

The reader's script looks it through from end to end; its format is told in the package.

Knows: the records of agencies, topics, periods and static pages. Never: says which of them answers a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from site_builder.model import Agency, Read, Taxonomy, Topic
from site_builder.model.kinds import HEIRS, PERIOD, STATIC, TAXONOMY
from site_builder.model.periods import Period
from site_builder.text import one_line
from site_builder.text.html_reader import HtmlReader

VERSION = 1
"""Of the format."""
LONGEST = 3000
"""Letters of a static page that are looked through: what lists many more links is no text."""
_QUARTERS = ("I", "II", "III", "IV")
_ROMAN = re.compile(r"\bI(?:I{0,2}|V)\b")
_FRAME = "cc-static"
"""Class of what frames the own part of a static page."""

Fact: TypeAlias = tuple[str, str, str]
"""What it is, its value, and where a link of it leads (`tel:…`), or nothing."""
Row: TypeAlias = tuple[str, str, str, list[str], str, list[Fact]]
"""Kind, rooted URL, name, other names, text, facts."""


def places(read: Read, periods: tuple[str, ...], pages: tuple[str, ...]) -> bytes:
    """Make `noi-khac.json` of the agencies and topics there are, of periods by id and static pages by path."""
    taxonomy: Taxonomy = TAXONOMY(read)
    rows = [
        *(_agency(read, agency) for agency in taxonomy.agencies),
        *map(_topic, taxonomy.topics),
        *(_period(PERIOD(read, id_)) for id_ in periods),
        *(row for path in pages for row in _page(path, STATIC(read, path))),
    ]
    return msgspec.json.encode({"v": VERSION, "p": rows})


def _agency(read: Read, agency: Agency) -> Row:
    names = [name for entry in agency.names for name in (entry.name, entry.short)]
    if agency.abbreviation and agency.place:
        names.append(f"{agency.abbreviation} {agency.place}")
    others = [name for name in dict.fromkeys(names) if name and name != agency.listed]
    return ("agency", agency.url, agency.listed, others, agency.place, list(_facts(agency, HEIRS(read, agency.id))))


def _facts(agency: Agency, heirs: tuple[Agency, ...]) -> Iterator[Fact]:
    """Yield how to reach an agency, or who is in its place today."""
    for heir in heirs:
        yield ("Nay là", heir.listed, heir.url)
    if agency.contact.phone:
        yield ("Điện thoại", agency.contact.phone, _tel(agency.contact.phone))
    if agency.hotline:
        said = " – ".join(filter(None, (agency.hotline.phone, agency.hotline.note)))
        yield (agency.hotline.name or "Đường dây nóng", said, _tel(agency.hotline.phone))
    if agency.contact.address:
        yield ("Địa chỉ", agency.contact.address, "")
    if agency.contact.email:
        yield ("Thư điện tử", agency.contact.email, f"mailto:{agency.contact.email}")


def _tel(number: str) -> str:
    return f"tel:{number.replace(' ', '').replace('.', '')}"


def _topic(topic: Topic) -> Row:
    """Return the row of a topic; of one that names several things each is a name of its own."""
    parts = [part.strip() for part in topic.name.split(",")]
    others = [part for part in parts if " " in part] if len(parts) > 1 else []
    return ("topic", topic.url, topic.name, others, topic.description, [])


def _period(period: Period) -> Row:
    return ("period", period.url, f"Thống kê {period.label}", [period.label, _in_digits(period.label)], period.span, [])


def _in_digits(label: str) -> str:
    """Return a label as people type it: `Quý IV/2025` → `Quý 4 năm 2025`."""
    return _ROMAN.sub(lambda found: str(_QUARTERS.index(found[0]) + 1), label).replace("/", " năm ")


def _page(path: str, html: bytes) -> Iterator[Row]:
    """Yield the row of a static page, none of a page that is another's."""
    own = _Own()
    own.feed(html.decode("utf-8", "replace"))
    own.close()
    if own.title:
        url = f"/{path.removesuffix('index.html')}"
        yield ("page", url, one_line(own.title), [], one_line(" ".join(own.text))[:LONGEST], [])


class _Own(HtmlReader):
    """Reads the own part of a static page: its description, its first heading, and what stands below it."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.text: list[str] = []
        self._is_own = self._is_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin with the frame."""
        said = dict(attrs)
        if tag == "meta" and said.get("name") == "description":
            self.text.append(f"{said.get('content') or ''}\n")
        self._is_own = self._is_own or _FRAME in (said.get("class") or "").split()
        self._is_heading = self._is_own and tag == "h1" and not self.title

    def handle_endtag(self, tag: str) -> None:
        """End with `main`."""
        self._is_own = self._is_own and tag != "main"
        self._is_heading = self._is_heading and tag != "h1"

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if self._is_heading:
            self.title += data
        elif self._is_own:
            self.text.append(data)
