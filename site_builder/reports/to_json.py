"""A report as JSON: what other portals take in (`--include`), what is filed, and what machines read.

The shape is `bao-cao.schema.json` (JSON Schema 2020-12), version `VERSION`. Ids stand beside names, moments have
their offset, qualifiers stay beside their quantities.

Knows: the shape of our JSON. Never: counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, TypeAlias

import msgspec

from site_builder.counting.axes import NONE
from site_builder.counting.figures import Count, Table
from site_builder.model import Read
from site_builder.model.ledger import Activity
from site_builder.model.periods import Period
from site_builder.reports.report import FigureChange, ItemChange, PlanLine, Report, ReportAiring, ReportEntry
from site_builder.text import iso

VERSION = 1
"""Of the shape; goes up when a field changes its meaning or goes away."""
Json: TypeAlias = dict[str, Any]
Rows: TypeAlias = Mapping[str, tuple[str, ...]]


def schema() -> bytes:
    """Return the JSON Schema of `to_json`, as shipped."""
    return (files(__package__) / "bao-cao.schema.json").read_bytes()


def published_schema(read: Read) -> bytes:  # noqa: ARG001 - makers take `read`
    """Make `/du-lieu/bao-cao.schema.json`."""
    return schema()


def to_json(report: Report) -> bytes:
    """Write a report as JSON, UTF-8, one item a line; the same report gives the same bytes."""
    return json_bytes(report_object(report))


def json_bytes(data: Json) -> bytes:
    """Write an object with its list of items one a line, so that versions of it compare well."""
    head = {name: value for name, value in data.items() if name != "items"}
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in data["items"])
    start = indented(head).rstrip("\n}")
    return f'{start},\n "items": [\n{lines}\n ]\n}}\n'.encode()


def indented(data: Json) -> str:
    """Write an object as `json.dumps` does with an indent of one, which it does without its C code."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return msgspec.json.format(plain, indent=1)


def report_object(report: Report) -> Json:
    """Return everything that the JSON of a report says."""
    return {
        "version": VERSION,
        "period": period_object(report.period),
        "portal": {"name": report.portal, "url": report.site_url, "authority": report.authority},
        "agency": {"id": report.scope, "name": report.agency},
        "rolled": report.rolled,
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "totals": totals(report),
        "tables": {table.axis: table_object(table) for table in report.figures.tables},
        "activities": {"rows": [_activity(row) for row in report.activities], "sums": _sums(report)},
        "plan": [_plan(line) for line in report.plan],
        "comparisons": [{"label": one.label, **count_object(one.count)} for one in report.comparisons],
        "items": [item_object(entry) for entry in report.entries],
        "shares": [
            {
                "name": share.name, "kind": share.kind, "works": share.works, "airings": share.airings,
                "minutes": share.minutes, "activities": share.activities,
            }
            for share in report.shares
        ],
        "missing": list(report.missing),
        "doubles": [{"title": one.title, "source": one.source} for one in report.doubles],
        "filed": report.filed.isoformat() if report.filed else None,
        "changes": [_change(change) for change in report.changes],
        "item_changes": [_item_change(change) for change in report.item_changes],
    }  # fmt: skip


def totals(report: Report) -> Json:
    """Return the totals, each counted for itself."""
    found = report.figures
    return {**count_object(found.total), "untimed": found.untimed, "columns": report.columns, "unfit": found.unfit}


def item_object(entry: ReportEntry) -> Json:
    """Describe a work with its airings within the period."""
    rows = dict(entry.rows)
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "date": iso(entry.date),
        "genre": {"id": _first(rows, "genre"), "name": entry.genre},
        "column": {"id": _first(rows, "column"), "name": entry.column},
        "agency": {"id": _first(rows, "agency"), "name": entry.agency},
        "kind": _first(rows, "kind"),
        "topics": _ids(rows, "topic"),
        "directives": _ids(rows, "directive"),
        "channels": _ids(rows, "channel"),
        "outlets": _ids(rows, "outlet"),
        "airings": [_airing(airing) for airing in entry.aired],
        "featured": entry.featured,
        "source": entry.source,
        "counts_as_work": entry.counts_as_work,
        "corrected": [iso(moment) for moment in entry.corrected],
    } | ({"is_sum": True} if entry.is_sum else {})


def _airing(airing: ReportAiring) -> Json:
    rows = dict(airing.rows)
    return {
        "date": iso(airing.date),
        "channel": _first(rows, "channel"),
        "outlet": _first(rows, "outlet"),
        "kind": _first(rows, "kind"),
        "minutes": airing.minutes,
    } | ({"undated": True} if airing.undated else {})


def _ids(rows: Rows, axis: str) -> list[str]:
    return [id_ for id_ in rows.get(axis, ()) if id_ != NONE]


def _first(rows: Rows, axis: str) -> str:
    return next(iter(_ids(rows, axis)), "")


def period_object(span: Period) -> Json:
    """Return a period with its days, when it is due and to whom."""
    return {
        "id": span.id,
        "label": span.label,
        "since": span.since.isoformat(),
        "until": span.until.isoformat(),
        "due": span.due.isoformat() if span.due else None,
        "recipient": span.recipient,
        "legal": span.legal,
    }


def table_object(table: Table) -> Json:
    """Describe a table with its sum and by how much, and why, the sum exceeds the total."""
    return {
        "rows": [{"id": row.id, "name": row.name, **count_object(row.count)} for row in table.rows],
        "sum": count_object(table.sum),
        "surplus": count_object(table.surplus),
        "shared": table.shared,
    }


def count_object(count: Count) -> Json:
    """Describe works, airings and minutes."""
    return {"works": count.works, "airings": count.airings, "minutes": count.minutes}


def _activity(row: Activity) -> Json:
    return {
        "date": row.date.isoformat(), "agency": row.agency, "topic": row.topic, "channel": row.channel,
        "outlet": row.outlet, "genre": row.genre, "title": row.title, "quantity": row.quantity, "unit": row.unit,
        "qualifier": row.qualifier, "airings": row.airings, "minutes": row.minutes,
        "participants": row.participants, "url": row.url, "note": row.note, "source": row.source,
        "is_work": row.is_work, "place": f"{row.place.file}:{row.place.line}",
    }  # fmt: skip


def _sums(report: Report) -> list[Json]:
    return [
        {
            "name": one.name,
            "unit": one.unit,
            "qualifier": one.qualifier,
            "quantity": one.quantity,
            "rows": len(one.rows),
            "reason": one.reason,
        }
        for one in report.sums
    ]


def _plan(line: PlanLine) -> Json:
    return {
        "name": line.name,
        "unit": line.target.unit,
        "target": line.target.target,
        "is_percent": line.target.is_percent,
        "actual": line.actual,
        "qualifier": line.qualifier,
        "percent": line.percent,
    }


def _change(change: FigureChange) -> Json:
    return {"name": change.name, "filed": change.filed, "now": change.now, "why": list(change.why)}


def _item_change(change: ItemChange) -> Json:
    """Describe an item that came, went or changed since the filing."""
    return {
        "verb": change.verb,
        "part": change.part,
        "id": change.id,
        "title": change.title,
        "date": change.date.isoformat(),
        "url": change.url,
        "fields": [{"name": field.name, "filed": field.filed, "now": field.now} for field in change.fields],
    }
