"""START HERE: read → check → plan → make → swap.

    read    every changed source once (`sources`)
    check   all problems of all files, together; an error stops here and the old site stands
    plan    every file of the site (`plan`)
    make    only what is stale, in as many processes as asked (`engine`)
    swap    the complete new tree takes the old one's place, at once

The outer page comes from MkDocs, which is started only when one of its inputs changed: whoever calls `build`
hands over the function that does it, so nothing below this floor knows MkDocs.

Knows: the order of the work, and what a build reports. Never: prints; never asks the clock.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from site_builder import content
from site_builder.cache import reading, static_pages
from site_builder.cache.inputs import chrome_inputs, code_version, ledger_inputs, theme_dir
from site_builder.cache.upcoming import Upcoming, Verify, hidden
from site_builder.content import Vocabulary
from site_builder.engine import Candidate, Item, Outcome, Workspace
from site_builder.engine.targets import digest
from site_builder.errors import ContentError, MakeError, Problem, SettingsError, errors_of
from site_builder.frame.chrome import Bundle
from site_builder.frame.scripts import of_theme
from site_builder.model import Article, PageLinks, Taxonomy
from site_builder.model.ledger import ACTIVITY_IDS, Ledger
from site_builder.model.settings import MAX_FILE, Settings
from site_builder.text import EPOCH

if TYPE_CHECKING:
    from site_builder.plan import Site

__all__ = ["Check", "Options", "Rendered", "Report", "build", "check"]

STATE = Path(".cache", "cchc")
"""Folder of the disposable state, below the portal's folder."""
_QUIET: reading.Progress = lambda _stage, _done, _all: None  # noqa: E731 - a value, passed around


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What MkDocs gives: the settings it read and, when asked for, the chrome."""

    settings: Settings
    bundle: Bundle
    links: tuple[PageLinks, ...] = ()
    """Of the static pages."""


RenderChrome: TypeAlias = Callable[[Path], Rendered]
"""Render the chrome of the portal in a folder; raises SettingsError."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How to build."""

    now: datetime
    jobs: int = 1
    full: bool = False
    plan_all: bool = False
    drafts: bool = False
    executor: Executor | None = None
    progress: reading.Progress = _QUIET
    state: Path = STATE
    """Folder of the state, below the portal's folder."""
    link: str = "public"
    """Name of the link that readers follow, below the portal's folder."""
    encoded: bool = False
    """Make compressed copies for a web server, too."""
    label: str | None = None
    """Names this state of the site (a commit); the one before it is then kept to go back to."""
    strict: bool = False
    """For the public: what `cchc init` left for people to change is an error, not a warning."""
    verify: Verify | None = None
    """Looks at the new tree before it is shown; raises SiteError when readers must not see it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a build did."""

    articles: int
    targets: int
    made: tuple[str, ...]
    """Paths whose bytes are new or changed."""
    deleted: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    scheduled: tuple[tuple[str, datetime], ...] = ()
    """Files of embargoed articles and when they come out."""
    tree: Path = field(default_factory=Path)
    due: datetime | None = None
    """When the site changes next by itself."""
    base_path: str = "/"
    """Path of the site on its server, with `/` at both ends."""
    moved: tuple[tuple[str, str], ...] = ()
    """Old rooted URL and new one of every alias."""
    gone: tuple[str, ...] = ()
    """Rooted URLs of withdrawn articles, whose pages are notices."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """What a check found."""

    articles: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """A portal as read and checked."""

    vocabulary: Vocabulary
    ledger: Ledger
    rendered: Rendered | None
    """None when settings or taxonomy are wrong."""
    reading: reading.Reading
    problems: tuple[Problem, ...]


def build(root: Path, render_chrome: RenderChrome, options: Options) -> Report:
    """Build the portal in `root`; the link then leads to the complete new site.

    Raises:
        SiteError: for what a person can put right; the old site stands.
    """
    link = root / options.link
    with _collecting_seldom(), Workspace.open(root / options.state, link) as workspace:
        files = list_files(root)
        stamp = _stamp(root, files, options)
        done = _unchanged(workspace, stamp, options)
        if done:
            if options.label is not None:
                workspace.set_label(options.label)
            return done
        inputs = read_all(root, workspace, render_chrome, options, files)
        if inputs.rendered is None or errors_of(inputs.problems):
            raise ContentError(*inputs.problems)
        seen = reading.see(inputs.reading)
        site = _site(inputs.rendered, inputs, seen, options)
        _keep(root, workspace, inputs.rendered, inputs, site)
        due = next_due(seen, inputs.vocabulary, options.now)
        articles = reading.unseen(workspace, inputs.reading) if options.verify else []
        look = partial(_verify, root, site, inputs.rendered, articles, options) if options.verify else None
        outcome = _make(workspace, site, due, options, stamp, look)
        report = _report(workspace, outcome, seen, site, inputs.problems, due)
        workspace.save("report", [Item("report", stamp, report)])
        return report


def check(root: Path, render_chrome: RenderChrome, options: Options) -> Check:
    """Check the portal in `root`: every problem of every file. Write nothing but the cache."""
    with _collecting_seldom(), Workspace.open(root / options.state, root / options.link) as workspace:
        try:
            files = list_files(root)
        except ContentError as error:
            return Check(articles=0, problems=error.problems)
        inputs = read_all(root, workspace, render_chrome, options, files)
        _, told = content.read_wording(root, theme_dir(), inputs.vocabulary.taxonomy)
        return Check(articles=inputs.reading.files, problems=(*inputs.problems, *told))


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Have Python look for garbage seldom: many thousand values live as long as the build, and hold no circles."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def list_files(root: Path) -> reading.Files:
    """List articles and media, and what lies beside them that nothing reads.

    Raises:
        ContentError: a link leads out of the portal; nothing is read through it, not to tell more either.
    """
    if unfit := tuple(content.unfit_paths(root)):
        raise ContentError(*unfit)
    files, problems = content.list_files(root)
    return reading.group(files, (*problems, *content.find_strays(root)))


def read_all(
    root: Path,
    workspace: Workspace,
    render_chrome: RenderChrome,
    options: Options,
    files: reading.Files | None = None,
) -> Inputs:
    """Read and check everything; a mistake in one kind of file hides no mistake in another."""
    files = files or list_files(root)
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
    manner = reading.Manner(
        root=root,
        now=options.now,
        drafts=options.drafts,
        jobs=options.jobs,
        progress=options.progress,
        markdown=rendered.settings.markdown if rendered else (),
        code=code_version(),
        static=tuple(path for path, _ in rendered.bundle.files) if rendered else (),
        pages=rendered.links if rendered else (),
        max_file=rendered.settings.max_file_bytes if rendered else MAX_FILE,
    )
    found = reading.read(workspace, files, vocabulary, manner)
    if rendered:
        shown = static_pages.shown_media(rendered.bundle.files, rendered.settings)
        problems += static_pages.missing_media(root, shown, found.media)
    return Inputs(
        vocabulary=vocabulary,
        ledger=ledger,
        rendered=rendered,
        reading=found,
        problems=tuple(sorted({*problems, *found.problems})),
    )


# Nothing changed


def _stamp(root: Path, files: reading.Files, options: Options) -> str:
    """Digest everything that a build depends on but the moment."""
    how = (code_version(), options.drafts, options.strict)
    return digest((files.stats, files.problems, chrome_inputs(root), ledger_inputs(root), *how))


def _unchanged(workspace: Workspace, stamp: str, options: Options) -> Report | None:
    """Return the last report when nothing changed since, with nothing made."""
    due = workspace.note("due") or ""
    started = workspace.note("built") or ""
    now = options.now.isoformat()
    if options.full or options.plan_all or workspace.note("stamp") != stamp or not started <= now < (due or "9"):
        return None
    last: Report | None = workspace.load("report", "report") if "report" in workspace.bases("report") else None
    if last is None or workspace.bases("report")["report"] != stamp:
        return None
    return replace(last, made=(), deleted=(), unchanged=last.targets)


# The chrome


def _rendered(root: Path, workspace: Workspace, render_chrome: RenderChrome) -> Rendered:
    """Return settings and chrome; start MkDocs only when one of its inputs changed."""
    key = digest((chrome_inputs(root), code_version()))
    if workspace.bases("rendered").get("rendered") == key:
        rendered: Rendered = workspace.load("rendered", "rendered")
        return rendered
    rendered = render_chrome(root)
    if rendered.bundle.chromes:  # a check on behalf of MkDocs comes before anything is rendered
        workspace.save("rendered", [Item("rendered", key, rendered)])
    return rendered


# Records, targets, report


def _site(rendered: Rendered, inputs: Inputs, seen: reading.Seen, options: Options) -> Site:
    from site_builder.plan import Site  # noqa: PLC0415 - with it come all makers

    return Site(
        settings=rendered.settings,
        taxonomy=inputs.vocabulary.taxonomy,
        calendar=inputs.vocabulary.calendar,
        ledger=inputs.ledger,
        articles=seen.articles,
        hidden=seen.hidden,
        static=tuple(path for path, _ in rendered.bundle.files),
        page_media=tuple(sorted(static_pages.shown_media(rendered.bundle.files, rendered.settings))),
        now=options.now,
    )


def _keep(
    root: Path,
    workspace: Workspace,
    rendered: Rendered,
    inputs: Inputs,
    site: Site,
) -> None:
    """Store every record that makers may read, and drop those that no longer are."""
    reading.keep_records(workspace, inputs.reading)
    shown = {path for article in site.articles for path in article.media}
    reading.keep_assets(workspace, inputs.reading.assets, sorted({*shown, *site.page_media}))
    items = [*small_records(root, rendered.settings, site.taxonomy), *_rendered_records(rendered, site)]
    small = {item.key: item for item in items}
    bases = workspace.bases("record")
    ours = (key for key in bases if not key.startswith(_ELSEWHERE) or key.startswith(f"facts:{ACTIVITY_IDS}"))
    workspace.drop("record", [key for key in ours if key not in small])
    changed = [item for item in items if bases.get(item.key) != item.basis]
    workspace.drop("record", [item.key for item in changed if item.key in _KEPT_WHOLE])
    workspace.save("record", changed)
    reading.keep_works(workspace, site.census.months)


_KEPT_WHOLE = ("root",)
"""Records whose digest does not tell everything that they hold."""


_ELSEWHERE = ("facts:", "body:", "asset:", "works:", "counts:")
"""Records that `sources` keeps."""


def small_records(root: Path, settings: Settings, taxonomy: Taxonomy) -> Iterable[Item]:
    """Yield the records of settings, templates and taxonomy."""
    from site_builder.plan import Root  # noqa: PLC0415 - with it come all makers

    terms = Taxonomy(
        genres=taxonomy.genres, channels=taxonomy.channels, outlets=taxonomy.outlets, columns=taxonomy.columns,
        programmes=taxonomy.programmes, directives=taxonomy.directives, legal=taxonomy.legal,
    )  # fmt: skip
    values: list[tuple[str, object]] = [
        ("settings", settings),
        ("templates", templates(root)),
        ("taxonomy", taxonomy),
        ("terms", terms),
        *((f"topic:{topic.id}", topic) for topic in taxonomy.topics),
        *((f"agency:{agency.id}", agency) for agency in taxonomy.agencies),
        *((f"heirs:{agency.id}", _heirs(taxonomy, agency.id)) for agency in taxonomy.agencies),
    ]
    yield Item("root", str(root.resolve()), Root(folder=str(root.resolve())))
    for key, value in values:
        yield Item(key, digest(value), value)


def _rendered_records(rendered: Rendered, site: Site) -> Iterable[Item]:
    """Yield the records of what MkDocs rendered, and of the periods."""
    values: list[tuple[str, object]] = [
        *rendered.bundle.chromes,
        *((f"static:{path}", data) for path, data in rendered.bundle.files),
        *((f"period:{period.id}", period) for period in site.periods),
        *((f"ledger:{period.id}", site.ledger_of(period)) for period in site.periods),
        *((f"facts:{work.id}", work) for work in site.works_without_page),
        *((f"segment:{segment.name}", segment) for segment in site.segments),
    ]
    for key, value in values:
        yield Item(key, digest(value), value)


def _heirs(taxonomy: Taxonomy, id_: str) -> tuple[object, ...]:
    """Return the agencies in an agency's place today, empty while it lives on."""
    agency = taxonomy.agency_by_id[id_]
    return tuple(heir for heir in taxonomy.living_successors(agency) if heir.id != id_)


