"""The figures of a period from the records of its months, for everything that shows them.

The works of a month, as counts know them, are one record (`works:YYYY/MM`); a work that aired in several months
stands in each of them. What they add up to is another (`counts:YYYY/MM`), so that a period of many years reads a few
numbers a month, and looks at works only in a month that it cuts.

Knows: which records a period's numbers come from. Never: knows a form.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from site_builder.counting import figures
from site_builder.counting.axes import AXES
from site_builder.counting.figures import Figures
from site_builder.counting.tallies import Tally, tally, together
from site_builder.counting.works import Counted, Work
from site_builder.model import Agency, Read, Taxonomy, Topic, by_name
from site_builder.model.kinds import AGENCY, PERIOD, TERMS, TOPIC, RecordKind
from site_builder.model.periods import Period
from site_builder.text import sort_key

WORKS: RecordKind[tuple[Work, ...]] = RecordKind("works")
"""The works that count in a month (`YYYY/MM`)."""
COUNTS: RecordKind[Tally] = RecordKind("counts")
"""What they add up to."""


def month_tally(works: Sequence[Counted], month: str) -> Tally:
    """Count a month: the record `counts:YYYY/MM`."""
    span = _month(month)
    return tally(figures.works_in(works, span), figures.aired_in(works, span))


def read_tally(read: Read, span: Period, months: Iterable[str]) -> Tally:
    """Count what the records of `months` hold in a span of days; of whole months it is known already."""
    return together(_part(read, span, month) for month in months)


def read_works(read: Read, span: Period, months: Iterable[str]) -> tuple[Work, ...]:
    """Return the works of `months` that fall, or one of whose airings falls, in a span of days."""
    works = {work.id: work for month in months for work in WORKS(read, month)}
    return tuple(work for work in works.values() if figures.touches(work, span))


def read_figures(read: Read, period: str, months: tuple[str, ...]) -> Figures:
    """Count what the records of `months` hold in a period; topics and agencies are those that the works name."""
    span: Period = PERIOD(read, period)
    counted = read_tally(read, span, months)
    return figures.figures_of(counted, span, _taxonomy(read, counted))


def _part(read: Read, span: Period, month: str) -> Tally:
    if _is_whole(month, span):
        counted: Tally = COUNTS(read, month)
        return counted
    works: tuple[Work, ...] = WORKS(read, month)
    days = _month(month)
    part = replace(days, since=max(days.since, span.since), until=min(days.until, span.until))
    return tally(figures.works_in(works, part), figures.aired_in(works, part))


def _is_whole(month: str, span: Period) -> bool:
    days = _month(month)
    return span.since <= days.since and days.until <= span.until


def _month(month: str) -> Period:
    """Return the days of a month, `YYYY/MM`."""
    year, number = int(month[:4]), int(month[5:])
    last = monthrange(year, number)[1]
    return Period(id=month, label=month, since=date(year, number, 1), until=date(year, number, last))


def _taxonomy(read: Read, counted: Tally) -> Taxonomy:
    """Return the terms together with the topics and agencies that what was counted names."""
    by_topics, by_agency = (counted.axes[AXES.index(axis)] for axis in ("topic", "agency"))
    topics = {TOPIC.key(topic) for topics, _ in (*by_topics.works, *by_topics.airings) for topic in topics}
    agencies = {AGENCY.key(agency) for agency, _ in (*by_agency.works, *by_agency.airings) if agency}
    return read_taxonomy(read, sorted(agencies | topics))


def read_taxonomy(read: Read, named: Iterable[str]) -> Taxonomy:
    """Return the terms together with the topics and agencies whose keys are `named`, in display order."""
    terms: Taxonomy = TERMS(read)
    found = [read(key) for key in named]
    topics = sorted(
        (record for record in found if isinstance(record, Topic)),
        key=lambda topic: (topic.order, sort_key(topic.name), topic.id),
    )
    return Taxonomy(
        topics=tuple(topics),
        agencies=by_name(record for record in found if isinstance(record, Agency)),
        genres=terms.genres,
        channels=terms.channels,
        programmes=terms.programmes,
        directives=terms.directives,
        outlets=terms.outlets,
        columns=terms.columns,
        legal=terms.legal,
    )
