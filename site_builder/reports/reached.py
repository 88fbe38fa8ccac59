"""Plan against actual: what was reached of each target of a period.

A target counts works (unit empty, `tin`, `bài`, `phóng sự` …), airings (`lượt`), minutes (`phút`) or columns (`chuyên
mục`), narrowed by agency, topic and genre; or, in another unit or with `activity`, rows of activities: of the unit,
with a title that holds it.
What is approximate ("hơn", "gần") stays so, on a line of its own; it is never added to what is exact.

Knows: what a target asks for. Never: judges whether the plan was fulfilled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.counting.figures import Count, total_of, within
from site_builder.model import Article, Taxonomy
from site_builder.model.ledger import AIRING_UNIT, COLUMN_UNIT, QUALIFIERS, Activity, PlanTarget, work_units
from site_builder.model.periods import Period
from site_builder.reports.report import PlanLine
from site_builder.reports.sums import alike, quantity

MINUTE_UNIT = "phút"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoning:
    """What targets are measured against."""

    articles: Sequence[Article]
    """Everything that counts in the report."""
    activities: Sequence[Activity]
    """Rows of the period that are no works."""
    period: Period
    taxonomy: Taxonomy
    heirs: Mapping[str, str]
    """By agency id its heir, when the report is rolled up."""


def plan_lines(targets: Iterable[PlanTarget], against: Reckoning) -> tuple[PlanLine, ...]:
    """Return one line a target of the period, more when its activities differ in unit or qualifier."""
    return tuple(line for target in targets if target.period == against.period.id for line in _lines(target, against))


def _lines(target: PlanTarget, against: Reckoning) -> Iterator[PlanLine]:
    name = target.name or _name(target, against.taxonomy)
    if not target.activity and _counts_works(target, against.taxonomy):
        yield _line(target, name, _measured(target, against), "")
        return
    found = [row for row in against.activities if _asked(row, target, against)]
    kinds = {(row.unit, row.qualifier): None for row in found}
    ordered = sorted(kinds, key=lambda kind: (kind[0], QUALIFIERS.index(kind[1]))) or [(target.unit, "")]
    for unit, qualifier in ordered:
        rows = [row for row in found if (row.unit, row.qualifier) == (unit, qualifier)]
        actual = quantity(rows)
        if target.is_percent:
            like = [row for row in against.activities if (row.unit, row.qualifier) == (unit, qualifier)]
            actual = _share(actual, quantity(like))
        yield _line(replace(target, unit=unit), name, actual, qualifier)


def _counts_works(target: PlanTarget, taxonomy: Taxonomy) -> bool:
    """Say whether a target is about works and where they went, not about what else was done."""
    return target.unit in ("", AIRING_UNIT, MINUTE_UNIT, COLUMN_UNIT, *work_units(taxonomy))


def _line(target: PlanTarget, name: str, actual: float, qualifier: str) -> PlanLine:
    percent = round(100 * actual / target.target, 2) if target.target else None
    return PlanLine(target=target, name=name, actual=actual, percent=percent, qualifier=qualifier)


def _measured(target: PlanTarget, against: Reckoning) -> float:
    """Count what a target without `activity` asks for; a percentage is the share of all that is counted alike."""
    found = _number(target, _narrowed(target, against), against.period)
    if not target.is_percent:
        return found
    return _share(found, _number(target, against.articles, against.period))


def _number(target: PlanTarget, articles: Sequence[Article], period: Period) -> float:
    """Count works, airings, minutes or columns."""
    if target.unit == COLUMN_UNIT:
        return len({one.column for one in articles if one.column and total_of((one,), period)})
    total: Count = total_of(articles, period)
    numbers = {AIRING_UNIT: float(total.airings), MINUTE_UNIT: total.minutes}
    return numbers.get(target.unit, float(total.works))


def _narrowed(target: PlanTarget, against: Reckoning) -> list[Article]:
    """Return the articles of a target's agency (with those below it), topic and genre."""
    inside, genres = _inside(target, against), work_units(against.taxonomy)
    return [
        article
        for article in against.articles
        if (not target.agency or article.agency in inside)
        and (not target.topic or target.topic in article.topics)
        and _is_genre(article, target, genres)
    ]


def _inside(target: PlanTarget, against: Reckoning) -> frozenset[str]:
    """Return the ids of a target's agency and of those below it."""
    return within(against.taxonomy, against.heirs.get(target.agency, target.agency))


def _is_genre(article: Article, target: PlanTarget, genres: Mapping[str, str]) -> bool:
    """Say whether a work is of the target's genre; without one, of its unit's, and `bài` means all but news items."""
    if target.genre:
        return article.genre == target.genre
    if target.unit == "bài":
        return article.genre != "tin"
    meant = genres.get(target.unit, "")
    return not meant or article.genre == meant


def _asked(row: Activity, target: PlanTarget, against: Reckoning) -> bool:
    """Say whether an activity is one that the target means."""
    if alike(target.activity) not in alike(row.title) or (target.unit and row.unit != target.unit):
        return False
    if target.topic and row.topic != target.topic:
        return False
    return not target.agency or row.agency in _inside(target, against)


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _name(target: PlanTarget, taxonomy: Taxonomy) -> str:
    """Name a target by what it asks for: `Phóng sự; Một cửa; Sở Nội vụ`."""
    topic, agency = taxonomy.topic_by_id.get(target.topic), taxonomy.agency_by_id.get(target.agency)
    words = (
        target.activity or taxonomy.genre_names.get(target.genre, target.genre),
        topic.name if topic else target.topic,
        agency.listed if agency else target.agency,
    )
    return "; ".join(word for word in words if word) or target.unit or "Tin, bài"
