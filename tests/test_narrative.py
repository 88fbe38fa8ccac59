"""The drafted words: correct numbers, nothing added up, judgements proposed only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from site_builder.model.ledger import Words
from site_builder.model.periods import Period
from site_builder.reports import amendments, narrative
from site_builder.reports.drafting import Paragraph, lettered, own_paragraphs
from site_builder.reports.narrative import Narrative, label_in_prose
from site_builder.reports.report import (
    ActivitySum,
    Comparison,
    FieldChange,
    FigureChange,
    ItemChange,
    Report,
    SourceShare,
)
from site_builder.text import lower_first
from tests.sample_report import (
    AGENCY,
    PERIOD,
    WORDING,
    WORDS,
    activity,
    activity_sum,
    airing,
    count,
    empty_report,
    entry,
    figures,
    plan_line,
    report,
    table,
)


def draft(value: Report, **told: str) -> Narrative:
    """Draft by the program's own rules."""
    return narrative.draft(value, WORDING, **told)


def texts(part: tuple[Paragraph, ...]) -> list[str]:
    """Return the paragraphs' texts."""
    return [paragraph.text for paragraph in part]


def everything(told: Narrative) -> str:
    """Return all that a narrative says, a paragraph a line."""
    parts = (told.tasks, told.content, told.statistics, told.plan, told.assessment, told.difficulties)
    lines = [line for part in (*parts, told.proposals, told.next_tasks) for line in texts(part)]
    return "\n".join((told.opening.text, told.short_opening.text, *lines, told.closing.text))


def test_numbers_are_written_the_vietnamese_way() -> None:
    """Thousands have dots, fractions a comma, whole numbers below ten two digits; a qualifier stands before."""
    assert WORDING.amount(3250, "tin, bài") == "3.250 tin, bài"
    assert WORDING.amount(6000, "lượt", "gần") == "gần 6.000 lượt"
    assert WORDING.amount(12.5, "m²") == "12,5 m²"
    assert [WORDING.number(value) for value in (0, 1, 9, 10, 0.5)] == ["0", "01", "09", "10", "0,5"]


def test_points_follow_the_vietnamese_alphabet() -> None:
    """After d) comes đ), then e) and g); the last ends with a full stop; beyond the alphabet there are dashes."""
    points = texts(lettered([f"điểm {number};" for number in range(9)]))

    assert [point.partition(")")[0] for point in points] == ["a", "b", "c", "d", "đ", "e", "g", "h", "i"]
    assert (points[0], points[-1]) == ("a) điểm 0;", "i) điểm 8.")
    assert {point[:2] for point in texts(lettered(["x"] * 24))} == {"- "}


def test_own_words_are_kept_as_paragraphs() -> None:
    """Paragraphs apart by an empty line stay apart, lines of one are joined, an item starts its own."""
    assert texts(own_paragraphs("Một.\r\n\r\nHai,\r\nba.\r\n* Bốn.\na) Năm\n1. Sáu")) == [
        "Một.", "Hai, ba.", "- Bốn.", "a) Năm", "1. Sáu",
    ]  # fmt: skip
    assert own_paragraphs(" \n\n ") == ()


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Tờ gấp", "tờ gấp"),
        ("STV1", "STV1"),
        ("Sóc Trăng: một cửa", "Sóc Trăng: một cửa"),
        ("Infographic", "infographic"),
    ],
)
def test_a_name_is_lowered_within_a_sentence_unless_it_is_proper(name: str, within: str) -> None:
    """Common words lose their capital; names of places and abbreviations keep it."""
    assert lower_first(name) == within


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("Quý III/2019", "quý III/2019"),
        ("Năm 2023", "năm 2023"),
        ("6 tháng đầu năm 2021", "6 tháng đầu năm 2021"),
        ("Tuyên truyền quý III/2019 (26/5–25/8)", "quý III/2019"),
        ("Đợt cao điểm", "đợt cao điểm"),
    ],
)
def test_a_period_is_named_within_a_sentence(label: str, within: str) -> None:
    """The label loses its capital; the title is drafted from it unless the words have one."""
    value = report(period=replace(PERIOD, label=label), words=Words())

    assert label_in_prose(value) == within
    assert narrative.title(value, WORDING) == f"Kết quả công tác tuyên truyền cải cách hành chính {within}"
    assert narrative.title(report(words=Words(title="Tên  riêng")), WORDING) == "Tên riêng"


