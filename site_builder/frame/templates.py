"""The theme's main templates: Jinja2 with autoescape, from sources that are records of the store.

The sources arrive as records: each template with those that it imports or includes, so a change of one re-makes what
uses it, and workers need no folder. Filters are the house's own way of writing dates, numbers and links.

Compiling takes as long as rendering; Jinja2 keeps what it compiled, as Python keeps its own modules, in a folder of the
machine's that belongs to this user alone. A portal's folder holds none of it: no code comes along with a repository.

Knows: Jinja2 and `text`. Never: reads the disk but for that; never knows what a template shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from site_builder import text
from site_builder.engine.libraries import version_of
from site_builder.frame import flat
from site_builder.frame.flat import LINK, FlatEnvironment
from site_builder.model import Read
from site_builder.model.kinds import TEMPLATE
from site_builder.urls import place, prefix_of, rooted

FILTERS: dict[str, Callable[..., str]] = {
    "day": text.date_short,
    "moment": text.date_time,
    "iso": text.iso,
    "integer": text.integer,
    "decimal": text.decimal,
    "file_size": text.file_size,
    "excerpt": text.excerpt,
}
"""What templates may write a value with."""
_OPTIONS: Any = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
"""What decides how a template is compiled; what other options compiled is left alone."""

_NAMES = re.compile(
    r"\{%[-+]?\s*(?:import|from|include|extends)\s+"
    r"(?:([\"'])(?P<name>[^\"']+)\1\s*(?=[-+]?%\}|(?:as|import|ignore|with|without)\b)|)"
)
"""Where a template names another; no name where one word does not say which."""
_MACRO = re.compile(r"\{%[-+]?\s*macro\b")

Sources: TypeAlias = tuple[tuple[str, str], ...]
"""Name and source of templates; a process compiles those that it uses."""


def records_of(templates: Mapping[str, str]) -> Iterator[tuple[str, Sources]]:
    """Yield the record of each template: its name, and the sources of it and of all that it names."""
    named = {name: _named(source, templates) for name, source in templates.items()}
    for name in templates:
        found = {name}
        while more := {other for one in found for other in named[one]} - found:
            found |= more
        yield TEMPLATE.key(name), tuple((one, templates[one]) for one in sorted(found))


def _named(source: str, templates: Mapping[str, str]) -> set[str]:
    """Return the templates that a source names; all when one of the names is worked out by the template itself."""
    names = {match["name"] for match in _NAMES.finditer(source)}
    return {*templates} if None in names else {*names} & templates.keys()


def render(read: Read, name: str, depth: int, **context: Any) -> str:
    """Render the template `name` for a page at `depth`; it gets `depth` besides its context."""
    return place(fragment(read, name, depth=depth, **context), prefix_of(depth))


def fragment(read: Read, name: str, **context: Any) -> Markup:
    """Render the template `name` for pages of any depth: its links hold `urls.ROOT`, as those of stored bodies do.

    In templates `to(url)` is the link to a rooted URL, and `put(fragment)` is a stored or rendered fragment as it is.
    """
    environment = environment_of(TEMPLATE(read, name))
    template = environment.get_template(name)
    known = template.new_context({**environment.globals, **context}, shared=True)
    try:
        return Markup("".join(template.root_render_func(known)))  # noqa: S704 - a template's own
    except Exception:  # noqa: BLE001 - it is raised again, with the template's own line
        environment.handle_exception()


@lru_cache(maxsize=64)
def environment_of(sources: Sources) -> Environment:
    """Make the environment of one set of template sources."""
    environment = FlatEnvironment(
        loader=DictLoader(dict(sources)),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=_kept(sources),
        **_OPTIONS,
    )
    environment.filters |= {name: _when_rendered(function) for name, function in FILTERS.items()}
    environment.filters[LINK] = rooted
    environment.globals |= {LINK: rooted, "put": Markup}
    return environment


def _when_rendered(function: Callable[..., str]) -> Callable[..., str]:
    """Keep a filter from being worked out while a template is compiled: nothing of ours stands in what is kept."""

    @pass_context
    def filtered(_context: Context, *args: Any) -> str:
        return function(*args)

    return filtered


class _Kept(FileSystemBytecodeCache):
    """Keeps compiled templates where that is possible; what cannot be kept is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _kept(sources: Sources) -> _Kept | None:
    """Return where compiled templates are kept; None where the folder is another's, or there is none.

    What is compiled of one depends on those whose macros are put into it, and on how that is done.
    """
    try:
        macros = tuple(source for _, source in sources if _MACRO.search(source))
        options = sha256(repr((_OPTIONS, macros, Path(flat.__file__).read_bytes())).encode()).hexdigest()[:8]
        return _Kept(pattern=f"cchc-{version_of('cchc-portal')}-{options}-%s.cache")
    except (RuntimeError, OSError):
        return None
