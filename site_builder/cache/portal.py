"""A portal read: every kind of file, each once, and every problem of all of them.

The outer page comes from MkDocs, which is started only when one of its inputs changed: whoever builds hands over the
function that does it, so nothing below knows MkDocs.

Knows: which kinds of files a portal has, and what is asked of each. Never: stops at the first problem.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from site_builder import content
from site_builder.cache import listing, reading, static_pages
from site_builder.cache.inputs import chrome_inputs
from site_builder.cache.listing import Files
from site_builder.cache.options import Options, ReadOptions
from site_builder.cache.reading import Reading
from site_builder.cache.versions import code_of_reading, code_version
from site_builder.content import Vocabulary
from site_builder.engine import Item, Workspace
from site_builder.engine.targets import digest
from site_builder.errors import ContentError, Problem, SettingsError, errors_of
from site_builder.frame.chrome import Bundle, is_unfinished
from site_builder.model import PageLinks
from site_builder.model.ledger import Ledger
from site_builder.model.settings import MAX_FILE, Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What MkDocs gives: the settings it read and, when asked for, the chrome."""

    settings: Settings
    bundle: Bundle
    links: tuple[PageLinks, ...] = ()
    """Of the static pages."""

    @property
    def static(self) -> tuple[str, ...]:
        """Paths of static pages and theme files in the tree."""
        return tuple(path for path, _ in self.bundle.files)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Paths of static pages that show what changes with articles."""
        return tuple(path for path, data in self.bundle.files if is_unfinished(path, data))

    def shown_media(self) -> dict[str, str]:
        """Return the rooted path of every file of content that static pages or the frame show, with who shows it."""
        return static_pages.shown_media(self.bundle.files, self.settings)


RenderChrome: TypeAlias = Callable[[Path], Rendered]
"""Render the chrome of the portal in a folder; raises SettingsError."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Portal:
    """A portal as read."""

    vocabulary: Vocabulary
    ledger: Ledger
    rendered: Rendered | None
    """None when settings or taxonomy are wrong."""
    reading: Reading
    problems: tuple[Problem, ...]
    """Of all files, sorted."""

    def checked(self) -> Rendered:
        """Return what MkDocs rendered of a portal without errors.

        Raises:
            ContentError: there are some.
        """
        if self.rendered is None or errors_of(self.problems):
            raise ContentError(*self.problems)
        return self.rendered


def list_files(root: Path, workspace: Workspace | None = None) -> Files:
    """List articles and media, and what lies beside them that nothing reads.

    With a workspace, what is known of folders is kept there.

    Raises:
        ContentError: a link leads out of the portal; nothing is read through it, not to tell more either.
    """
    if unfit := tuple(content.unfit_paths(root)):
        raise ContentError(*unfit)
    files = listing.list_files(root, workspace)
    return replace(files, problems=(*files.problems, *content.find_strays(root)))


def read(
    root: Path, workspace: Workspace, render_chrome: RenderChrome, options: Options, files: Files | None = None
) -> Portal:
    """Read everything; a mistake in one kind of file hides no mistake in another."""
    files = files or list_files(root, workspace)
    vocabulary = content.read_taxonomy(root)
    ledger, told = content.read_ledger(root, vocabulary.taxonomy, vocabulary.calendar)
    conflicts = content.of_the_frame(root)
    problems = [*files.problems, *vocabulary.problems, *told, *conflicts]
    rendered = None
    try:
        if not errors_of(vocabulary.problems) and not conflicts:
            rendered = _rendered(root, workspace, render_chrome)
            problems += rendered.bundle.problems
            problems += content.unchanged(root, rendered.settings, vocabulary.taxonomy, strict=options.strict)
    except SettingsError as error:
        problems += error.problems
    found = reading.read(workspace, files, vocabulary, _how(root, options, rendered))
    if rendered:
        problems += static_pages.missing_media(root, rendered.shown_media(), found.media)
    return Portal(
        vocabulary=vocabulary,
        ledger=ledger,
        rendered=rendered,
        reading=found,
        problems=tuple(sorted({*problems, *found.problems})),
    )


def _how(root: Path, options: Options, rendered: Rendered | None) -> ReadOptions:
    return ReadOptions(
        root=root,
        now=options.now,
        drafts=options.drafts,
        jobs=options.jobs,
        executor=options.executor,
        progress=options.progress,
        markdown=rendered.settings.markdown if rendered else (),
        code=code_of_reading(),
        static=rendered.static if rendered else (),
        pages=rendered.links if rendered else (),
        max_file=rendered.settings.max_file_bytes if rendered else MAX_FILE,
    )


def _rendered(root: Path, workspace: Workspace, render_chrome: RenderChrome) -> Rendered:
    """Return settings and chrome; start MkDocs only when one of its inputs changed."""
    key = digest((chrome_inputs(root), code_version()))
    if workspace.bases("rendered").get("rendered") == key:
        kept: Rendered = workspace.load("rendered", "rendered")
        return kept
    rendered = render_chrome(root)
    if rendered.bundle.chromes:  # a check on behalf of MkDocs comes before anything is rendered
        workspace.save("rendered", [Item("rendered", key, rendered)])
    return rendered
