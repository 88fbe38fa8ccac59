"""One report from everything that is known of a period: the numbers, the items behind them, what they compare with.

What other portals and units sent in (`Source`) is counted together with our own; an item that came in twice counts
once, for whoever is first: our own portal, then the sources in the given order.

Knows: what goes into a report. Never: formats; never asks what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from site_builder.counting import figures
from site_builder.counting.axes import NONE
from site_builder.model import Article, Taxonomy
from site_builder.model.ledger import ACTIVITY_IDS, Activity, Ledger, as_articles
from site_builder.model.periods import Calendar, Period
from site_builder.model.settings import Settings
from site_builder.reports import comparing, rollup, spans
from site_builder.reports import letterhead as letterheads
from site_builder.reports.duties import recipient
from site_builder.reports.listing import TAG, Listing
from site_builder.reports.reached import Reckoning, plan_lines
from site_builder.reports.report import Comparison, Entry, PlanLine, Report, Share
from site_builder.reports.sums import activity_sums, alike
from site_builder.text import VIETNAM

OWN = "cổng này"
"""Kind of share of what we published ourselves."""


class Source(Protocol):
    """What another portal or unit sent in (see `include`)."""

    @property
    def name(self) -> str:
        """Name of the portal or unit."""

    @property
    def kind(self) -> str:
        """`cổng khác` or `biểu Excel`."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All its works, rows of activities that count (`ledger.as_articles`) included.

        `source_url` is the address; a portal's item has its `tag:…` as id. An agency, topic, genre or column that our
        taxonomy does not have stands under its name instead of an id.
        """

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Its rows of activities, for the list and the sums; none of them is counted from here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Own:
    """What counts of our own, of the asked agency only when one is asked."""

    name: str
    works: tuple[Article, ...]
    activities: tuple[Activity, ...]
    """Of the period, up to now."""
    anything: tuple[Article, ...]
    """Works of the whole portal: whether there was a portal at all in an earlier span."""
    heirs: Mapping[str, str]
    scope: frozenset[str]
    """Ids of the agencies that are asked for; empty for all."""


def assemble(
    articles: Iterable[Article],
    ledger: Ledger,
    taxonomy: Taxonomy,
    calendar: Calendar,
    settings: Settings,
    *,
    period: Period,
    now: datetime,
    scope: str = "",
    rolled: bool = False,
    included: Sequence[Source] = (),
    due_units: Iterable[str] = (),
) -> Report:
    """Make the report of a period; `articles` are as seen at `now`, without the works of `ledger`.

    With `scope` (an agency's id) only what that agency and those below it did is counted, besides what is included.
    `rolled` puts items under the living heirs of merged agencies. `due_units` are names or agency ids of those who
    should have sent something in. What was filed is compared with a report made as that was, rolled up or not.
    """
    articles = tuple(articles)
    heirs = rollup.heirs(taxonomy) if rolled else {}
    asked = figures.within(taxonomy, heirs.get(scope, scope)) if scope else frozenset()
    name = letterheads.reporter(taxonomy, settings, period, scope)
    rows = tuple(row for row in ledger.activities if row.date <= now.astimezone(VIETNAM).date())
    own = _own(articles, rows, taxonomy, period, name=name, heirs=heirs, asked=asked)
    brought = _brought(own, included, settings)
    report = Report(
        **_counted(own, included, brought, taxonomy, settings, period),
        **_whose(taxonomy, settings, ledger, period, scope),
        as_of=now.astimezone(VIETNAM).date() if now < period.ends else None,
        comparisons=() if included else _comparisons(own, period, calendar),
        plan=_plan(own, included, brought, ledger, taxonomy, period),
        shares=_shares(own, included, brought, period),
        missing=_missing(due_units, included, taxonomy),
        words=ledger.words_of(period.id, scope),
        filed=None,
        changes=(),
        rolled=rolled,
    )
    filed = ledger.filed_of(period.id, scope)
    if filed is None:
        return report
    if filed.rolled == rolled:
        return comparing.compared(filed, report)
    like = assemble(
        articles, ledger, taxonomy, calendar, settings, period=period, now=now, scope=scope, rolled=filed.rolled,
        included=included,
    )  # fmt: skip
    return replace(report, filed=like.filed, changes=like.changes, item_changes=like.item_changes)


def _whose(taxonomy: Taxonomy, settings: Settings, ledger: Ledger, period: Period, scope: str) -> dict[str, Any]:
    """Return who reports by which portal, and the period as that agency owes it."""
    owed = replace(period, recipient=recipient(period, taxonomy, ledger, scope))
    head = letterheads.letterhead(taxonomy, settings, owed, scope)
    portal = {"portal": settings.site_name, "site_url": settings.site_url, "authority": settings.feed_authority}
    return {"period": owed, "agency": head.full, "scope": scope, "letterhead": head, **portal}


def _own(
    articles: Iterable[Article],
    rows: Iterable[Activity],
    taxonomy: Taxonomy,
    period: Period,
    *,
    name: str,
    heirs: Mapping[str, str],
    asked: frozenset[str],
) -> _Own:
    """Gather our own works and activities, rolled up and narrowed as asked."""
    told = tuple(replace(row, agency=heirs.get(row.agency, row.agency)) if heirs else row for row in rows)
    works = (*articles, *as_articles(told))
    every = rollup.roll_up(works, taxonomy) if heirs else works
    return _Own(
        name=name,
        works=tuple(work for work in every if work.agency in asked) if asked else every,
        activities=tuple(row for row in told if _holds(period, row) and (not asked or row.agency in asked)),
        anything=every,
        heirs=heirs,
        scope=asked,
    )


def _holds(period: Period, row: Activity) -> bool:
    return period.since <= row.date <= period.until


def _brought(own: _Own, included: Sequence[Source], settings: Settings) -> tuple[tuple[Article, ...], ...]:
    """Return each source's works without those that came before; works without a `tag:` get an id of their own."""
    if not included:
        return ()
    seen = {f"{TAG}{settings.feed_authority}:bai:{work.id}" for work in own.works}
    seen |= {_address(work, settings) for work in own.works}
    found = []
    for number, source in enumerate(included, start=1):
        fresh = []
        for work in source.articles:
            marks = {mark for mark in (work.id if work.id.startswith(TAG) else "", work.source_url) if mark}
            if not marks & seen:
                seen |= marks
                fresh.append(work if work.id.startswith(TAG) else replace(work, id=f"{ACTIVITY_IDS}{number}:{work.id}"))
        found.append(tuple(fresh))
    return tuple(found)


def _address(work: Article, settings: Settings) -> str:
    return work.source_url if work.id.startswith(ACTIVITY_IDS) else settings.absolute(work.url)


def _counted(
    own: _Own,
    included: Sequence[Source],
    brought: Sequence[Sequence[Article]],
    taxonomy: Taxonomy,
    settings: Settings,
    period: Period,
) -> dict[str, Any]:
    """Return the numbers and the lists behind them."""
    works = (*own.works, *(work for share in brought for work in share))
    sources = {work.id: source.name for source, share in zip(included, brought, strict=True) for work in share}
    found = figures.count(works, period, taxonomy)
    entries = Listing(taxonomy, settings, sources).entries(works, period)
    aired = (airing for entry in entries for airing in entry.aired)
    activities = _activities(own, included, period)
    return {
        "figures": found,
        "columns": found.columns,
        "entries": entries,
        "airings": tuple(sorted(aired, key=lambda one: (one.date, one.channel, one.outlet, one.title, one.url))),
        "activities": activities,
        "sums": activity_sums(activities, taxonomy),
        "unfit": _unfit(entries) if taxonomy.directives else (),
    }


def _activities(own: _Own, included: Sequence[Source], period: Period) -> tuple[Activity, ...]:
    brought = (row for source in included for row in source.activities if _holds(period, row))
    return (*own.activities, *brought)


def _unfit(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the works that stand under no content area of the directive."""
    return tuple(entry for entry in entries if entry.counts_as_work and dict(entry.rows)["directive"] == (NONE,))


def _comparisons(own: _Own, period: Period, calendar: Calendar) -> tuple[Comparison, ...]:
    """Count the period before and the same days of last year, when the portal had anything then."""
    return tuple(
        Comparison(label=f"{span.label} ({span.span})", count=figures.total_of(own.works, span))
        for span in spans.compared(period, calendar)
        if figures.total_of(own.anything, span)
    )


def _plan(
    own: _Own,
    included: Sequence[Source],
    brought: Sequence[Sequence[Article]],
    ledger: Ledger,
    taxonomy: Taxonomy,
    period: Period,
) -> tuple[PlanLine, ...]:
    """Measure the period's targets; for one agency, those of that agency and below it."""
    targets = [
        target for target in ledger.plan if not own.scope or own.heirs.get(target.agency, target.agency) in own.scope
    ]
    against = Reckoning(
        articles=(*own.works, *(work for share in brought for work in share)),
        activities=[row for row in _activities(own, included, period) if not row.is_work],
        period=period,
        taxonomy=taxonomy,
        heirs=own.heirs,
    )
    return plan_lines(targets, against)


def _shares(
    own: _Own, included: Sequence[Source], brought: Sequence[Sequence[Article]], period: Period
) -> tuple[Share, ...]:
    """Return what each source brought, our own first."""
    parts = [(own.name, OWN, own.works, own.activities)]
    for source, works in zip(included, brought, strict=True):
        rows = tuple(row for row in source.activities if _holds(period, row))
        parts.append((source.name, source.kind, tuple(works), rows))
    return tuple(_share(name, kind, works, rows, period) for name, kind, works, rows in parts)


def _share(name: str, kind: str, works: Iterable[Article], rows: Sequence[Activity], period: Period) -> Share:
    total = figures.total_of(works, period)
    return Share(
        name=name, kind=kind, works=total.works, airings=total.airings, minutes=total.minutes, activities=len(rows)
    )


def _missing(due_units: Iterable[str], included: Sequence[Source], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the names of the units that should have sent something in and have not."""
    came = {alike(source.name) for source in included}
    agencies = [(unit, taxonomy.agency_by_id.get(unit)) for unit in due_units]
    found = []
    for unit, agency in agencies:
        names = {entry.name for entry in agency.names} if agency else {unit}
        if not {alike(name) for name in names} & came:
            found.append(agency.listed if agency else unit)
    return tuple(dict.fromkeys(found))