def templates(root: Path) -> tuple[tuple[str, str], ...]:
    """Read the main templates of the theme; a portal's own `theme/templates` wins, file by file."""
    folders = (theme_dir() / "templates", root / "theme" / "templates")
    found = {file.name: file for folder in folders for file in sorted(folder.glob("*.html"))}
    return tuple((name, file.read_text(encoding="utf-8")) for name, file in sorted(found.items()))


def _verify(
    root: Path, site: Site, rendered: Rendered, articles: Iterable[Article], options: Options, candidate: Candidate
) -> None:
    """Have the publisher look at the new tree, if there is one who does."""
    if options.verify is None:
        return
    public = tuple(article.path for article in site.articles if article.status != "withdrawn")
    options.verify(
        Upcoming(
            root=root,
            candidate=candidate,
            settings=site.settings,
            hidden=hidden(root, articles, options.now),
            public=public,
            scripts=(*rendered.bundle.scripts, *of_theme((), (text for _, text in templates(root)))),
        )
    )


def _make(
    workspace: Workspace,
    site: Site,
    due: datetime | None,
    options: Options,
    stamp: str,
    verify: Callable[[Candidate], None] | None,
) -> Outcome:
    """Make what is stale, have it looked at, and swap the new tree in."""
    from site_builder.plan import plan  # noqa: PLC0415 - with it come all makers

    try:
        return workspace.update(
            plan(site),
            code_version(),
            jobs=options.jobs,
            full=options.full,
            plan_all=options.plan_all,
            executor=options.executor,
            progress=lambda done, all_: options.progress("Dựng trang", done, all_),
            encoded=options.encoded,
            label=options.label,
            verify=verify,
            notes={"stamp": stamp, "built": options.now.isoformat(), "due": due.isoformat() if due else ""},
        )
    except MakeError as error:
        from site_builder.plan.culprits import explained  # noqa: PLC0415 - seldom needed

        raise explained(error, site, partial(workspace.load, "record")) from error


def next_due(seen: reading.Seen, vocabulary: Vocabulary, now: datetime) -> datetime | None:
    """Return the next instant at which the site changes by itself: an embargo ends, a period begins or ends."""
    near = vocabulary.calendar.between(now.date(), (now + timedelta(days=400)).date())
    turns = [moment for period in near for moment in (period.starts, period.ends)]
    dues = [] if seen.due is None else [EPOCH + timedelta(microseconds=seen.due)]
    return min((moment for moment in (*dues, *turns) if moment > now), default=None)


def _report(
    workspace: Workspace,
    outcome: Outcome,
    seen: reading.Seen,
    site: Site,
    problems: tuple[Problem, ...],
    due: datetime | None,
) -> Report:
    return Report(
        articles=len(seen.articles),
        targets=outcome.targets,
        made=outcome.made,
        deleted=outcome.deleted,
        unchanged=outcome.unchanged,
        problems=problems,
        scheduled=seen.scheduled,
        tree=workspace.tree or Path(),
        due=due,
        base_path=f"{site.settings.site_path}/",
        moved=tuple((alias, article.url) for article in site.articles for alias in article.aliases),
        gone=tuple(article.url for article in site.articles if article.status == "withdrawn"),
    )