def test_the_opening_names_the_legal_bases() -> None:
    """Bases are joined to one sentence; without bases the facts stand alone."""
    facts = (
        f"{AGENCY} báo cáo kết quả công tác tuyên truyền cải cách hành chính quý III/2019 "
        "(từ ngày 26/5/2019 đến ngày 25/8/2019) như sau:"
    )
    told = draft(report())

    assert told.opening.text == (
        "Thực hiện Kế hoạch số 128/KH-UBND ngày 26/12/2018 của Chủ tịch UBND tỉnh về cải cách hành chính năm 2019; "
        f"căn cứ Quyết định số 22/2016/QĐ-UBND ngày 07/9/2016 của UBND tỉnh, {facts}"
    )
    assert told.short_opening.text == facts == draft(report(words=Words())).opening.text
    assert told.tasks[0].text == (
        f"Trong kỳ, {AGENCY} thực hiện nhiệm vụ tuyên truyền cải cách hành chính được giao tại Kế hoạch số 128/KH-UBND "
        "ngày 26/12/2018 của Chủ tịch UBND tỉnh về cải cách hành chính năm 2019; Quyết định số 22/2016/QĐ-UBND ngày "
        "07/9/2016 của UBND tỉnh."
    )
    assert told.closing.text.endswith(f"quý III/2019 của {AGENCY}./.")


def test_works_and_airings_are_told_apart() -> None:
    """Works by genre in one sentence, airings by channel and outlet in another; never their sum."""
    told = draft(report(), annex="Phụ lục 2", document="văn bản")

    assert texts(told.statistics) == [
        (
            f"Từ ngày 26/5/2019 đến ngày 25/8/2019, {AGENCY} đã thực hiện 24 tin, bài tuyên truyền cải cách "
            "hành chính, gồm: 18 tin; 04 bài; 02 phóng sự."
        ),
        (
            "Tổng số lượt đăng, phát trong kỳ là 176 lượt, gồm: phát thanh 60 lượt; truyền hình 90 lượt (STV1: 60 "
            "lượt; STV2: 30 lượt); trang thông tin điện tử 26 lượt. Tổng thời lượng ghi nhận được là 312,5 phút."
        ),
        "Không tính vào số tin, bài và số lượt nêu trên: các hoạt động tính bằng tờ, cuộc.",
        (
            "Số tin, bài theo chủ đề (một tin, bài có thể thuộc nhiều chủ đề): Cải cách thủ tục hành chính: 20; "
            "Chính quyền điện tử: 06."
        ),
        (
            "So với kỳ trước (26/02/2019 – 25/5/2019; 20 tin, bài và 180 lượt đăng, phát), kỳ này tăng "
            "04 tin, bài (20%); giảm 04 lượt đăng, phát (2,2%)."
        ),
        "Chưa có số liệu của cùng kỳ năm trước để so sánh.",
        "(Danh sách tin, bài tại Phụ lục 2 kèm theo văn bản này)",
    ]
    assert "200" not in everything(told)


def test_columns_and_activities_stand_apart_with_their_qualifier() -> None:
    """Columns are no works; "hơn 500 tờ" stays; a series names its parts; a name that is the unit is not repeated."""
    series = tuple(
        activity(title=f"Chuyên mục: {name}", unit="chuyên mục", quantity=1) for name in ("bưu chính", "một cửa")
    )
    sums = (
        *report().sums,
        ActivitySum(name="Chuyên mục", unit="chuyên mục", qualifier="", quantity=2, rows=series),
        activity_sum("lượt", "lượt", 5280, "khoảng"),
    )
    told = texts(draft(report(sums=sums)).content)

    assert told[0] == (f"Trong kỳ, {AGENCY} thực hiện 01 chuyên mục về cải cách hành chính: “Chính quyền thân thiện”.")
    assert told[1] == (
        "Các hình thức tuyên truyền khác: đăng, phát khoảng 5.280 lượt; thực hiện 02 chuyên mục (“bưu chính”; "
        "“một cửa”); phát hơn 500 tờ gấp; tổ chức 02 hội nghị tập huấn (120 người tham gia)."
    )
    assert told[2].startswith("Một số tin, bài nổi bật: “")
    assert told[-1] == WORDS.results
    assert texts(draft(report(columns=2)).content)[0].endswith(" thực hiện 02 chuyên mục về cải cách hành chính.")


