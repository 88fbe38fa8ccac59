"""The columns of a table of activities: their names, the Vietnamese headings that people write, and the form's words.

One table serves CSV, Excel and the form of units without a portal: whoever reads a table looks its headings up
here, and whoever makes a form writes them from here.

Knows: headings. Never: reads a table; never knows what a column's values mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from site_builder.text import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnHeading:
    """What stands above a column."""

    meaning: str
    """What messages call it."""
    form: str
    """As the form writes it."""
    others: tuple[str, ...] = ()
    """Other headings that mean the same."""


COLUMNS = {
    "date": ColumnHeading(
        meaning="ngày",
        form="Ngày",
        others=("Ngày tháng", "Ngày, tháng", "Ngày tháng năm", "Ngày, tháng, năm", "Ngày thực hiện", "Ngày tổ chức",
                "Ngày đăng", "Ngày phát", "Ngày đăng, phát", "Ngày đăng tải", "Ngày phát sóng",
                "Ngày đăng, phát sóng", "Ngày xuất bản", "Thời điểm", "Thời gian đăng", "Thời gian phát sóng",
                "Thời gian", "Thời gian thực hiện", "Thời gian tổ chức"),
    ),
    "agency": ColumnHeading(
        meaning="cơ quan",
        form="Cơ quan",
        others=("Cơ quan, đơn vị", "Cơ quan/đơn vị", "Cơ quan thực hiện", "Cơ quan chủ trì", "Đơn vị thực hiện",
                "Đơn vị chủ trì", "Tên cơ quan", "Tên đơn vị", "Cơ quan, đơn vị thực hiện", "Tên cơ quan, đơn vị",
                "Cơ quan báo cáo", "Đơn vị báo cáo", "Đơn vị, địa phương", "Cơ quan, đơn vị, địa phương"),
    ),
    "topic": ColumnHeading(meaning="chủ đề", form="Chủ đề", others=("Nội dung CCHC", "Lĩnh vực", "Lĩnh vực CCHC")),
    "channel": ColumnHeading(meaning="kênh", form="Kênh", others=("Kênh thông tin", "Kênh tuyên truyền", "Kênh phát",
                "Kênh đăng, phát", "Kênh đăng tải", "Kênh truyền thông", "Phương tiện", "Phương tiện truyền thông",
                "Loại hình báo chí")),
    "outlet": ColumnHeading(
        meaning="nơi phát",
        form="Nơi phát, nơi đăng",
        others=("Nơi phát", "Nơi đăng", "Nơi đăng, phát", "Nơi đăng tải", "Nơi phát sóng", "Báo, đài",
                "Tên báo, đài", "Cơ quan báo chí"),
    ),
    "genre": ColumnHeading(meaning="thể loại", form="Thể loại", others=("Thể loại tin, bài", "Loại tin, bài",
                "Thể loại tin bài", "Loại tin bài")),
    "title": ColumnHeading(
        meaning="tên",
        form="Tên tin, bài, hoạt động",
        others=("Tên", "Tên/Nội dung", "Tên, nội dung", "Nội dung", "Tên hoạt động", "Hoạt động", "Tên tin, bài",
                "Tên tin bài", "Tên bài", "Tên bài viết", "Tên tin, bài, phóng sự", "Tên chương trình",
                "Tên sản phẩm", "Tiêu đề tin, bài", "Tiêu đề bài viết", "Nội dung công việc", "Tiêu đề",
                "Tên tác phẩm", "Nội dung hoạt động", "Nội dung tuyên truyền"),
    ),
    "quantity": ColumnHeading(meaning="số lượng", form="Số lượng", others=("SL", "S.lượng", "Số lượng (tin, bài)",
                "Số lượng thực hiện", "Khối lượng")),
    "unit": ColumnHeading(meaning="đơn vị tính", form="Đơn vị tính", others=("ĐVT", "Đ.v.t", "ĐV tính")),
    "qualifier": ColumnHeading(meaning="hơn, gần, khoảng", form="Mức (hơn, gần, khoảng)", others=("Mức", "Ước lượng")),
    "airings": ColumnHeading(
        meaning="số lượt phát",
        form="Lượt phát",
        others=("Số lượt phát", "Số lượt", "Số lần phát", "Số lượt phát sóng", "Lượt phát sóng", "Số lần phát sóng",
                "Lượt đăng, phát", "Số lượt đăng, phát", "Lượt đăng, phát sóng", "Số lượt đăng, phát sóng", "Số lần"),
    ),
    "minutes": ColumnHeading(
        meaning="số phút mỗi lượt",
        form="Phút mỗi lượt",
        others=("Thời lượng (phút)", "Thời lượng", "Số phút mỗi lượt", "Phút/lượt", "Thời lượng mỗi lượt (phút)",
                "Thời lượng mỗi lượt", "Thời lượng 1 lượt (phút)", "Thời lượng/lượt (phút)"),
    ),
    "participants": ColumnHeading(
        meaning="số người tham gia",
        form="Số người tham gia",
        others=("Số người", "Số người tham dự", "Người tham gia", "Số người dự", "Số lượng người tham gia",
                "Số đại biểu", "Số lượt người tham gia", "Lượt người tham gia"),
    ),
    "url": ColumnHeading(
        meaning="địa chỉ trên mạng",
        form="Địa chỉ trên mạng",
        others=("Địa chỉ", "Đường dẫn", "Đường link", "Link", "Liên kết", "Địa chỉ trang", "Link bài",
                "Link bài viết", "Đường link bài viết", "Đường dẫn (link)", "Đường dẫn bài viết", "Địa chỉ truy cập",
                "Địa chỉ liên kết"),
    ),
    "note": ColumnHeading(meaning="ghi chú", form="Ghi chú", others=("Chú thích",)),
}  # fmt: skip
"""Every column by its name."""
UNCLEAR_MINUTES = (
    "Phút", "Số phút", "Tổng số phút", "Tổng thời lượng", "Tổng thời lượng (phút)", "Thời lượng phát sóng",
    "Thời lượng phát sóng (phút)", "Thời lượng (giờ)", "Thời lượng (giây)",
)  # fmt: skip
"""Headings of minutes of which nobody can say whether they are those of one airing, or of all."""
EITHER = "Đơn vị"
"""The agency where another column has the units; alone, nobody can say which of the two."""
NUMBERED = ("STT", "TT", "Số TT", "Số thứ tự", "No.")
"""Headings of the column that only numbers the rows."""

SHEET, GUIDE, HIDDEN = "Kê khai", "Hướng dẫn", "Danh mục"
"""Sheets of the form: what a unit fills in, how, and what the form knows of itself."""
FIRST_ROW = 7
"""Row of the form's example, the first below its headings."""
UNIT_LABEL = "Đơn vị báo cáo:"
EXAMPLE = "(ví dụ)"


