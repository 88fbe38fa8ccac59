"""HTML with named, typed holes: what MkDocs and Material rendered, ready to be filled.

A layout is rendered once per URL depth with sentinels in the places that differ from page to page; `split`
cuts the finished HTML at them, and `Chrome.fill` joins the parts with the page's values. A sentinel is
letters only, so filters and minifiers leave it alone: `zqTextTitleqz` is the hole `title` of kind `text`.
Escaping belongs to the hole, not to the caller:

    text       between tags                 escaped
    attribute  inside double quotes         escaped
    url        inside double quotes         escaped; only http, https, mailto, tel or a link into the site
    html       between tags                 taken as it is: a maker's own, finished HTML
    json       inside a <script> data block `</`, `<!--` and line separators made harmless

Knows: sentinels and escaping. Never: reads files; never knows which page it makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import escape

from site_builder.errors import Problem
from site_builder.frame import scripts

KINDS = ("text", "attribute", "url", "html", "json")
_TOKEN = re.compile("zq(" + "|".join(kind.title() for kind in KINDS) + ")([A-Z][A-Za-z]{0,30}?)qz")
_SAFE_URL = re.compile(r"(?:https?://|mailto:|tel:|[./#?])[^\s\x00-\x1f]*\Z|\Z", re.IGNORECASE)


def token(kind: str, name: str) -> str:
    """Return the sentinel of the hole `name` (lower-case letters) of a kind of `KINDS`."""
    return f"zq{kind.title()}{name.title()}qz"


@dataclass(frozen=True, slots=True)
class Hole:
    """A place to fill."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """Finished HTML of one layout at one depth, cut at its holes."""

    parts: tuple[bytes | Hole, ...]
    """HTML, encoded: it stands in every page, and is most of many."""

    def fill(self, values: dict[str, Any]) -> bytes:
        """Join the parts with `values`, each escaped for its hole and encoded.

        Raises:
            KeyError: a hole has no value: a maker forgot it.
            ValueError: a value for a URL hole is no URL that a page may link to.
        """
        return b"".join(
            [part if isinstance(part, bytes) else _fit(part.kind, values[part.name]).encode() for part in self.parts]
        )


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that MkDocs and Material rendered for a portal."""

    chromes: tuple[tuple[str, Chrome], ...]
    """By record key (`chrome:tin-tuc/2`)."""
    files: tuple[tuple[str, bytes], ...]
    """Static pages and theme files by path in the tree, sorted."""
    problems: tuple[Problem, ...] = ()
    """What MkDocs warned of."""
    scripts: tuple[str, ...] = ()
    """Source expressions of the theme's inline scripts, sorted: the only ones that may run."""


def split(html: str) -> Chrome:
    """Cut rendered HTML at its sentinels."""
    parts: list[bytes | Hole] = []
    end = 0
    for match in _TOKEN.finditer(html):
        parts += [html[end : match.start()].encode(), Hole(match[1].lower(), match[2].lower())]
        end = match.end()
    return Chrome((*parts, html[end:].encode()))


def is_unfinished(path: str, data: bytes) -> bool:
    """Say whether a rendered file is a page that still has holes."""
    return path.endswith(".html") and b"zq" in data and bool(_TOKEN.search(data.decode("utf-8", "replace")))


def bundled(
    rendered: Mapping[str, str], files: Iterable[tuple[str, bytes]], templates: Iterable[str], host: str = ""
) -> Bundle:
    """Put together what was rendered, each page with the policy that lets the theme's own scripts run.

    Args:
        rendered: pages with holes, by record key.
        files: everything else by path in the tree, sorted.
        templates: sources of the templates of makers, whose scripts may run, too.
        host: the one other place whose scripts may run.
    """
    hashes = scripts.of_theme(rendered.values(), templates)
    mark, policy = scripts.page_policy(), scripts.page_policy(hashes, host)
    chromes = {key: split(html.replace(mark, policy)) for key, html in rendered.items()}
    return Bundle(
        chromes=tuple(sorted(chromes.items())),
        files=tuple(
            (path, data.replace(mark.encode(), policy.encode()) if path.endswith(".html") else data)
            for path, data in files
        ),
        scripts=hashes,
    )


def _fit(kind: str, value: Any) -> str:
    """Escape `value` for a hole of `kind`."""
    if kind == "html":
        return str(value)
    if kind == "json":
        return script_json(value)
    if kind == "url" and not _SAFE_URL.match(str(value)):
        raise ValueError(f"not a URL that a page may link to: {value!r}")
    return str(escape(value))


def script_json(value: Any) -> str:
    """Write `value` as JSON that may stand inside `<script type="application/ld+json">`."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
