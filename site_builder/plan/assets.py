"""The files that are not made of articles: what MkDocs rendered, and the media that pages show.

Knows: where such files stand. Never: makes a picture smaller or other than `images` says.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder import images, pages
from site_builder.engine.targets import Group, Target
from site_builder.model import Read
from site_builder.model.kinds import STATIC
from site_builder.pages import FeedRow
from site_builder.plan.feeds import with_feeds
from site_builder.plan.pictures import original
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the files of the frame, the static pages and the media that are shown."""
    yield Group("khung", _static, tuple(path for path in site.static if path not in site.unfinished))
    if site.unfinished:
        rows = tuple(FeedRow(*key, site.archive.count(key), site.archive.modified(key)) for key in with_feeds(site))
        yield Group("trang-nguon-tin", _with_feeds, (site.unfinished, rows))
    yield Group("tep", _media_files, site.media)


def _static(*paths: str) -> Iterator[Target]:
    for path in paths:
        yield Target(path, static_file, (path,))


def _with_feeds(paths: tuple[str, ...], rows: tuple[FeedRow, ...]) -> Iterator[Target]:
    for path in paths:
        yield Target(path, pages.with_feeds, (path, rows))


def static_file(read: Read, path: str) -> bytes:
    """Return a file that MkDocs rendered, pages with the copies of their pictures."""
    data: bytes = STATIC(read, path)
    return pages.in_static_page(read, data) if path.endswith(".html") else data


def _media_files(*paths: str) -> Iterator[Target]:
    for path in paths:
        yield Target(path.removeprefix("/"), media_file, (path,))


def media_file(read: Read, path: str) -> bytes:
    """Return what readers get of a file of `content/media`; whole and without what tells of its maker."""
    data = original(read, path)
    # By its ending, as it was checked: a text that begins like a drawing is none.
    return images.published(data) if path.rpartition(".")[2].lower() in images.ENDINGS else data
