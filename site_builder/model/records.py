"""What a maker reads besides articles and taxonomy: converted bodies and files, and how it reads them.

Knows: shapes. Never: reads the disk or the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeVar

from site_builder.frozen import value

T = TypeVar("T")

Read: TypeAlias = Callable[[str], Any]
"""How a maker gets a record: `read("facts:ID")`."""


class OnceRead(Protocol):
    """A `Read` of makers that share work."""

    def __call__(self, key: str, /) -> Any:
        """Return a record."""

    def once(self, function: Callable[..., Any], /, *args: Any) -> Any:
        """Return `function(read, *args)`, which other targets may have asked for already."""


def once(read: Read, function: Callable[..., T], *args: Any) -> T:
    """Return `function(read, *args)`, shared with other makers where `read` can do that (`OnceRead`).

    What it gives is small, or the targets that ask for it are made together: it is kept for a while.
    """
    share = getattr(read, "once", None)
    made: T = share(function, *args) if share else function(read, *args)
    return made


@value
class Root:
    """Where the portal lies; the record `root`."""

    folder: str
    kept: str = ""
    """Folder of what is kept of pictures from build to build; nothing is kept when empty."""


@value
class Asset:
    """A file of `content/media` that the site shows or offers; the record `asset:PATH`."""

    path: str
    """Rooted path below content, which is also its rooted URL (`/media/anh.png`)."""
    size: int
    """Bytes."""
    digest: str
    """blake2b of the content, hex."""
    width: int = 0
    """Pixels of a picture, 0 for other files."""
    height: int = 0
    scales: bool = False
    """Whether pages show smaller copies of it (`pictures`): of a picture that does not move, and is no SVG."""
    words: str = ""
    """Digest of the text in it (the record `words:PATH`), empty when none was read."""


@value
class Link:
    """A link of a body into the site or to a file of content, with its place for messages."""

    url: str
    """Rooted URL or rooted path below content."""
    line: int
    """Line of the source file, from 1."""


@value
class PageLink:
    """What a link or picture of a static page asks for."""

    url: str
    """Rooted URL or rooted path below content."""
    fragment: str
    """Id of a place on that page, empty for all of it."""
    line: int
    """Line of the source file, from 1."""


@value
class PageLinks:
    """What a static page asks of the rest of the portal, and which places it has."""

    file: str
    """`content/pages/x.md`."""
    url: str
    """Its own, rooted."""
    links: tuple[PageLink, ...] = ()
    ids: tuple[str, ...] = ()


@value
class Heading:
    """A heading of a body, for the table of contents."""

    level: int
    id: str
    text: str


@value
class Body:
    """A converted article body (`markup.convert`), safe to put into a page."""

    html: str
    """Sanitised fragment; links into the site start with `urls.ROOT`."""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    """Pages of the site that the fragment links to."""
    media: tuple[Link, ...] = ()
    """Files of `content/media` that the fragment shows or offers."""
    text: str = ""
    """The visible text, paragraphs apart by line ends; descriptions of pictures included."""
    lead: str = ""
    """First paragraph as plain text: the sapo when the front matter has none."""
