"""Names of the files in `content/reports` and `content/reports/filed`: which period's, and which agency's.

`PERIOD.AGENCY.md` is an agency's, `PERIOD.md` the whole portal's; ids hold no dot, so a name can be read in one way
only. The older form, a `PERIOD.md` whose `scope` (or a `PERIOD.json` whose own head) names an agency, is read as that
agency's and nobody else's.

Knows: names and whose a file is. Never: reads a file.
"""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.known_periods import find_period, unknown_period
from site_builder.content.vocabularies import FOLDER, known_id
from site_builder.model import Taxonomy
from site_builder.model.periods import Calendar


def split(notes: FileNotes) -> tuple[str, str]:
    """Return the ids of the period and the agency that a file's name holds; the agency is empty when it has none."""
    stem = notes.file.rpartition("/")[2].rpartition(".")[0]
    period, _, agency = stem.partition(".")
    return period, agency


def check(notes: FileNotes, taxonomy: Taxonomy, calendar: Calendar) -> None:
    """Note a name whose period or agency does not exist."""
    period, agency = split(notes)
    name, ending = notes.file.rpartition("/")[2], notes.file.rpartition(".")[2]
    if find_period(calendar, period) is None:
        meant = _joined(period, taxonomy, calendar)
        instead = f"hãy đổi tên tệp thành {meant}.{ending}" if meant else ""
        told = f"{quoted(period)} không phải mã kỳ" if meant else unknown_period(calendar, period)
        notes.error(0, "ky-la", f"tên tệp: {'; '.join(filter(None, (told, instead)))}")
    elif f"{period}.{ending}" != name:
        check_agency(notes, 0, "tên tệp: cơ quan", agency, taxonomy)


def check_agency(notes: FileNotes, line: int, label: str, agency: str, taxonomy: Taxonomy) -> bool:
    """Note an agency that does not exist; say whether it does (or nobody can know, without `agencies.yml`)."""
    known = {one.id: one.name for one in taxonomy.agencies}
    if not known or agency in known:
        return True
    instead = known_id(agency, known, f"{FOLDER}/agencies.yml")
    notes.error(line, "co-quan-la", f"{label} {quoted(agency)} không có; {instead}")
    return False


def owner(notes: FileNotes, told: str, taxonomy: Taxonomy) -> str:
    """Return whose words a file holds, `told` being its key `scope`; note a scope that is unknown or another's."""
    agency = split(notes)[1]
    line = dict(notes.lines).get("scope", 0)
    if not agency:
        if told:
            check_agency(notes, line, "scope ghi", told, taxonomy)
        return told
    if told and told != agency:
        message = f"scope ghi {quoted(told)} mà tên tệp là của {quoted(agency)}; hãy bỏ khóa scope, hoặc đổi tên tệp"
        notes.error(line, "co-quan-lech", message)
    return agency


def check_filed(notes: FileNotes, scope: str, taxonomy: Taxonomy) -> None:
    """Note figures of an agency (`scope`, as they say themselves) that stand under another's name, or of none."""
    agency = split(notes)[1]
    if agency and agency != scope:
        whose = f"của {quoted(scope)}" if scope else "của cả cổng"
        message = f"tệp ghi số liệu {whose} mà tên tệp là của {quoted(agency)}; hãy đổi lại tên tệp"
        notes.error(0, "co-quan-lech", message)
    elif scope:
        check_agency(notes, 0, "số liệu đã chốt là của cơ quan", scope, taxonomy)


def warn_of_twins(found: Iterable[tuple[FileNotes, str]]) -> None:
    """Note two files of one period that are one agency's, as (file, agency): which of them holds nobody can tell."""
    taken: dict[tuple[str, str], FileNotes] = {}
    for notes, agency in found:
        key = (split(notes)[0], agency)
        other = taken.setdefault(key, notes)
        if other is not notes:
            old, new = sorted((notes, other), key=lambda one: len(one.file))
            message = f"là của {quoted(agency)}, mà {new.file} cũng thế; hãy chỉ giữ {new.file.rpartition('/')[2]}"
            old.error(dict(old.lines).get("scope", 0), "trung-bao-cao", f"tệp này {message}")


def _joined(stem: str, taxonomy: Taxonomy, calendar: Calendar) -> str:
    """Return what `PERIOD-AGENCY` or `PERIOD_AGENCY` should be; empty when it is neither."""
    plain = stem.replace("_", "-").replace(" ", "-")
    pairs = ((plain[: -len(one.id) - 1], one.id) for one in taxonomy.agencies if plain.endswith(f"-{one.id}"))
    return next((f"{period}.{agency}" for period, agency in pairs if find_period(calendar, period)), "")
