"""The theme's main templates: Jinja2 with autoescape, from sources that are records of the store.

The sources arrive as one record (`templates`), so a change of any template re-makes what uses templates, and
workers need no folder. Filters are the house's own way of writing dates, numbers and links.

Knows: Jinja2 and `text`. Never: reads the disk; never knows what a template shows.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any, TypeAlias

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from site_builder import text
from site_builder.model import Read
from site_builder.urls import place, prefix_of, relative

Sources: TypeAlias = tuple[tuple[str, str] | tuple[str, str, bytes], ...]
"""Name and source of each template, and what `compiled` adds."""


class _Compiled(BytecodeCache):
    """Hands templates out that were compiled before."""

    def __init__(self, codes: Mapping[str, bytes]) -> None:
        self._codes = codes

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:  # noqa: ARG002
        """Return a template's code, or an empty bucket."""
        bucket = Bucket(environment, name, "")
        if name in self._codes:
            code: CodeType = marshal.loads(self._codes[name])  # noqa: S302 - our own record
            bucket.code = code
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep nothing: whoever wants it kept calls `compiled`."""


def compiled(sources: Sources) -> Sources:
    """Add the code of each template, so that a build of one article compiles none.

    The code is right for this version of the program, of Jinja2 and of Python only.
    """
    environment = _environment(sources)
    codes = ((name, source, environment.compile(source, name)) for name, source, *_ in sources)
    return tuple((name, source, marshal.dumps(code)) for name, source, code in codes)


def render(read: Read, name: str, depth: int, **context: Any) -> str:
    """Render the template `name` for a page at `depth`.

    In templates `to(url)` is the link to a rooted URL from that depth, and `put(fragment)` is a stored body
    fragment placed there.
    """
    return (
        _environment(read("templates"))
        .get_template(name)
        .render(
            depth=depth,
            to=lambda url: relative(url, depth),
            put=lambda fragment: Markup(place(fragment, prefix_of(depth))),  # noqa: S704 - sanitised by markup
            **context,
        )
    )


@lru_cache(maxsize=4)
def _environment(sources: Sources) -> Environment:
    """Make the environment of one set of template sources."""
    environment = Environment(
        loader=DictLoader({name: source for name, source, *_ in sources}),
        bytecode_cache=_Compiled({name: code for name, _, *codes in sources for code in codes}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "day": text.date_short,
        "moment": text.date_time,
        "iso": text.iso,
        "integer": text.integer,
        "decimal": text.decimal,
        "file_size": text.file_size,
        "excerpt": text.excerpt,
    }
    return environment
