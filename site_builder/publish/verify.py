"""Looks at a new site before readers see it: links of what changed, and words of hidden articles.

Plans and makers already keep unpublished articles out and links whole, and laws prove it; this is the last
lock, which shares no code with them. A run of words counts as leaked only when no public source holds it, too.

Knows: HTML as text, the candidate tree. Never: shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from html import unescape
from itertools import chain
from pathlib import Path
from posixpath import dirname, normpath
from typing import NamedTuple
from urllib.parse import unquote

from site_builder.cache.upcoming import Hidden, Upcoming
from site_builder.engine import spread
from site_builder.engine.encodings import SUFFIXES
from site_builder.errors import Problem, PublishError
from site_builder.publish.nginx import inline_script_hashes
from site_builder.text import nfc, one_line

MOST = 20
"""Problems told at most: behind them is one cause."""
_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(r"""\s[a-zA-Z][\w:.-]*(?:="[^"]*"|='[^']*'|=[^\s"'>]+)?""")
_LINK = re.compile(r"""\s(?:href|src|poster|action)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
"""How programs write Vietnamese letters into YAML."""
_INLINE = re.compile(r'<script(?!\s[^>]*(?:src="|type="application/(?:ld\+)?json"))', re.IGNORECASE)
"""Nearly every page has only scripts of its own file and blocks of data: no parser is needed to say so."""
_FROM_ROOT = re.compile(r"[a-zA-Z0-9][^:&]*")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def verify(upcoming: Upcoming) -> dict[str, tuple[str, ...]]:
    """Check a new site and return the inline scripts of its changed pages, as a policy names them, by path.

    Raises:
        PublishError: a link leads nowhere, or something hidden could be read.
    """
    candidate, settings = upcoming.candidate, upcoming.settings
    words = frozenset(chain.from_iterable(article.words for article in upcoming.hidden))
    sight = _Sight(str(candidate.tree), settings.site_url, settings.site_path, words)
    paths = [path for path in candidate.changed if path.endswith(SUFFIXES)]
    _leads.cache_clear()
    problems = [*_hidden_files(upcoming)]
    scripts: dict[str, tuple[str, ...]] = {}
    for seen in spread(partial(_see, sight), paths, jobs=upcoming.jobs):
        problems += _leaks(upcoming, seen)
        problems += [_leads_nowhere(seen.path, url) for url in seen.broken]
        scripts |= {seen.path: seen.scripts} if seen.scripts else {}
        if len(problems) >= MOST:
            break
    if problems:
        raise PublishError(*problems[:MOST])
    return scripts


class _Sight(NamedTuple):
    """What is looked for in every file; small, for it goes to other processes."""

    tree: str
    site_url: str
    base: str
    words: frozenset[str]
    """Runs of words of hidden articles."""


class _Seen(NamedTuple):
    """What was seen in one file."""

    path: str
    words: tuple[str, ...]
    """Those of the hidden words that stand in it."""
    broken: tuple[str, ...]
    """Its links to files that the site does not have."""
    scripts: tuple[str, ...]
    """Its inline scripts, as a policy names them."""


def _see(sight: _Sight, path: str) -> _Seen:
    """Look at one file of the new site; runs in a worker process."""
    data = Path(sight.tree, path).read_bytes()
    text = data.decode("utf-8", errors="replace")
    words = tuple(sorted(run for run in sight.words if run in text))
    if not path.endswith(".html"):
        return _Seen(path, words, (), ())
    scripts = inline_script_hashes(data) if _INLINE.search(text) else ()
    return _Seen(path, words, tuple(_broken(sight, path, text)), scripts)


# Links


def _broken(sight: _Sight, path: str, text: str) -> Iterator[str]:
    """Find links of a page to files that the site does not have."""
    folder = dirname(path)
    up = "../" * (folder.count("/") + 1) if folder else ""
    for url in dict.fromkeys(map("".join, _LINK.findall(text))):
        # Most links of most pages climb to the root: what these lead to is looked up once for all pages.
        known = _FROM_ROOT.fullmatch(url, len(up)) if up and url.startswith(up) else None
        leads = _leads(sight[:3], "", known[0]) if known else _leads(sight[:3], folder, url)
        if not leads and url in _links(text):
            yield url


@lru_cache(maxsize=1 << 16)
def _leads(place: tuple[str, str, str], folder: str, url: str) -> bool:
    """Say whether a link of a page in a folder leaves the site, or leads to a file of the tree; nobody changes it now.

    `place` is the tree, the address of the site, and its path.
    """
    tree, site_url, base = place
    aim = _aim(unescape(url), folder, site_url, base)
    try:
        return aim is None or Path(tree, aim).is_file()
    except OSError:  # a name that is longer than any file's
        return False


def _leads_nowhere(path: str, url: str) -> Problem:
    said = f"trang này dẫn tới “{url}”, nhưng cổng không có trang hay tệp ấy; hãy sửa hoặc bỏ đường dẫn"
    return Problem(path, 0, "dan-toi-cho-trong", f"{said}. Trang đang đăng vẫn nguyên.")


def _links(text: str) -> set[str]:
    """Read the links of a page with care: words of an article, or of a description, may show a tag that is none."""
    attributes = (found for tag in _TAG.findall(text) for found in _ATTRIBUTE.findall(tag))
    return {link[1] or link[2] or link[3] or "" for link in map(_LINK.match, attributes) if link}


def _aim(url: str, folder: str, site_url: str, base: str) -> str | None:
    """Return the file that a link leads to; None when it leaves the site or stays on its page."""
    if url.startswith(site_url):
        rooted = url.removeprefix(site_url)
    elif url.startswith(f"{base}/") and not url.startswith("//"):
        rooted = url.removeprefix(f"{base}/")
    elif not url or url.startswith(("#", "?", "/")) or _ELSEWHERE.match(url):
        return None
    else:
        rooted = f"{folder}/{url}"
    plain = unquote(re.split("[?#]", rooted, maxsplit=1)[0])
    path = normpath(f"./{plain}").removeprefix("./")
    if path == "." or plain.endswith(("/", "/.", "..")):
        return "index.html" if path == "." else f"{path}/index.html"
    return path


# What nobody may read yet


def _hidden_files(upcoming: Upcoming) -> Iterator[Problem]:
    """Find pages and files of hidden articles that stand in the new site."""
    tree = upcoming.candidate.tree
    for article in upcoming.hidden:
        if article.url and (tree / article.url.strip("/")).exists():
            yield _leak(article, f"{article.url.strip('/')}/index.html", "trang của bài")
        for file in article.media:
            if (tree / file.strip("/")).exists() and not _public_source_holds(upcoming, file):
                yield _leak(article, file.strip("/"), "tệp của bài")


def _leaks(upcoming: Upcoming, seen: _Seen) -> Iterator[Problem]:
    """Find words of hidden articles in a file of the new site."""
    for article in upcoming.hidden if seen.words else ():
        for words in article.words:
            if words in seen.words and not _public_source_holds(upcoming, words):
                yield _leak(article, seen.path, f"câu “{words[:60]}”")


def _leak(article: Hidden, path: str, what: str) -> Problem:
    said = (
        f"{what} chưa được phép đăng lại nằm trong “{path}” của trang mới, nên trang mới KHÔNG được đăng và trang cũ "
        "vẫn nguyên. Hãy bỏ chỗ chép lại nội dung này, hoặc báo người phát triển nếu không ai chép"
    )
    return Problem(article.path, 0, "lo-bai-chua-dang", said)


def _public_source_holds(upcoming: Upcoming, words: str) -> bool:
    """Say whether an editor wrote these words in something public: they are then not a leak."""
    plain = one_line(words)
    return any(plain in one_line(text) for text in _public_texts(upcoming.root, upcoming.public))


def _public_texts(root: Path, articles: Iterable[str]) -> Iterator[str]:
    """Yield the texts of all public sources; asked for only when something was found."""
    content = root / "content"
    folders = (content / "pages", content / "taxonomy", content / "activities", content / "plans", content / "reports")
    others = (file for folder in (*folders, root / "theme") for file in sorted(folder.rglob("*")) if file.is_file())
    for file in (root / "mkdocs.yml", *others, *(root / article for article in articles)):
        if file.is_file():
            text = file.read_text(encoding="utf-8-sig", errors="replace")
            yield nfc(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
