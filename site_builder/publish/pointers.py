"""Where an editor will find what was pushed: the addresses of changed articles.

Knows: how an article's file becomes an address. Never: promises what the builder has not made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from site_builder.publish import git
from site_builder.text import date_time

_SITE_URL = re.compile(
    r"^site_url:[ \t]*(?:!ENV[ \t]*(?:\[([^\]]*)\]|([A-Za-z_]\w*))|[\"']?([^\s\"'#]+))", re.MULTILINE
)
_MOST = 10
"""Addresses told at most."""


def site_url(repo: Path, commit: str) -> str:
    """Return the site's address as `mkdocs.yml` of a commit says it, with `/` at its end; empty when it does not."""
    text = git.contents(repo, commit, ("mkdocs.yml",)).get("mkdocs.yml", b"").decode("utf-8", errors="replace")
    found = _SITE_URL.search(text)
    if not found:
        return ""
    names = [word.strip().strip("\"'") for word in (found[1] or found[2] or "").split(",")]
    named = next((os.environ[name] for name in names if os.environ.get(name)), names[-1])
    url = found[3] or named
    return url.rstrip("/") + "/" if url.startswith(("http://", "https://")) else ""


def addresses(repo: Path, base: str, new: str) -> Iterator[str]:
    """Yield the rooted URL of each article that a commit changed since `base`, whatever its state."""
    from site_builder import content  # noqa: PLC0415 - the builder has started by now

    for path, data in git.contents(repo, new, _news(repo, base, new)[:_MOST]).items():
        article = content.read_article(path, data).article
        if article is not None:
            yield article.url


def _news(repo: Path, base: str, new: str) -> list[str]:
    """List the articles in which two commits differ."""
    changed = (path.decode("utf-8", errors="replace") for path in git.changed(repo, base, new))
    return [path for path in changed if path.startswith("content/news/") and path.endswith(".md")]


def where(repo: Path, update: tuple[str, str], known: str, now: datetime) -> Iterator[str]:
    """Yield a line for each article that an update of the main branch brings: its address, or when it comes out."""
    from site_builder import content  # noqa: PLC0415 - the builder has started by now

    old, new = update
    base = git.empty_tree(repo) if not old.strip("0") else old
    news = _news(repo, base, new)
    home = site_url(repo, new) or known
    for path, data in git.contents(repo, new, news[:_MOST]).items():
        article = content.read_article(path, data).article
        if article is None:
            continue
        state = article.state(now)
        if state == "draft":
            yield f"  {path}: bài nháp, chưa đăng"
        elif state == "embargoed":
            yield f"  {path}: hẹn giờ, sẽ đăng lúc {date_time(article.added)}"
        elif state == "withdrawn":
            yield f"  {home.rstrip('/')}{article.url} (gỡ bài: địa chỉ còn lại thông báo)"
        else:
            yield f"  {home.rstrip('/')}{article.url}"
    if len(news) > _MOST:
        yield f"  … và {len(news) - _MOST} bài nữa"
