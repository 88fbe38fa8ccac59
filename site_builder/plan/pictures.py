"""The copies of pictures that pages show, and the cards that social networks show of articles.

All that a copy is made of is its original and a width, so the plan needs records of pictures only. Groups are cut by
digest: each is made by one worker, which decodes a picture once, and one new picture plans few others again.

Knows: which pictures the site shows. Never: makes one when it is kept from an earlier build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from site_builder import images
from site_builder.cache import kept_copies
from site_builder.engine.targets import Group, Target
from site_builder.model import Asset, Read, Root, pictures
from site_builder.model.kinds import ASSET, ROOT
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the copies of the pictures that are shown, and the cards of articles."""
    shared: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for url, made_of in _copies_of(site).items():
        shared[url.removeprefix(f"{pictures.FOLDER}/")[:2]][url] = made_of
    for key, inside in sorted(shared.items()):
        rows = sorted((path, url, width) for url, (path, width) in inside.items())
        yield Group(f"anh/{key}", _copies, (site.settings.colour, *rows))
    yield Group("anh/chu-de", _drawn_cards, (site.settings.colour, *sorted(_topic_cards_of(site).items())))


def names(site: Site) -> frozenset[str]:
    """Return under which names copies are kept."""
    drawn = (pictures.card_of_portal(site.settings.colour), *_topic_cards_of(site))
    return frozenset(map(_name, (*_copies_of(site), *drawn)))


def _copies_of(site: Site) -> dict[str, tuple[str, int]]:
    """Return path and width of the original of each copy of a picture by rooted URL; the width of a card is 0."""
    marks = {*site.settings.marks} - {*chain.from_iterable(one.media for one in site.archive.outlines.values())}
    shown = (site.assets[path] for path in site.media if path in site.assets and path not in marks)
    return pictures.of(shown) | {url: (path, 0) for path, url in _cards(site).items() if url}


def _topic_cards_of(site: Site) -> dict[str, str]:
    """Return topics by the rooted URL of their cards."""
    return {pictures.card_of_topic(topic.id, site.settings.colour): topic.id for topic in site.taxonomy.topics}


def _cards(site: Site) -> dict[str, str]:
    """Return the rooted URL of the card of each lead picture by its path; empty when none can be made."""
    leads = {lead for one in site.archive.outlines.values() for lead, _ in one.leads if lead in site.assets}
    return {path: pictures.card_of(site.assets[path], site.settings.colour) for path in sorted(leads)}


def _copies(colour: str, *rows: tuple[str, str, int]) -> Iterator[Target]:
    for path, url, width in rows:
        args = (path, url, width) if width else (path, url, colour)
        yield Target(url.removeprefix("/"), copy if width else card, args, together=True)


def _drawn_cards(colour: str, *rows: tuple[str, str]) -> Iterator[Target]:
    for url, topic in rows:
        yield Target(url.removeprefix("/"), topic_card, (url, topic, colour))
    url = pictures.card_of_portal(colour)
    yield Target(url.removeprefix("/"), portal_card, (url, colour))


def copy(read: Read, path: str, url: str, width: int) -> bytes:
    """Return a copy of a picture, `width` points wide."""
    form = "jpeg" if url.endswith(".jpg") else "webp"
    return _kept(read, path, url, lambda base: getattr(base, form)(width))


def card(read: Read, path: str, url: str, colour: str) -> bytes:
    """Return the card of articles that a picture leads."""
    return _kept(read, path, url, lambda base: base.card(pictures.CARD, colour))


def topic_card(read: Read, url: str, topic: str, colour: str) -> bytes:
    """Return the card of a topic."""
    make = lambda: images.topic_card(topic, pictures.CARD, colour)  # noqa: E731 - one word of what is kept
    return kept_copies.kept(ROOT(read).kept, _name(url), make)


def portal_card(read: Read, url: str, colour: str) -> bytes:
    """Return the card of the portal."""
    return kept_copies.kept(ROOT(read).kept, _name(url), lambda: images.portal_card(pictures.CARD, colour))


def original(read: Read, path: str) -> bytes:
    """Return a file of `content/media`; it must still be the one that was checked."""
    root: Root = ROOT(read)
    return _original(root.folder, path, ASSET(read, path).digest)


def _kept(read: Read, path: str, url: str, make: Callable[[images.Base], bytes]) -> bytes:
    root: Root = ROOT(read)
    asset: Asset = ASSET(read, path)
    return kept_copies.kept(root.kept, _name(url), lambda: make(_base(root.folder, path, asset.digest)))


@lru_cache(maxsize=1)
def _base(folder: str, path: str, digest: str) -> images.Base:
    """Decode a picture for all its copies; a worker holds one at a time."""
    data = _original(folder, path, digest)
    return images.base_of(images.kind_of(data), data, pictures.WIDEST)


def _original(folder: str, path: str, digest: str) -> bytes:
    data = Path(folder, "content", path.removeprefix("/")).read_bytes()
    if blake2b(data, digest_size=16).hexdigest() != digest:
        raise OSError(f"content{path}: tệp thay đổi trong lúc dựng; hãy chạy lại")
    return data


def _name(url: str) -> str:
    return url.removeprefix(f"{pictures.FOLDER}/").replace("/", "-")
