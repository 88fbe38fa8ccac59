"""The theme's main templates: Jinja2 with autoescape, from sources that are records of the store.

The sources arrive as one record (`templates`), so a change of any template re-makes what uses templates, and
workers need no folder. Filters are the house's own way of writing dates, numbers and links.

Knows: Jinja2 and `text`. Never: reads the disk; never knows what a template shows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from site_builder import text
from site_builder.model import Read
from site_builder.urls import place, prefix_of, relative

Sources: TypeAlias = tuple[tuple[str, str], ...]
"""Name and source of each template; a process compiles those that it uses."""


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
        loader=DictLoader(dict(sources)),
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
