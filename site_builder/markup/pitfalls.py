"""What is typed so that readers see something else, or nothing: remarks of the conversion, and signs in the source.

Knows: the words for each. Never: stops a build; what is shown wrongly is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from site_builder.markup.places import Places
from site_builder.markup.remarks import Remark
from site_builder.text import excerpt

_SHOWN = 60
_MESSAGES = {
    "thut-dong-thanh-ma": "dòng {0} thụt vào từ 4 dấu cách nên hiện thành khối mã; hãy bỏ khoảng trắng đầu dòng, "
    "hoặc nếu đúng là mã thì đặt giữa hai dòng ```",
    "so-thanh-danh-sach": "dòng {0} bắt đầu bằng số và dấu chấm nên thành mục của danh sách; nếu là câu văn, "
    "hãy viết \\ trước dấu ấy, ví dụ 2026\\. Năm",
    "bang-thieu-gach": "các dòng từ {0} giống một bảng nhưng thiếu dòng gạch, hoặc dòng gạch không đủ số cột; "
    "hãy thêm dưới dòng đầu, ví dụ |---|---| (mỗi cột một ---)",
    "bang-thua-o": "dòng bảng {0} có nhiều ô hơn dòng đầu nên ô thừa không hiện; hãy thêm cột, "
    "hoặc viết \\| nếu dấu | là chữ",
    "gach-thanh-tieu-de": "đoạn {0} đứng ngay trên dòng --- nên thành tiêu đề; nếu muốn đường kẻ, "
    "hãy để một dòng trống trước ---; nếu muốn tiêu đề, hãy viết ## trước chữ",
    "lien-ket-thua": "dòng {0} đặt địa chỉ cho một liên kết mà trong bài không có, nên không hiện; "
    "hãy viết [chữ](địa chỉ), hoặc bỏ dấu [ ] nếu là câu văn",
    "viet-tat-thua": "dòng {0} giải thích một chữ viết tắt không có trong bài nên không hiện; hãy xóa, "
    "hoặc viết thành câu",
    "ghi-chu-thua": "ghi chú {0} không được nhắc tới ở đâu trong bài; hãy viết dấu ấy vào chỗ cần ghi chú",
    "ghi-chu-thieu": "dấu ghi chú {0} chưa có nội dung nên hiện nguyên như vậy; hãy thêm một dòng {0}: nội dung",
    "ma-chua-dong": "khối mã mở bằng {0} chưa đóng; hãy thêm một dòng {0} ở cuối khối",
    "chu-thich-chua-dong": "chú thích mở bằng <!-- chưa đóng nên hiện ra trang; hãy thêm --> ở cuối chú thích",
    "thang-thieu-cach": "dòng {0} thiếu dấu cách sau # nên không thành tiêu đề; hãy viết, ví dụ ## Kết quả",
}

_FENCE = re.compile(r"[ >]*(?:(?:[-+*]|\d{1,9}[.)]) +)?(`{3,}(?=[^`]*\Z)|~{3,})")
_GLUED_HEADING = re.compile(r"^ {0,3}#{2,6}[^\s#]", re.MULTILINE)
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\](:?)")
_ABBREVIATION = re.compile(r"^\*\[([^\]\n]+)\] ?:[^\n]*", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]+\1(?!`)")


def report(places: Places, text: str, html: str, remarks: Iterable[Remark]) -> None:
    """Note every pitfall of `text`, which became `html`, with its line."""
    for remark in remarks:
        _warn(places, places.line(remark.written[:200]), remark.code, remark.written)
    if any(sign in text for sign in ("```", "~~~", "<!--", "[^")) or ("##" in text and _GLUED_HEADING.search(text)):
        _report_notes(places, _prose(places, text), html)
    if "*[" in text:
        _report_abbreviations(places, text, html)


def _warn(places: Places, line: int, code: str, written: str) -> None:
    shown = written if code in ("ma-chua-dong", "ghi-chu-thieu", "ghi-chu-thua") else f"“{excerpt(written, _SHOWN)}”"
    places.report(line, code, _MESSAGES[code].format(shown), "warning")


def _prose(places: Places, text: str) -> list[tuple[int, str]]:
    """Return the lines outside code fences and comments, numbered from 0; report what is not closed."""
    found: list[tuple[int, str]] = []
    fence, opened, comment = "", 0, -1
    for number, line in enumerate(text.split("\n")):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if line.strip(" >").startswith(fence) and not line.strip(" >").strip(fence[0]) else fence
        elif comment >= 0:
            comment = -1 if "-->" in line else comment
        elif mark:
            fence, opened = mark[1], number
        elif _opens_comment(line):
            comment = number
        else:
            found.append((number, line))
            if _GLUED_HEADING.match(line):
                _warn(places, places.first_line + number, "thang-thieu-cach", line.strip())
    if fence:
        _warn(places, places.first_line + opened, "ma-chua-dong", fence)
    if comment >= 0:
        _warn(places, places.first_line + comment, "chu-thich-chua-dong", "")
    return found


def _opens_comment(line: str) -> bool:
    """Say whether a line leaves a comment open."""
    bare = _CODE.sub("", line) if "<!--" in line else ""
    return "<!--" in bare and "-->" not in bare.rpartition("<!--")[2]


def _report_notes(places: Places, prose: Iterable[tuple[int, str]], html: str) -> None:
    """Report notes that nothing refers to, and references to notes that are not there."""
    used: dict[str, int] = {}
    defined: dict[str, int] = {}
    for number, line in prose:
        for match in _marks(line):
            is_definition = match[2] and not line[: match.start()].strip()
            (defined if is_definition else used).setdefault(match[1], number)
    for name in defined.keys() - used.keys():
        _warn(places, places.first_line + defined[name], "ghi-chu-thua", f"[^{name}]")
    shown = {match[1] for match in _NOTE.finditer(html)}
    for name in used.keys() - defined.keys():
        if name in shown:
            _warn(places, places.first_line + used[name], "ghi-chu-thieu", f"[^{name}]")


def _marks(line: str) -> Iterator[re.Match[str]]:
    """Find the marks of notes in a line, outside code."""
    return _NOTE.finditer(_CODE.sub("", line)) if "[^" in line else iter(())


def _report_abbreviations(places: Places, text: str, html: str) -> None:
    """Report explanations of abbreviations that the text does not use."""
    for match in _ABBREVIATION.finditer(text):
        if f"*[{match[1]}]" not in html and f">{match[1].strip()}</abbr>" not in html:
            _warn(places, places.first_line + text.count("\n", 0, match.start()), "viet-tat-thua", match[0])
