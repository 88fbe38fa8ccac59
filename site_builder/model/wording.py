"""How reports are worded: sentences with named places, verbs by kind of activity, limits.

A province keeps its own in `theme/reports/cach-viet.yml`; the program's stand for what that file leaves out. A
sentence is text with names in braces, each standing for words that the program fills in: no code, no attribute.

Knows: which sentences there are and what may stand in each. Never: reads a file; never knows a report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from site_builder.text import decimal

SENTENCES: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "trich_yeu": {"ky": "quý III năm 2019"},
    "ve_viec": {"trich_yeu": "kết quả công tác tuyên truyền cải cách hành chính 6 tháng đầu năm 2021"},
    "mo_dau": {
        "co_quan": "Sở Nội vụ tỉnh A", "ky": "quý III năm 2019", "tu": "26/5/2019", "den": "25/8/2019",
    },
    "mo_dau_theo_ngay": {"co_quan": "Sở Nội vụ tỉnh A", "tu": "01/02/2026", "den": "15/3/2026"},
    "can_cu": {
        "can_cu": "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh A",
        "mo_dau": "Sở Nội vụ tỉnh A báo cáo như sau:",
    },
    "nhiem_vu": {"co_quan": "Sở Nội vụ tỉnh A", "van_ban": "Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh A"},
    "tam_tinh": {"ngay": "01/7/2019"},
    "tin_bai": {
        "tu": "26/5/2019", "den": "25/8/2019", "co_quan": "Sở Nội vụ tỉnh A", "so": "24",
        "the_loai": "18 tin; 04 bài; 02 phóng sự",
    },
    "tin_bai_mot_loai": {
        "tu": "26/5/2019", "den": "25/8/2019", "co_quan": "Sở Nội vụ tỉnh A", "so": "04", "the_loai": "bài",
    },
    "tin_bai_khong_ro_loai": {"tu": "26/5/2019", "den": "25/8/2019", "co_quan": "Sở Nội vụ tỉnh A", "so": "04"},
    "khong_tin_bai": {"tu": "26/5/2019", "den": "25/8/2019", "co_quan": "Sở Nội vụ tỉnh A"},
    "khong_tin_bai_va_luot": {"tu": "26/5/2019", "den": "25/8/2019", "co_quan": "Sở Nội vụ tỉnh A"},
    "luot": {"so": "176", "kenh": "phát thanh 60 lượt; truyền hình 90 lượt (STV1: 60 lượt; STV2: 30 lượt); "
             "trang thông tin điện tử 26 lượt"},
    "luot_mot_kenh": {"so": "02", "kenh": "trang thông tin điện tử"},
    "luot_khong_ro_kenh": {"so": "05"},
    "kenh": {"ten": "truyền hình", "so": "90"},
    "noi_dang": {"ten": "STV1", "so": "60"},
    "thoi_luong": {"so": "312,5"},
    "khong_luot": {},
    "ngoai_ky": {"so": "02"},
    "luot_so_tong": {"so": "12"},
    "luot_chua_ro_ngay": {"so": "06"},
    "khong_tinh": {"danh_sach": "hơn 176 lượt “Tin, bài của các trạm” (số ước lượng); các hoạt động tính bằng tờ"},
    "hoat_dong_khac_don_vi": {"ten": "tờ, cuộc"},
    "chu_de": {"danh_sach": "Cải cách thủ tục hành chính: 20; Chính quyền điện tử: 06"},
    "chu_de_trung": {"danh_sach": "Cải cách thủ tục hành chính: 20; Chính quyền điện tử: 06"},
    "muc_so": {"ten": "Cải cách thủ tục hành chính", "so": "20"},
    "so_sanh": {
        "ky_truoc": "kỳ trước", "thoi_gian": "26/02/2019 – 25/5/2019", "so_bai": "20", "so_luot": "180",
        "bai": "tăng 04 tin, bài (20%)", "luot": "giảm 04 lượt đăng, phát (2,2%)",
    },
    "so_sanh_tam_tinh": {
        "ky_truoc": "kỳ trước", "thoi_gian": "26/02/2019 – 25/5/2019", "so_bai": "20", "so_luot": "180",
        "ngay": "01/7/2019", "bai": "tăng 04 tin, bài (20%)", "luot": "giữ nguyên số lượt đăng, phát",
    },
    "tang": {"so": "04", "don_vi": "tin, bài", "phan_tram": "20%"},
    "giam": {"so": "04", "don_vi": "lượt đăng, phát", "phan_tram": "2,2%"},
    "tang_tu_khong": {"so": "04", "don_vi": "tin, bài"},
    "giu_nguyen": {"don_vi": "tin, bài"},
    "khong_so_sanh": {"ky_truoc": "kỳ trước và cùng kỳ năm trước"},
    "nguon": {"so": "02", "danh_sach": "Sở A (cổng này: 24 tin, bài; 30 lượt đăng, phát); Xã B (biểu Excel: 03 bài)"},
    "nguon_muc": {"ten": "Xã B", "loai": "biểu Excel", "so_lieu": "03 tin, bài; 40 lượt đăng, phát"},
    "trung_lap": {"so": "02", "ten": "“Một cửa lưu động” (UBND xã B); “Bản tin tháng 7” (UBND xã C)"},
    "chua_gui": {"so": "02", "ten": "Xã B; Xã C"},
    "thay_the": {"van_ban": "báo cáo", "so": "230/BC-SNV ngày 30/8/2019"},
    "thay_doi": {"ngay": "30/8/2019", "danh_sach": "bổ sung 01 tin, bài: “Một cửa” (01/8/2019)"},
    "da_bo_sung": {"so": "01", "loai": "tin, bài"},
    "khong_con": {"so": "01", "loai": "tin, bài"},
    "da_sua": {"so": "01", "loai": "tin, bài"},
    "thay_doi_muc": {"thay_doi": "bổ sung 01 tin, bài", "ten": "“Một cửa” (01/8/2019)"},
    "thay_doi_so": {"ten": "tổng số tin, bài", "truoc": "80", "nay": "79"},
    "thay_doi_bang": {},
    "xem_excel": {"danh_sach": "bổ sung 12 tin, bài: “Một cửa” (01/8/2019)", "trang": "Thay đổi sau nộp"},
    "chuyen_muc": {"co_quan": "Sở Nội vụ tỉnh A", "so": "02", "ten": "“Dân hỏi, chính quyền trả lời”; “Một cửa”"},
    "chuyen_muc_khong_ten": {"co_quan": "Sở Nội vụ tỉnh A", "so": "03"},
    "hoat_dong": {"danh_sach": "phát 1.500 tờ rơi; treo 24 băng rôn; tổ chức 01 buổi tập huấn (45 người tham gia)"},
    "nguoi_tham_gia": {"so": "gần 2.500 người"},
    "nguoi_tham_gia_truc_tuyen": {"so": "gần 2.500 người"},
    "noi_bat": {"ten": "“Một cửa cấp xã sau sáp nhập”; “Trả kết quả tại nhà”"},
    "va_con_lai": {"danh_sach": "“Một cửa cấp xã sau sáp nhập”; “Trả kết quả tại nhà”", "so": "07", "loai": "tin, bài"},
    "xem_phu_luc": {"danh_sach": "“Một cửa”; “Trả kết quả tại nhà”; cùng 06 chuyên mục khác", "phu_luc": "Phụ lục"},
    "khong_hoat_dong": {},
    "khong_hoat_dong_ngoai_tin_bai": {},
    "danh_sach_phu_luc": {"phu_luc": "Phụ lục 2", "van_ban": "báo cáo"},
    "ke_hoach_mot": {"chi_tieu": "Tờ gấp: thực hiện hơn 500 tờ so với kế hoạch 480 tờ, đạt hơn 104,2%"},
    "ke_hoach": {"so": "03"},
    "ke_hoach_nhieu": {"so": "12", "dat": "09", "phu_luc": "Phụ lục"},
    "chi_tieu": {"ten": "Tờ gấp", "ke_hoach": "480 tờ", "thuc_hien": "hơn 500 tờ", "phan_tram": "hơn 104,2%"},
    "chi_tieu_khong_ty_le": {"ten": "Tờ gấp", "ke_hoach": "0 tờ", "thuc_hien": "03 tờ"},
    "ket_thuc": {"ky": "quý III năm 2019", "co_quan": "Sở Nội vụ tỉnh A"},
    "ten_phu_luc": {"ky": "quý III năm 2019"},
    "kem_theo": {
        "van_ban": "Báo cáo", "so": "05/BC-SNV", "ngay": "ngày 05 tháng 01 năm 2026", "co_quan": "Sở Nội vụ tỉnh A",
    },
    "nhac_nhiem_vu": {},
    "nhac_ke_hoach": {},
    "nhac_kho_khan": {},
    "nhac_kien_nghi": {},
    "nhac_phuong_huong": {},
    "ket_luan_chua_het_ky": {"ngay": "01/7/2019"},
    "ket_luan_khong_ke_hoach": {},
    "ket_luan_dat": {"dat": "3", "so": "3"},
    "ket_luan_chua_dat": {"dat": "2", "so": "3", "ten": "Phóng sự (66,7%)"},
})  # fmt: skip
"""Every sentence with the names that may stand in it, each with an example of what it stands for."""

NEEDED = frozenset(("so", "danh_sach", "ten", "the_loai", "chi_tieu", "thuc_hien", "truoc", "nay"))
"""Names that carry numbers or items: a sentence without one of its own hides what was counted."""
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """Activities of one kind: how they are recognised and told."""

    verb: str
    """`phát`, `treo`, `tổ chức`."""
    names: tuple[str, ...] = ()
    """Words in an activity's name; the kind whose word stands first in it is meant."""
    units: tuple[str, ...] = ()
    """Units by which an activity is known whose name tells nothing; with no `names`, before its name is looked at."""
    silent: tuple[str, ...] = ()
    """Units left out before these names: `24 băng rôn`, not `24 cái băng rôn`."""
    link: str = ""
    """What stands between unit and name: `300 người` `tham gia` `đố vui`."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The rules of a portal, complete."""

    sentences: tuple[tuple[str, str], ...] = ()
    kinds: tuple[Kind, ...] = ()
    """In the order in which activities are told."""
    genres: tuple[tuple[str, str], ...] = ()
    """What a work of a genre is called when counted: `tho-ca` → `tác phẩm thơ ca`."""
    alike: tuple[tuple[str, ...], ...] = ()
    """Units that mean the same before a name that begins with one of them: `cuộc` + `Buổi tập huấn`."""
    headless: tuple[str, ...] = ()
    """Kinds of agencies above whose name no superior stands."""
    most_named: int = 5
    """Titles, activities, topics and the like that the body names; others are counted there and stand in the annex."""
    most_units: int = 20
    """Agencies named that have sent nothing in."""
    two_digits: int = 10
    """Whole numbers below it have two digits within a sentence."""

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return dict(self.sentences)

    def say(self, key: str, **words: str) -> str:
        """Fill in a sentence; `words` are those that `SENTENCES` names.

        Raises:
            KeyError: there is no such sentence, or a word is missing.
        """
        return _PLACE.sub(lambda place: words[place[1]], self._by_key[key])

    def number(self, value: float) -> str:
        """Write a number within a sentence: `03`, `24`, `12,5`, `3.250`."""
        whole = value == int(value) and 0 < value < self.two_digits
        return f"{int(value):02}" if whole else decimal(value, 2)

    def amount(self, value: float, unit: str = "", qualifier: str = "") -> str:
        """Write a counted amount: `hơn 500 tờ`, `03 kỳ`."""
        return " ".join(part for part in (qualifier, self.number(value), unit) if part)

    def enumerate(self, names: Sequence[str], kind: str) -> str:
        """Name the first few of `names`, and count the others: `“A”; “B”; cùng 07 chuyên mục khác`."""
        told, more = "; ".join(names[: self.most_named]), len(names) - self.most_named
        return self.say("va_con_lai", danh_sach=told, so=self.number(more), loai=kind) if more > 0 else told

    def is_long(self, names: Sequence[object]) -> bool:
        """Say whether a list is too long for the body."""
        return len(names) > self.most_named


def places(sentence: str) -> tuple[str, ...]:
    """Return the names in braces of a sentence, in order."""
    return tuple(_PLACE.findall(sentence))


def stray_braces(sentence: str) -> str:
    """Return the first brace with what follows that is no name in braces; empty when there is none."""
    rest = re.search(r"[{}][^{}\s]*\}?", _PLACE.sub("", sentence))
    return rest[0] if rest else ""
