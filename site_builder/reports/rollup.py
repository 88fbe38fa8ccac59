"""Agencies rolled up: what an agency that merged published is counted under the one agency that lives on.

Followed are merge, absorb and rename, event by event; a split or a dissolution never, because nobody can say which
heir an item belongs to. Where the way does not end at exactly one living agency, the item stays where it is.

Knows: the way from an agency to its heir. Never: changes how many items there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from site_builder.model import Agency, AgencyEvent, Article, Taxonomy

FOLLOWED = ("merge", "absorb", "rename")
"""Types of events that lead to an heir."""


def heirs(taxonomy: Taxonomy) -> dict[str, str]:
    """Return by agency id the id of its one living heir, for those that have one."""
    found = {agency.id: _heir(agency, taxonomy.agency_by_id) for agency in taxonomy.agencies}
    return {id_: heir for id_, heir in found.items() if heir not in ("", id_)}


def roll_up(articles: Iterable[Article], taxonomy: Taxonomy) -> tuple[Article, ...]:
    """Put every article under its agency's living heir, partners too; order and number stay."""
    found = heirs(taxonomy)
    return tuple(_rolled(article, found) for article in articles)


def _rolled(article: Article, found: Mapping[str, str]) -> Article:
    agency = found.get(article.agency, article.agency)
    partners = tuple(dict.fromkeys(found.get(partner, partner) for partner in article.partners))
    partners = tuple(partner for partner in partners if partner != agency)
    if (agency, partners) == (article.agency, article.partners):
        return article
    return replace(article, agency=agency, partners=partners)


def _heir(agency: Agency, agencies: Mapping[str, Agency]) -> str:
    """Follow events to the living heir; empty when there is none, or more than one."""
    seen: set[str] = set()
    here: Agency | None = agency
    while here and here.id not in seen:
        seen.add(here.id)
        last = _end(here)
        if last is None:
            return here.id
        if last.type not in FOLLOWED or len(set(last.successors)) != 1:
            return ""
        here = agencies.get(last.successors[0])
    return ""


def _end(agency: Agency) -> AgencyEvent | None:
    """Return the event that ended an agency; a new name alone does not."""
    ends = [event for event in agency.events if event.successors or event.type == "dissolve"]
    return ends[-1] if ends else None