def test_many_featured_titles_are_cut() -> None:
    """Five titles are named, the rest counted."""
    featured = tuple(entry(number, featured=True) for number in range(12))

    assert everything(draft(report(entries=featured))).count("(kỳ ") == 5
    assert "”; cùng 07 tin, bài khác." in everything(draft(report(entries=featured)))


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (count(24, 176), "kỳ này giữ nguyên số tin, bài; giữ nguyên số lượt đăng, phát."),
        (count(0, 178), "kỳ này tăng 24 tin, bài; giảm 02 lượt đăng, phát (1,1%)."),
        (count(26, 175), "kỳ này giảm 02 tin, bài (7,7%); tăng 01 lượt đăng, phát (0,6%)."),
        (count(24, 1), "kỳ này giữ nguyên số tin, bài; tăng 175 lượt đăng, phát (17.500%)."),
    ],
)
def test_a_comparison_is_told_in_words(before: Any, told: str) -> None:
    """More, less or the same; a share of nothing is not told."""
    value = report(comparisons=(Comparison(label="kỳ trước (…)", count=before),))

    assert told in everything(draft(value))


def test_a_tiny_change_is_not_told_as_nothing() -> None:
    """One of 5,000 is less than a tenth of a percent, not 0 %."""
    total = count(5001, 0)
    value = report(figures=figures(total), comparisons=(Comparison(label="kỳ trước", count=count(5000, 0)),))

    assert "tăng 01 tin, bài (dưới 0,1%)" in everything(draft(value))


def test_the_plan_is_told_without_a_judgement() -> None:
    """What was planned, what was reached, in percent; how good that is, is proposed in brackets only."""
    told = draft(report())

    assert texts(told.plan) == [
        "Kết quả thực hiện 03 chỉ tiêu kế hoạch của kỳ:",
        "a) Tin, bài trên các kênh: thực hiện 24 tin, bài so với kế hoạch 20 tin, bài, đạt 120%;",
        "b) Phóng sự: thực hiện 02 phóng sự so với kế hoạch 03 phóng sự, đạt 66,7%;",
        "c) Tờ gấp: thực hiện hơn 500 tờ so với kế hoạch 480 tờ, đạt hơn 104,2%.",
    ]
    assert told.assessment == (
        Paragraph(
            text="[Đề nghị Thủ trưởng xem xét, kết luận mức độ hoàn thành: 2/3 chỉ tiêu đạt từ 100% kế hoạch trở lên; "
            "chưa đạt: Phóng sự (66,7%).]",
            is_prompt=True,
        ),
    )


@pytest.mark.parametrize(
    ("changes", "proposal"),
    [
        (
            {"plan": (plan_line("Tin", 20, 24),)},
            "đề xuất “hoàn thành kế hoạch”; 1/1 chỉ tiêu đạt từ 100% kế hoạch trở lên.]",
        ),
        ({"plan": ()}, "chưa có chỉ tiêu kế hoạch để đối chiếu.]"),
        ({"plan": (plan_line("Không", 0, 3),)}, "chưa có chỉ tiêu kế hoạch để đối chiếu.]"),
        (
            {"plan": (plan_line("Pano", 10, 10, "gần"),)},
            "0/1 chỉ tiêu đạt từ 100% kế hoạch trở lên; chưa đạt: Pano (gần 100%).]",
        ),
        ({"as_of": date(2019, 7, 1)}, "kỳ báo cáo chưa kết thúc, số liệu tạm tính đến ngày 01/7/2019.]"),
    ],
)
def test_the_head_is_proposed_what_the_numbers_bear(changes: dict[str, Any], proposal: str) -> None:
    """What is nearly reached is not reached; an open period and one without plan have no judgement to propose."""
    (told,) = draft(report(**changes)).assessment

    assert told.is_prompt
    assert told.text.endswith(f"kết luận mức độ hoàn thành: {proposal}")


def test_the_head_s_own_judgement_stands_as_written() -> None:
    """Once the head has decided, nothing is proposed any more."""
    told = draft(report(words=Words(assessment="Hoàn thành tốt.")))

    assert told.assessment == (Paragraph(text="Hoàn thành tốt."),)


def test_one_target_and_a_share_need_no_letters() -> None:
    """A single target is one sentence; a share is told in percent; a target of zero has no percentage."""
    share = plan_line("Tin, bài về một cửa", 80, 85.5, is_percent=True)

    assert texts(draft(report(plan=(share,))).plan) == [
        "Thực hiện so với kế hoạch: Tin, bài về một cửa: thực hiện 85,5% so với kế hoạch 80%, đạt 106,9%."
    ]
    assert texts(draft(report(plan=(plan_line("Khiếu nại", 0, 3),))).plan)[0].endswith(
        "thực hiện 03 tin, bài so với kế hoạch 0 tin, bài."
    )


