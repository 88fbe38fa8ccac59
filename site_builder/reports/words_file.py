"""The skeleton of a report's own words (`content/reports/PERIOD.AGENCY.md`): keys explained, what is known filled in.

What is filled in is what the report would say anyway, so a skeleton that nobody touched changes no word of it; all
explanations are comments.

Knows: the keys and headings, and what belongs below each. Never: reads or writes a file.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

from site_builder.model.ledger import ANNEX_COLUMNS
from site_builder.model.wording import Wording
from site_builder.reports import annex, boxes, narrative
from site_builder.reports.report import Report
from site_builder.text import date_short

WIDTH = 110
"""Letters on a line of explanation."""
EXPLAINED = {
    "form": "Mẫu: quy (báo cáo quý), nua-nam (công văn 6 tháng), nam (báo cáo năm), don-gian (báo cáo ngắn)",
    "number": "Số, ký hiệu; để trống thì chừa chỗ cho văn thư ghi",
    "date": "Ngày ký, ngày trước tháng sau; để trống thì chừa chỗ ghi ngày",
    "place": "Địa danh, trước ngày tháng",
    "parent_agency": "Cơ quan chủ quản, dòng trên bên trái; không có thì bỏ",
    "agency": "Cơ quan ban hành, dòng dưới bên trái; chương trình tự viết hoa",
    "title": "Trích yếu; để trống thì chương trình viết như dòng này",
    "addressees": "Kính gửi; nhiều nơi thì ngăn bằng dấu phẩy, có ngoặc vuông ở hai đầu",
    "recipients": "Nơi nhận, không kể dòng Lưu; Như trên là nơi đã kính gửi",
    "filing": "Dòng Lưu ở cuối nơi nhận",
    "legal": "Căn cứ: mỗi văn bản đặt giữa hai dấu nháy kép, ngăn bằng dấu phẩy, có ngoặc vuông ở hai đầu",
    "signer_post": 'Chức vụ người ký; ký thay thì ghi cả hai, ngăn bằng \\n: "KT. GIÁM ĐỐC\\nPHÓ GIÁM ĐỐC"',
    "signer_name": "Họ và tên người ký, không ghi học hàm, học vị",
    "annex_label": "Tên phụ lục, khi có nhiều phụ lục",
    "annex_columns": f"Cột của phụ lục, theo thứ tự muốn in, chọn trong: {', '.join(ANNEX_COLUMNS)}",
    "replaces": "Báo cáo mà báo cáo này bổ sung, thay thế: chỉ ghi khi gửi lại bản đã sửa",
    "scope": "Không cần ghi: tên tệp đã nói báo cáo của cơ quan nào",
}
"""What each key of the file is for, in the file's order."""
EXAMPLES = {
    "date": "30/8/2019",
    "place": '"Sóc Trăng"',
    "parent_agency": '"UBND TỈNH SÓC TRĂNG"',
    "addressees": '["Sở Nội vụ", "Văn phòng UBND tỉnh"]',
    "recipients": '["Như trên", "Ban Giám đốc (để b/c)"]',
    "legal": '["Thực hiện Kế hoạch số 128/KH-UBND ngày 26/12/2018 của Chủ tịch UBND tỉnh"]',
    "signer_post": '"GIÁM ĐỐC"',
    "signer_name": '"Nguyễn Văn A"',
    "annex_label": '"Phụ lục 2"',
    "annex_columns": f"[{', '.join(annex.DEFAULT)}]",
    "replaces": '"225/BC-SNV ngày 26/8/2019"',
    "scope": "so-noi-vu",
}
"""Shown after a `#` where nothing is known."""
SECTIONS = {
    "Kết quả": "Việc đã làm mà con số chưa nói hết: văn bản đã ban hành, cuộc họp, cách làm mới. Số tin, bài, số lượt, "
    "chuyên mục, hoạt động thì chương trình tự viết, không chép lại.",
    "Khó khăn": "Thuận lợi, khó khăn, vướng mắc, nguyên nhân. Không có thì xóa câu nhắc trong ngoặc vuông ở bản Word.",
    "Đề xuất": "Kiến nghị với ai, về việc gì.",
    "Nhiệm vụ": "Phương hướng, nhiệm vụ kỳ sau; mỗi việc một dòng, bắt đầu bằng dấu gạch.",
    "Đánh giá": "Thủ trưởng kết luận mức độ hoàn thành. Chưa viết thì bản Word có câu đề xuất trong ngoặc vuông.",
}
"""Headings of the body, and what belongs below each."""


def skeleton(report: Report, wording: Wording) -> str:
    """Return the file for a report that has no words of its own yet."""
    known = _known(report, wording)
    number = boxes.fill(report, boxes.form_of(report), wording).number.strip()
    drafted = {"title": narrative.title(report, wording), "number": f"12{number}"}
    examples = EXAMPLES | {key: json.dumps(value, ensure_ascii=False) for key, value in drafted.items()}
    lines = ["---", *_intro(report)]
    for key, words in EXPLAINED.items():
        value = known.get(key)
        lines += [*_comment(words), f"{key}: {value}" if value else f"#{key}: {examples[key]}", ""]
    lines[-1] = "---"
    for heading, words in SECTIONS.items():
        lines += ["", f"## {heading}", "", *textwrap.wrap(f"<!-- {words} -->", WIDTH)]
    return "\n".join([*lines, ""])


def _intro(report: Report) -> list[str]:
    period = report.period
    days = f"từ {date_short(period.since)} đến {date_short(period.until)}"
    return [
        *_comment(f"Lời văn riêng của báo cáo: {period.label}, {days}; cơ quan: {report.agency}."),
        *_comment(
            "Dòng bắt đầu bằng dấu # là lời giải thích hoặc thí dụ, không vào báo cáo. Muốn dùng một dòng thí dụ thì"
        ),
        *_comment("xóa dấu # ở đầu dòng rồi sửa chữ. Khóa nào không cần thì để yên."),
        "",
    ]


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(words, WIDTH, break_on_hyphens=False)]


def _known(report: Report, wording: Wording) -> dict[str, str]:
    """Return the keys whose values the report has anyway, as YAML."""
    form = boxes.form_of(report)
    box = boxes.fill(report, form, wording)
    addressees = [_bare(line.removeprefix("Kính gửi:")) for line in box.addressees]
    *recipients, filing = (_bare(line) for line in box.recipients)
    found: dict[str, str | Sequence[str]] = {
        "form": form,
        "place": report.letterhead.place,
        "parent_agency": box.parent_agency,
        "agency": box.agency,
        "addressees": [name for name in addressees if name],
        "recipients": recipients,
        "filing": filing.removeprefix("Lưu: "),
    }
    return {key: json.dumps(value, ensure_ascii=False) for key, value in found.items() if value and "[" not in value[0]}


def _bare(line: str) -> str:
    return line.strip().removeprefix("- ").rstrip(";.")
