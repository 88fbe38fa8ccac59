"""Who reports, from where, under whom and to whom: what the taxonomy says of the head of an official paper.

Knows: what an agency's record tells of its letterhead. Never: overrules a report's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.model import Agency, Taxonomy
from site_builder.model.periods import Period
from site_builder.model.settings import Settings
from site_builder.text import fold, one_line

_SEAT = re.compile(r" (?:tỉnh|thành phố) \S.*\Z", re.IGNORECASE)
_SHORT = (("Ủy ban nhân dân", "UBND"), ("Uỷ ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND"))
"""Common words that NĐ 30/2020 lets a superior's name be shortened by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """What is known of who reports; empty where nothing is."""

    kind: str = ""
    """Kind of agency, as in `agencies.yml`."""
    superior: str = ""
    """Name of the agency above: `UBND tỉnh Sóc Trăng`."""
    agency: str = ""
    """Its own name below that of its superior, which says the province already: `Sở Nội vụ`."""
    full: str = ""
    """Its name by itself: `Sở Nội vụ tỉnh Sóc Trăng`."""
    symbol: str = ""
    """Its abbreviation in numbers of documents: `SNV`."""
    place: str = ""
    """Địa danh."""
    recipients: tuple[str, ...] = ()
    """To whom it reports; never itself."""


def reporter(taxonomy: Taxonomy, settings: Settings, period: Period, scope: str) -> str:
    """Return the name of who reports: the asked agency's on the last day, else the portal's agency."""
    agency = taxonomy.agency_by_id.get(scope)
    return agency.name_on(period.until) if agency else settings.agency or settings.site_name


def letterhead(taxonomy: Taxonomy, settings: Settings, period: Period, scope: str) -> Letterhead:
    """Return the letterhead of an agency on the last day of a period; of the portal's agency where `scope` is empty."""
    full = reporter(taxonomy, settings, period, scope)
    agency = taxonomy.agency_by_id.get(scope) or _bearing(taxonomy, full)
    above = taxonomy.agency_by_id.get(agency.parent) if agency else None
    superior = above.name_on(period.until) if above else ""
    printed = _shortened(superior) if scope else settings.parent_agency or _shortened(superior)
    return Letterhead(
        kind=agency.kind if agency else "",
        superior=printed,
        agency=_without_seat(full, superior),
        full=full,
        symbol=agency.abbreviation if agency else "",
        place=_place(taxonomy, agency) if agency else "",
        recipients=_recipients(agency, period.recipient, full, superior),
    )


def _bearing(taxonomy: Taxonomy, name: str) -> Agency | None:
    """Return the agency that bears a name, if one alone does."""
    found = [agency for agency in taxonomy.agencies if fold(name) in {fold(one.name) for one in agency.names}]
    return found[0] if len(found) == 1 else None


def _shortened(name: str) -> str:
    for long, short in _SHORT:
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name


def _without_seat(name: str, superior: str) -> str:
    """Leave out the province that the line above says already."""
    seat = _SEAT.search(superior)
    shared = seat[0] if seat else ""
    return name.removesuffix(shared) if shared and name != shared else name


def _place(taxonomy: Taxonomy, agency: Agency) -> str:
    """Return an agency's place, else that of the nearest above it that has one."""
    seen: set[str] = set()
    one: Agency | None = agency
    while one and not one.place and one.id not in seen:
        seen.add(one.id)
        one = taxonomy.agency_by_id.get(one.parent)
    return one.place if one else ""


def _recipients(agency: Agency | None, told: str, full: str, superior: str) -> tuple[str, ...]:
    """Return to whom the report goes without who sends it; who stands above it where nobody else is left."""
    own = {full, *(word for name in (agency.names if agency else ()) for word in (name.name, name.short) if word)}
    names = [one_line(name) for name in told.split(";") if name.strip()]
    others = tuple(name for name in names if not any(_means(name, word) for word in own))
    return others or ((superior,) if names and superior else ())


def _means(recipient: str, name: str) -> bool:
    """Say whether a recipient is the bearer of a name: `Sở Nội vụ`, `UBND tỉnh` of one whose name adds where it is."""
    wanted = _shortened(one_line(recipient))
    return bool(wanted) and any(
        fold(word) == fold(wanted) or (fold(word).startswith(f"{fold(wanted)} ") and _adds_place(word, wanted))
        for word in (one_line(name), _shortened(one_line(name)))
    )


def _adds_place(name: str, start: str) -> bool:
    return bool(_SEAT.match(name[len(start) :])) or name[len(start) + 1 :][:1].isupper()