def test_what_only_people_know_is_asked_for() -> None:
    """Without own words there is a bracketed line, never an invented sentence."""
    told = draft(report(words=Words()))
    parts = (told.tasks, told.difficulties, told.proposals, told.next_tasks)

    assert all(len(part) == 1 and part[0].is_prompt and part[0].text.startswith("[Đề nghị") for part in parts)
    assert texts(draft(report()).difficulties) == [
        "Phóng viên chuyên trách còn ít.",
        "Địa bàn rộng, đi lại khó.",
        "- Thiết bị cũ.",
    ]


def test_an_open_period_is_provisional() -> None:
    """Before its last day the draft says until when the numbers are, also where it compares."""
    told = everything(draft(report(as_of=date(2019, 7, 1))))

    assert "Số liệu tạm tính đến ngày 01/7/2019." in told
    assert "kỳ này, tính đến ngày 01/7/2019, tăng" in told
    assert "tạm tính" not in everything(draft(report()))


def test_an_empty_period_has_words_for_it() -> None:
    """Nothing published is said as such; no annex is promised."""
    told = draft(empty_report())

    assert texts(told.statistics) == [
        (
            f"Từ ngày 26/5/2019 đến ngày 25/8/2019, {AGENCY} chưa có tin, bài và lượt đăng, phát nào về cải cách "
            "hành chính."
        )
    ]
    assert texts(told.content) == ["Trong kỳ chưa ghi nhận chuyên mục hoặc hoạt động tuyên truyền nào."]


def test_works_without_airings_and_airings_without_works_are_said() -> None:
    """Each of the two may be missing alone."""
    works = texts(draft(empty_report(figures=figures(count(3, 0)))).statistics)
    airings = texts(draft(empty_report(figures=figures(count(0, 5)))).statistics)

    assert works[1] == "Chưa ghi nhận lượt đăng, phát nào của các tin, bài nêu trên trong kỳ."
    assert "ngoài số tin, bài đã thống kê" in everything(draft(empty_report(figures=figures(count(3, 0)))))
    assert airings[0].endswith("chưa có tin, bài mới về cải cách hành chính.")
    assert airings[1] == "Tổng số lượt đăng, phát trong kỳ là 05 lượt."


def test_one_genre_and_one_channel_are_no_lists() -> None:
    """What is all of one kind is said in one word; what has no kind is not listed."""
    total = count(4, 4)
    one = figures(total, table("genre", (("Bài", total),), total), table("channel", (("Truyền hình", total),), total))
    told = texts(draft(report(figures=one, airings=(airing("Truyền hình", "STV1"),) * 4)).statistics)
    bare = texts(draft(report(figures=figures(total), airings=())).statistics)

    assert told[0].endswith("đã thực hiện 04 tin, bài tuyên truyền cải cách hành chính, đều thuộc thể loại bài.")
    assert told[1] == "Tổng số lượt đăng, phát trong kỳ là 04 lượt, đều trên truyền hình (STV1)."
    assert bare[0].endswith("đã thực hiện 04 tin, bài tuyên truyền cải cách hành chính.")
    assert bare[1] == "Tổng số lượt đăng, phát trong kỳ là 04 lượt."


def test_a_work_of_another_period_is_told_as_such() -> None:
    """It counts airings only."""
    entries = (entry(1), entry(2, counts_as_work=False))
    told = everything(draft(report(entries=entries)))

    assert "Trong số lượt trên có lượt của 01 tin, bài thực hiện ngoài kỳ" in told


def test_the_shares_of_a_consolidated_report_are_visible() -> None:
    """Each source with its own numbers, and who has not reported."""
    shares = (
        SourceShare(name="Cổng này", kind="cổng này", works=24, airings=176, minutes=312.5, activities=2),
        SourceShare(name="Đài huyện", kind="biểu Excel", works=3, airings=40, minutes=0, activities=0),
    )
    told = texts(draft(report(shares=shares, missing=("Xã A", "Xã B"))).statistics)

    assert (
        "Số liệu được tổng hợp từ 02 nguồn: Cổng này (cổng này: 24 tin, bài; 176 lượt đăng, phát; 312,5 phút; "
        "02 hoạt động); Đài huyện (biểu Excel: 03 tin, bài; 40 lượt đăng, phát)."
    ) in told
    assert "Đến thời điểm tổng hợp, còn 02 cơ quan, đơn vị chưa gửi báo cáo: Xã A; Xã B." in told


