"""The columns of a table of activities: their names, the Vietnamese headings that people write, and the form's words.

One table serves CSV, Excel and the form of units without a portal: whoever reads a table looks its headings up
here, and whoever makes a form writes them from here.

Knows: headings. Never: reads a table; never knows what a column's values mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from site_builder.text import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What stands above a column."""

    meaning: str
    """What messages call it."""
    form: str
    """As the form writes it."""
    others: tuple[str, ...] = ()
    """Other headings that mean the same."""


COLUMNS = {
    "date": Heading(
        meaning="ngày",
        form="Ngày",
        others=("Ngày tháng", "Ngày, tháng", "Ngày tháng năm", "Ngày, tháng, năm", "Ngày thực hiện", "Ngày tổ chức",
                "Ngày đăng", "Ngày phát", "Ngày đăng, phát", "Thời gian", "Thời gian thực hiện", "Thời gian tổ chức"),
    ),
    "agency": Heading(
        meaning="cơ quan",
        form="Cơ quan",
        others=("Cơ quan, đơn vị", "Cơ quan/đơn vị", "Cơ quan thực hiện", "Cơ quan chủ trì", "Đơn vị thực hiện",
                "Đơn vị chủ trì", "Tên cơ quan", "Tên đơn vị", "Cơ quan, đơn vị thực hiện"),
    ),
    "topic": Heading(meaning="chủ đề", form="Chủ đề", others=("Nội dung CCHC", "Lĩnh vực", "Lĩnh vực CCHC")),
    "channel": Heading(meaning="kênh", form="Kênh", others=("Kênh thông tin", "Kênh tuyên truyền", "Kênh phát")),
    "outlet": Heading(
        meaning="nơi phát",
        form="Nơi phát, nơi đăng",
        others=("Nơi phát", "Nơi đăng", "Nơi đăng, phát", "Báo, đài", "Tên báo, đài"),
    ),
    "genre": Heading(meaning="thể loại", form="Thể loại", others=("Thể loại tin, bài",)),
    "title": Heading(
        meaning="tên",
        form="Tên tin, bài, hoạt động",
        others=("Tên", "Tên/Nội dung", "Tên, nội dung", "Nội dung", "Tên hoạt động", "Hoạt động", "Tên tin, bài",
                "Tên tin bài", "Tiêu đề", "Tên tác phẩm", "Nội dung hoạt động", "Nội dung tuyên truyền"),
    ),
    "quantity": Heading(meaning="số lượng", form="Số lượng", others=("SL", "S.lượng")),
    "unit": Heading(meaning="đơn vị tính", form="Đơn vị tính", others=("ĐVT", "Đ.v.t", "ĐV tính")),
    "qualifier": Heading(meaning="hơn, gần, khoảng", form="Mức (hơn, gần, khoảng)", others=("Mức", "Ước lượng")),
    "airings": Heading(
        meaning="số lượt phát",
        form="Lượt phát",
        others=("Số lượt phát", "Số lượt", "Số lần phát", "Số lượt phát sóng", "Lượt phát sóng"),
    ),
    "minutes": Heading(
        meaning="số phút mỗi lượt",
        form="Phút mỗi lượt",
        others=("Thời lượng (phút)", "Thời lượng", "Số phút mỗi lượt", "Phút/lượt", "Thời lượng mỗi lượt (phút)"),
    ),
    "participants": Heading(
        meaning="số người tham gia",
        form="Số người tham gia",
        others=("Số người", "Số người tham dự", "Người tham gia", "Số người dự", "Số lượng người tham gia"),
    ),
    "url": Heading(
        meaning="địa chỉ trên mạng",
        form="Địa chỉ trên mạng",
        others=("Địa chỉ", "Đường dẫn", "Đường link", "Link", "Liên kết", "Địa chỉ trang"),
    ),
    "note": Heading(meaning="ghi chú", form="Ghi chú", others=("Chú thích",)),
}  # fmt: skip
"""Every column by its name."""
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


def numbers_rows(heading: str) -> bool:
    """Say whether a heading stands above the rows' own numbers."""
    return _plain(heading) in _NUMBERED


@lru_cache(maxsize=4096)
def _plain(heading: str) -> str:
    return fold(heading).strip(" :*.")


_NAMES = {
    _plain(word): name for name, heading in COLUMNS.items() for word in (name, heading.form, *heading.others)
}  # fmt: skip
_LONGEST = 2 * max(map(len, _NAMES))
"""Letters of a heading with dấu typed apart; longer cells are text."""
_NUMBERED = frozenset(map(_plain, NUMBERED))