def column_of(heading: str) -> str:
    """Return the name of the column that a heading means, whatever its case and dấu; empty when it is none."""
    return _NAMES.get(_plain(heading), "") if len(heading) <= _LONGEST else ""


def is_either(heading: str) -> bool:
    """Say whether a heading is `EITHER`."""
    return _plain(heading) == _plain(EITHER)


def is_unclear(heading: str) -> bool:
    """Say whether a heading is one of `UNCLEAR_MINUTES`."""
    return _plain(heading) in _UNCLEAR


def numbers_rows(heading: str) -> bool:
    """Say whether a heading stands above the rows' own numbers."""
    return _plain(heading) in _NUMBERED


_MARKS = re.compile(r"[,;/\\-]|\bva\b")
"""What stands between the words of a heading says nothing: `Ngày đăng/phát`, `Ngày đăng và phát`."""


@lru_cache(maxsize=4096)
def _plain(heading: str) -> str:
    return " ".join(_MARKS.sub(" ", fold(heading)).split()).strip(" :*.")


_NAMES = {
    _plain(word): name for name, heading in COLUMNS.items() for word in (name, heading.form, *heading.others)
}  # fmt: skip
_LONGEST = 2 * max(map(len, _NAMES))
"""Letters of a heading with dấu typed apart; longer cells are text."""
_NUMBERED = frozenset(map(_plain, NUMBERED))
_UNCLEAR = frozenset(map(_plain, UNCLEAR_MINUTES))