def test_what_changed_since_filing_is_one_sentence_that_names_items_and_totals() -> None:
    """At most five items of all kinds are named, each kind at least once; the rest is counted and found in Excel."""
    changes = (
        FigureChange(name="Tổng số tin, bài", filed=80, now=79, why=("gỡ: Tin cũ",)),
        FigureChange(name="Tổng số lượt", filed=90, now=91),
    )
    gone = item_change("gỡ", "Tin cũ")
    late = tuple(item_change("thêm", f"Tin muộn {number}") for number in range(6))
    moved = item_change("sửa", "Tin đổi", FieldChange(name="chủ đề", filed="Thể chế", now="Một cửa"))
    filed = date(2019, 8, 30)
    (told,) = amendments.paragraphs(report(filed=filed, changes=changes, item_changes=(gone, *late, moved)), WORDING)

    assert told.startswith("So với báo cáo kỳ này đã gửi ngày 30/8/2019: bổ sung 06 tin, bài: “Tin muộn 0” (01/8/2019)")
    assert "không còn 01 tin, bài: “Tin cũ” (01/8/2019); " in told
    assert "sửa 01 tin, bài: “Tin đổi” (01/8/2019; chủ đề: Thể chế → Một cửa); " in told
    assert told.count("“Tin") == 5
    assert "tổng số tin, bài: đã báo cáo 80, hiện nay 79; tổng số lượt: đã báo cáo 90, hiện nay 91" in told
    assert told.endswith(f" (đầy đủ tại trang “{amendments.SHEET}” của tệp Excel kèm theo).")
    assert told in texts(draft(report(filed=filed, changes=changes, item_changes=(gone, *late, moved))).statistics)
    assert not any("đã gửi" in line for line in texts(draft(report(filed=filed)).statistics))


def test_a_change_of_items_that_leaves_every_total_is_told() -> None:
    """One article withdrawn and another late: no number differs, and the paper says so all the same."""
    pair = (item_change("gỡ", "Tin cũ"), item_change("thêm", "Tin muộn"))
    (told,) = amendments.paragraphs(report(filed=date(2019, 8, 30), item_changes=pair), WORDING)

    assert "bổ sung 01 tin, bài: “Tin muộn” (01/8/2019); không còn 01 tin, bài: “Tin cũ” (01/8/2019)." in told


@pytest.mark.parametrize(
    "asked", ["230/BC-SNV ngày 30/8/2019", "Báo cáo số 230/BC-SNV ngày 30/8/2019", "số: 230/BC-SNV ngày 30/8/2019"]
)
def test_a_report_replaces_another_only_when_its_words_say_so(asked: str) -> None:
    """Never by itself, whatever was filed and changed."""
    changed = report(filed=date(2019, 8, 30), item_changes=(item_change("gỡ", "Tin cũ"),))
    asking = replace(changed, words=replace(changed.words, replaces=asked))

    assert not any("thay thế" in line for line in texts(draft(changed).statistics))
    assert "Báo cáo này bổ sung, thay thế báo cáo số 230/BC-SNV ngày 30/8/2019." in texts(draft(asking).statistics)
    assert "Văn bản này bổ sung, thay thế văn bản số 230/BC-SNV ngày 30/8/2019." in amendments.paragraphs(
        asking, WORDING, "văn bản"
    )


def item_change(verb: str, title: str, *fields: FieldChange) -> ItemChange:
    """Make a work of 1 August that came, went or changed."""
    return ItemChange(verb=verb, part="tin, bài", id="", title=title, date=date(2019, 8, 1), url="", fields=fields)


def test_topics_that_share_no_work_need_no_note() -> None:
    """The note on works of several topics stands only where there are such."""
    total = count(2, 0)
    value = report(figures=figures(total, table("topic", (("Một cửa", total),), total)))

    assert "Số tin, bài theo chủ đề: Một cửa: 02." in texts(draft(value).statistics)


def test_a_report_of_any_days_is_drafted() -> None:
    """A span of days chosen by hand has a label of its own."""
    span = Period(id="x", label="từ 01/01/2020 đến 02/01/2020", since=date(2020, 1, 1), until=date(2020, 1, 2))

    assert draft(report(period=span, words=Words())).opening.text == (
        f"{AGENCY} báo cáo kết quả công tác tuyên truyền cải cách hành chính "
        "từ ngày 01/01/2020 đến ngày 02/01/2020 như sau:"
    )
