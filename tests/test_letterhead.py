"""Who reports, under whom, from where and to whom, as the taxonomy knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from site_builder.model import Agency, AgencyName, Taxonomy
from site_builder.model.ledger import Words
from site_builder.model.settings import Settings
from site_builder.reports.boxes import fill
from site_builder.reports.letterhead import Letterhead, letterhead
from tests.reports_seeds import SETTINGS as PORTAL
from tests.sample_report import PERIOD, WORDING, report

SETTINGS = replace(PORTAL, agency="Ban Biên tập", parent_agency="")


def agency(id_: str, name: str, **values: Any) -> Agency:
    """Make an agency."""
    return Agency(id=id_, names=(AgencyName(name=name),), **values)


TAXONOMY = Taxonomy(
    agencies=(
        agency("ubnd", "Ủy ban nhân dân tỉnh Sông Trà", kind="ubnd-tinh", place="Sông Trà", abbreviation="UBND"),
        agency("so", "Sở Nội vụ tỉnh Sông Trà", kind="so", parent="ubnd", place="Sông Trà", abbreviation="SNV"),
        agency("trung-tam", "Trung tâm Lưu trữ", kind="trung-tam", parent="so"),
        agency("bao", "Báo Sông Trà", kind="bao", parent="ubnd"),
        agency("xa", "Ủy ban nhân dân xã Hà", kind="ubnd-xa", parent="ubnd", place="Hà", abbreviation="UBND"),
    )
)


def head(scope: str, recipient: str = "Sở Nội vụ", settings: Settings = SETTINGS) -> Letterhead:
    """Return a letterhead."""
    return letterhead(TAXONOMY, settings, replace(PERIOD, recipient=recipient), scope)


def test_a_department_stands_below_its_province_and_does_not_say_the_province_again() -> None:
    """NĐ 30/2020: the superior with its common words shortened, then the agency."""
    told = fill(report(words=Words(), letterhead=head("trung-tam")), "quy", WORDING)
    of_so = fill(report(words=Words(), letterhead=head("so", "Bộ Nội vụ")), "quy", WORDING)

    assert (of_so.parent_agency, of_so.agency) == ("UBND tỉnh Sông Trà", "Sở Nội vụ")
    assert of_so.number.strip() == "/BC-SNV"
    assert of_so.place_date.startswith("Sông Trà, ngày")
    assert (told.parent_agency, told.agency) == ("Sở Nội vụ tỉnh Sông Trà", "Trung tâm Lưu trữ")
    assert told.place_date.startswith("Sông Trà, ")
    assert head("bao").agency == "Báo Sông Trà"


def test_a_people_s_committee_has_no_superior_above_it_and_its_full_name() -> None:
    """Kinds of `khong_ghi_cap_tren` stand alone."""
    told = fill(report(words=Words(), letterhead=head("xa")), "quy", WORDING)

    assert (told.parent_agency, told.agency) == ("", "Ủy ban nhân dân xã Hà")
    assert told.addressees == ("Kính gửi: Sở Nội vụ",)
    assert told.recipients == ("- Như trên;", "- Lưu: VT.")


@pytest.mark.parametrize(
    ("scope", "recipient", "told"),
    [
        ("so", "Sở Nội vụ", ("Ủy ban nhân dân tỉnh Sông Trà",)),
        ("so", "Sở Nội vụ tỉnh Sông Trà", ("Ủy ban nhân dân tỉnh Sông Trà",)),
        ("so", "Sở Nội vụ; Sở Tài chính", ("Sở Tài chính",)),
        ("ubnd", "UBND tỉnh", ()),
        ("ubnd", "Bộ Nội vụ", ("Bộ Nội vụ",)),
        ("xa", "UBND tỉnh", ("UBND tỉnh",)),
        ("", "Ban Biên tập", ()),
        ("", "Sở Nội vụ", ("Sở Nội vụ",)),
        ("so", "", ()),
    ],
)
def test_nobody_reports_to_itself(scope: str, recipient: str, told: tuple[str, ...]) -> None:
    """Who asks others for reports sends its own to who stands above it."""
    assert head(scope, recipient).recipients == told


def test_the_portal_s_own_agency_has_the_letterhead_of_its_namesake() -> None:
    """The setting's name leads to the one agency that bears it; the setting of the organ above wins."""
    named = replace(SETTINGS, agency="Sở Nội vụ tỉnh Sông Trà")

    assert (head("", settings=named).superior, head("", settings=named).symbol) == ("UBND tỉnh Sông Trà", "SNV")
    assert head("", settings=replace(named, parent_agency="UBND TỈNH")).superior == "UBND TỈNH"


def test_a_report_s_own_words_win() -> None:
    """Number, place, organ above, addressees as written; recipients without "Như trên" mean no Kính gửi."""
    words = Words(number="5/BC-X", place="Hà Tiên", parent_agency="BỘ A", agency="CỤC B", recipients=("Sở C",))
    told = fill(report(words=words, letterhead=head("so", "Bộ Nội vụ")), "quy", WORDING)
    with_above = fill(report(words=Words(recipients=("Như trên", "Sở C")), letterhead=head("xa")), "quy", WORDING)

    assert (told.parent_agency, told.agency, told.number) == ("BỘ A", "CỤC B", "05/BC-X")
    assert told.place_date.startswith("Hà Tiên, ")
    assert (told.addressees, told.recipients) == ((), ("- Sở C;", "- Lưu: VT."))
    assert with_above.addressees == ("Kính gửi: Sở Nội vụ",)


def test_an_agency_is_named_as_on_the_period_s_last_day() -> None:
    """A later name of the organ above does not stand on an older paper."""
    renamed = Agency(
        id="ubnd",
        names=(
            AgencyName(name="Ủy ban nhân dân tỉnh Cũ", until=date(2025, 7, 1)),
            AgencyName(name="Ủy ban nhân dân tỉnh Mới", since=date(2025, 7, 1)),
        ),
    )
    known = Taxonomy(agencies=(renamed, agency("so", "Sở Nội vụ", parent="ubnd")))

    assert letterhead(known, SETTINGS, PERIOD, "so").superior == "UBND tỉnh Cũ"
