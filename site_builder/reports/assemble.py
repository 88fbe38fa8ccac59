"""One report from everything that is known of a period: the numbers, the items behind them, what they compare with.

What other portals and units sent in (`Included`) is counted together with our own; an item that came in twice counts
once, for whoever is first: our own portal, then the sources in the given order.

Knows: what goes into a report. Never: formats; never asks what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from site_builder.counting import figures
from site_builder.counting.axes import NONE
from site_builder.model import Article, Taxonomy
from site_builder.model.ledger import ACTIVITY_IDS, Activity, Ledger, as_articles
from site_builder.model.periods import Calendar, Period
from site_builder.model.settings import Settings
from site_builder.reports import comparing, rollup, spans
from site_builder.reports import letterhead as letterheads
from site_builder.reports.duties import recipient
from site_builder.reports.include import Included
from site_builder.reports.listing import Lister
from site_builder.reports.reached import Reckoning, plan_lines
from site_builder.reports.report import Comparison, PlanLine, Report, ReportEntry, SourceShare
from site_builder.reports.sums import activity_sums
from site_builder.text import VIETNAM
from site_builder.urls import TAG, guid

OWN = "cổng này"
"""Kind of share of what we published ourselves."""


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What our own portal has and knows: a report of any period is made from it."""

    articles: tuple[Article, ...]
    """As seen at the moment of the report, without the works of `ledger`."""
    ledger: Ledger
    taxonomy: Taxonomy
    calendar: Calendar
    settings: Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class _Own:
    """Our own works, of the asked agency only when one is asked."""

    works: tuple[Article, ...]
    activities: tuple[Activity, ...]
    """Of the period, up to now."""
    anything: tuple[Article, ...]
    """Works of the whole portal: whether there was a portal at all in an earlier span."""
    heirs: Mapping[str, str]
    scope: frozenset[str]
    """Ids of the agencies that are asked for; empty for all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Brought:
    """What one source, or our own portal, brings into the report: nothing that another brought before it."""

    name: str
    kind: str
    works: tuple[Article, ...]
    activities: tuple[Activity, ...]
    """Of the period."""


def assemble(
    holdings: Holdings,
    *,
    period: Period,
    now: datetime,
    scope: str = "",
    rolled: bool = False,
    included: Sequence[Included] = (),
) -> Report:
    """Make the report of a period.

    With `scope` (an agency's id) only what that agency and those below it did is counted, besides what is included.
    `rolled` puts items under the living heirs of merged agencies. What was filed is compared with a report made as that
    was, rolled up or not.
    """
    taxonomy, settings, ledger = holdings.taxonomy, holdings.settings, holdings.ledger
    own = _own(holdings, period, now, scope, rolled=rolled)
    name = letterheads.reporter(taxonomy, settings, period, scope)
    brought = (
        _Brought(name=name, kind=OWN, works=own.works, activities=own.activities),
        *_others(own, included, period, settings),
    )
    report = Report(
        **_counted(brought, holdings, period),
        **_whose(holdings, period, scope),
        as_of=now.astimezone(VIETNAM).date() if now < period.ends else None,
        comparisons=() if included else _comparisons(own, period, holdings.calendar),
        plan=_plan(own, brought, holdings, period),
        shares=tuple(_share(one, period) for one in brought),
        missing=(),
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
    like = assemble(holdings, period=period, now=now, scope=scope, rolled=filed.rolled, included=included)
    return replace(report, filed=like.filed, changes=like.changes, item_changes=like.item_changes)


def _whose(holdings: Holdings, period: Period, scope: str) -> dict[str, Any]:
    """Return who reports by which portal, and the period as that agency owes it."""
    taxonomy, settings = holdings.taxonomy, holdings.settings
    owed = replace(period, recipient=recipient(period, taxonomy, holdings.ledger, scope))
    head = letterheads.letterhead(taxonomy, settings, owed, scope)
    portal = {"portal": settings.site_name, "site_url": settings.site_url, "authority": settings.feed_authority}
    return {"period": owed, "agency": head.full, "scope": scope, "letterhead": head, **portal}


def _own(holdings: Holdings, period: Period, now: datetime, scope: str, *, rolled: bool) -> _Own:
    """Gather our own works and activities, rolled up and narrowed as asked."""
    taxonomy = holdings.taxonomy
    heirs = rollup.heirs(taxonomy) if rolled else {}
    asked = figures.within(taxonomy, heirs.get(scope, scope)) if scope else frozenset()
    rows = tuple(row for row in holdings.ledger.activities if row.date <= now.astimezone(VIETNAM).date())
    told = tuple(replace(row, agency=heirs.get(row.agency, row.agency)) if heirs else row for row in rows)
    works = (*holdings.articles, *as_articles(told))
    every = rollup.roll_up(works, taxonomy) if heirs else works
    return _Own(
        works=tuple(work for work in every if work.agency in asked) if asked else every,
        activities=tuple(row for row in _of_period(told, period) if not asked or row.agency in asked),
        anything=every,
        heirs=heirs,
        scope=asked,
    )


def _of_period(rows: Iterable[Activity], period: Period) -> tuple[Activity, ...]:
    return tuple(row for row in rows if period.since <= row.date <= period.until)


def _others(own: _Own, included: Sequence[Included], period: Period, settings: Settings) -> tuple[_Brought, ...]:
    """Return what each source brings that did not come before; works without a `tag:` get an id of their own."""
    if not included:
        return ()
    seen = {guid(settings.feed_authority, work.id) for work in own.works}
    seen |= {_address(work, settings) for work in own.works}
    found = []
    for number, source in enumerate(included, start=1):
        fresh = []
        for work in source.articles:
            marks = {mark for mark in (work.id if work.id.startswith(TAG) else "", work.source_url) if mark}
            if not marks & seen:
                seen |= marks
                fresh.append(work if work.id.startswith(TAG) else replace(work, id=f"{ACTIVITY_IDS}{number}:{work.id}"))
        rows = _of_period(source.activities, period)
        found.append(_Brought(name=source.name, kind=source.kind, works=tuple(fresh), activities=rows))
    return tuple(found)


def _address(work: Article, settings: Settings) -> str:
    return work.source_url if work.id.startswith(ACTIVITY_IDS) else settings.absolute(work.url)


def _counted(brought: Sequence[_Brought], holdings: Holdings, period: Period) -> dict[str, Any]:
    """Return the numbers and the lists behind them."""
    taxonomy = holdings.taxonomy
    works = _works(brought)
    sources = {work.id: one.name for one in brought if one.kind != OWN for work in one.works}
    found = figures.count(works, period, taxonomy)
    entries = Lister(taxonomy, holdings.settings, sources).entries(works, period)
    aired = (airing for entry in entries for airing in entry.aired)
    activities = tuple(row for one in brought for row in one.activities)
    return {
        "figures": found,
        "columns": found.columns,
        "entries": entries,
        "airings": tuple(sorted(aired, key=lambda one: (one.date, one.channel, one.outlet, one.title, one.url))),
        "activities": activities,
        "sums": activity_sums(activities, taxonomy),
        "unfit": _unfit(entries) if taxonomy.directives else (),
    }


def _works(brought: Iterable[_Brought]) -> tuple[Article, ...]:
    return tuple(work for one in brought for work in one.works)


def _unfit(entries: Iterable[ReportEntry]) -> tuple[ReportEntry, ...]:
    """Return the works that stand under no content area of the directive."""
    return tuple(entry for entry in entries if entry.counts_as_work and dict(entry.rows)["directive"] == (NONE,))


def _comparisons(own: _Own, period: Period, calendar: Calendar) -> tuple[Comparison, ...]:
    """Count the period before and the same days of last year, when the portal had anything then."""
    return tuple(
        Comparison(label=f"{span.label} ({span.span})", count=figures.total_of(own.works, span))
        for span in spans.compared(period, calendar)
        if figures.total_of(own.anything, span)
    )


def _plan(own: _Own, brought: Sequence[_Brought], holdings: Holdings, period: Period) -> tuple[PlanLine, ...]:
    """Measure the period's targets; for one agency, those of that agency and below it."""
    targets = [
        target
        for target in holdings.ledger.plan
        if not own.scope or own.heirs.get(target.agency, target.agency) in own.scope
    ]
    against = Reckoning(
        articles=_works(brought),
        activities=[row for one in brought for row in one.activities if not row.is_work],
        period=period,
        taxonomy=holdings.taxonomy,
        heirs=own.heirs,
    )
    return plan_lines(targets, against)


def _share(brought: _Brought, period: Period) -> SourceShare:
    total = figures.total_of(brought.works, period)
    return SourceShare(
        name=brought.name,
        kind=brought.kind,
        works=total.works,
        airings=total.airings,
        minutes=total.minutes,
        activities=len(brought.activities),
    )
