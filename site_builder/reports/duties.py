"""Who owes the report of a period, and to whom.

`reporters` of `periods.yml` says it, by agency or by kind. An agency owes a report only if it exists on the period's
last day: of one that merged before, its heir reports, if it is named or of the kind. What is said of an agency by
its id holds before what is said of its kind. Without `reporters` only the portal's own agency owes a report.

Knows: the chain of reporting. Never: what was filed; never knows a due day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model import Agency, Taxonomy
from site_builder.model.ledger import Ledger
from site_builder.model.periods import Period, Reporter


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One report that one agency owes."""

    agency: str
    """Agency id; empty for the whole portal's report."""
    recipient: str
    """Name of who gets it, on the period's last day."""


def duties(period: Period, taxonomy: Taxonomy, ledger: Ledger) -> tuple[Duty, ...]:
    """Return the reports of a period that are owed, each agency's once, the portal's first, then by name."""
    if not period.reporters:
        return (Duty(agency=ledger.usual_agency(period.id), recipient=period.recipient),)
    found: dict[str, list[str]] = {}
    for agency, to in (*_named(period, taxonomy), *_of_kind(period, taxonomy)):
        names = found.setdefault(agency, [])
        names += [name for name in (_recipient(period, taxonomy, to),) if name not in names]
    order = {agency.id: place for place, agency in enumerate(taxonomy.agencies)}
    return tuple(
        Duty(agency=agency, recipient="; ".join(found[agency]))
        for agency in sorted(found, key=lambda id_: order.get(id_, -1))
    )


def ended(period: Period, taxonomy: Taxonomy, ledger: Ledger) -> tuple[tuple[Agency, tuple[Agency, ...]], ...]:
    """Return the named agencies that ended before the last day and whose report nobody owes now, with their heirs."""
    owed = {duty.agency for duty in duties(period, taxonomy, ledger)}
    named = (taxonomy.agency_by_id.get(one.agency) for one in period.reporters if one.agency)
    found = {}
    for agency in named:
        until = agency.names[-1].until if agency else None
        if agency and until and until <= period.until:
            heirs = tuple(heir for heir in taxonomy.living_successors(agency) if heir.id != agency.id)
            if not owed & {heir.id for heir in heirs}:
                found[agency.id] = (agency, heirs)
    return tuple(found.values())


def recipient(period: Period, taxonomy: Taxonomy, ledger: Ledger, agency: str) -> str:
    """Return the name of who gets an agency's report: as `reporters` says, else the period's own recipient."""
    owed = (duty.recipient for duty in duties(period, taxonomy, ledger) if duty.agency == agency)
    return next(owed, period.recipient)


def _named(period: Period, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield agency and recipient of the entries that name an agency, or nobody: the portal."""
    for one in period.reporters:
        if not one.kind and (not one.agency or _lives(period, taxonomy, one.agency)):
            yield one.agency, one.to


def _of_kind(period: Period, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield agency and recipient of the entries that name a kind; nobody reports to itself."""
    named = {one.agency for one in period.reporters}
    kinds: dict[str, list[Reporter]] = {}
    for one in period.reporters:
        if one.kind:
            kinds.setdefault(one.kind, []).append(one)
    for agency in taxonomy.agencies:
        if agency.id not in named and agency.valid_on(period.until):
            yield from ((agency.id, one.to) for one in kinds.get(agency.kind, ()) if one.to != agency.id)


def _lives(period: Period, taxonomy: Taxonomy, id_: str) -> bool:
    agency = taxonomy.agency_by_id.get(id_)
    return agency is not None and agency.valid_on(period.until)


def _recipient(period: Period, taxonomy: Taxonomy, to: str) -> str:
    """Return a recipient's name on the last day, that of its heirs when it is no more."""
    agency = taxonomy.agency_by_id.get(to)
    if agency is None:
        return to or period.recipient
    heirs = () if agency.valid_on(period.until) else taxonomy.living_successors(agency)
    return "; ".join(one.name_on(period.until) for one in heirs or (agency,))
