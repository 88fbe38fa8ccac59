"""Activities by kind: each with its verb, amount, unit and name as an official writes them."""

from __future__ import annotations

import pytest

from site_builder.reports import deeds
from site_builder.reports.report import ActivitySum
from tests.sample_report import WORDING, activity, activity_sum


@pytest.mark.parametrize(
    ("name", "unit", "quantity", "qualifier", "told"),
    [
        ("Tờ rơi", "tờ", 1500, "", "phát 1.500 tờ rơi"),
        ("Băng rôn", "cái", 24, "", "treo 24 băng rôn"),
        ("Băng rôn tại trụ sở", "m²", 12, "", "treo 12 m² băng rôn tại trụ sở"),
        ("Pano", "cụm", 11, "", "lắp đặt 11 cụm pano"),
        ("Sổ tay cải cách hành chính", "quyển", 200, "khoảng", "phát khoảng 200 quyển sổ tay cải cách hành chính"),
        ("Tập huấn viết tin", "buổi", 1, "", "tổ chức 01 buổi tập huấn viết tin"),
        ("Buổi tập huấn viết tin", "cuộc", 1, "", "tổ chức 01 buổi tập huấn viết tin"),
        ("Hội nghị phát tờ rơi", "hội nghị", 2, "", "tổ chức 02 hội nghị phát tờ rơi"),
        ("Hội thi trực tuyến", "người", 2500, "gần", "thu hút gần 2.500 người tham gia hội thi trực tuyến"),
        ("Lượt tham gia đố vui", "người", 300, "hơn", "thu hút hơn 300 người tham gia đố vui"),
        ("Tin, bài, ảnh của Báo tỉnh", "bài", 3250, "", "đăng, phát 3.250 tin, bài, ảnh của Báo tỉnh"),
        ("Tin, bài trong chương trình Thời sự", "lượt", 176, "hơn",
         "đăng, phát hơn 176 lượt tin, bài trong chương trình Thời sự"),
        ("lượt", "lượt", 5280, "khoảng", "đăng, phát khoảng 5.280 lượt"),
        ("Chuyên mục", "kỳ", 3, "", "thực hiện 03 kỳ chuyên mục"),
        ("Kế hoạch tuyên truyền", "văn bản", 1, "", "ban hành 01 văn bản kế hoạch tuyên truyền"),
        ("Bài dự thi", "bài dự thi", 40, "", "nhận 40 bài dự thi"),
        ("Việc chưa ai kể", "", 2.5, "", "thực hiện 2,5 việc chưa ai kể"),
        ("STV1", "phút", 8, "", "đăng, phát 08 phút STV1"),
    ],
)  # fmt: skip
def test_an_activity_has_its_verb_and_says_its_unit_once(
    name: str, unit: str, quantity: float, qualifier: str, told: str
) -> None:
    """The first word of its name that a rule knows decides, else its unit."""
    assert deeds.told((activity_sum(name, unit, quantity, qualifier),), WORDING) == (told,)


def test_kinds_stand_in_the_order_of_the_rules_and_a_verb_once() -> None:
    """Whatever the order of the rows."""
    sums = (
        activity_sum("Hội nghị", "cuộc", 2, participants=120),
        activity_sum("Băng rôn", "cái", 24),
        activity_sum("Tờ rơi", "tờ", 1500),
        activity_sum("Cẩm nang", "quyển", 9),
    )

    assert deeds.told(sums, WORDING) == (
        "phát 1.500 tờ rơi",
        "09 quyển cẩm nang",
        "treo 24 băng rôn",
        "tổ chức 02 hội nghị (120 người tham gia)",
    )


def test_people_stand_behind_what_they_took_part_in_and_are_never_added_to_a_guess() -> None:
    """A row of people named like an event belongs to it; "gần" stays apart from exact numbers; online is said."""
    online = {"note": "Trực tuyến qua Zoom"}
    event = activity_sum("Tập huấn", "buổi", 1, **online)
    known = activity_sum("Tập huấn", "buổi", 1, participants=45)
    crowd = activity_sum("Tập huấn", "người", 2500, "gần")

    assert deeds.told((crowd, event), WORDING) == ("tổ chức 01 buổi tập huấn (gần 2.500 người tham gia trực tuyến)",)
    assert deeds.told((known, crowd), WORDING) == ("tổ chức 01 buổi tập huấn (45 người và gần 2.500 người tham gia)",)


def test_people_are_not_counted_twice() -> None:
    """A row in people whose own column of participants repeats the number says it once."""
    crowd = activity_sum("Đố vui trực tuyến", "người", 300, "hơn", participants=300)

    assert deeds.told((crowd,), WORDING) == ("thu hút hơn 300 người tham gia đố vui trực tuyến",)


def test_a_long_series_names_five_parts() -> None:
    """The others are counted."""
    rows = tuple(activity(title=f"Chuyên mục: số {number}", unit="kỳ") for number in range(7))
    series = ActivitySum(name="Chuyên mục", unit="kỳ", qualifier="", quantity=7, rows=rows)

    (told,) = deeds.told((series,), WORDING)
    assert told.count("“số") == 5
    assert told.endswith("; cùng 02 kỳ khác)")
