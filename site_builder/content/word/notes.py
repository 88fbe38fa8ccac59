"""What the editor is told about a Word file: sentences, and things that are only counted.

Knows: the Vietnamese words for what cannot be taken over. Never: looks at a file.
"""

from __future__ import annotations

from site_builder.text import excerpt, one_line

_COUNTED = {
    "hidden": "Chữ ẩn trong Word ({} chỗ) không đưa vào bài: cần đăng thì bỏ dấu Hidden trong Word rồi nhập lại.",
    "deleted": "Chữ đã xóa khi bật Track Changes ({} chỗ) không đưa vào bài.",
    "inserted": "Chữ thêm khi bật Track Changes, chưa ai duyệt ({} chỗ), đã đưa vào bài: hãy đọc lại.",
    "placeholder": "Ô điền sẵn chưa ai điền ({} ô) không đưa vào bài.",
    "contents": "Mục lục của Word ({} dòng) không đưa vào bài.",
    "comment": "Lời bình (comment) trong Word ({} lời) không đưa vào bài.",
    "direction": "Ký tự đổi hướng chữ không nhìn thấy ({} ký tự) đã được bỏ: hãy xem lại số điện thoại, địa chỉ thư.",
    "symbol": "Ký hiệu của phông riêng ({} ký hiệu) không đọc được, đã thay bằng □: hãy gõ lại.",
    "shape": "Hình vẽ trong Word như đường kẻ, mũi tên, khung ({} hình) không đưa vào bài: cần thì chụp thành ảnh PNG.",
    "linked": "Có {} ảnh chỉ liên kết tới nơi khác, không nằm trong tệp Word: chưa lấy được.",
    "altered": "Có {} ảnh đã cắt hoặc xoay trong Word; bài dùng ảnh gốc còn nguyên phần bị cắt: hãy mở ảnh xem lại.",
    "field": "Có {} trường của Word không có chữ nào: trong Word bấm Ctrl+A, F9 rồi lưu và nhập lại.",
}
_ROOM = 2000
"""Letters of the file that a sentence may repeat."""


class Notes:
    """Collects the notices of one file."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}  # by sentence or kind, in the order in which they were met

    def say(self, sentence: str) -> None:
        """Note a sentence, once."""
        self._counts[sentence] = 1

    def count(self, kind: str, number: int = 1) -> None:
        """Note that something of this kind was met."""
        if number:
            self._counts[kind] = self._counts.get(kind, 0) + number

    def sentences(self) -> tuple[str, ...]:
        """Return all that was noted, in order."""
        return tuple(_COUNTED[said].format(number) if said in _COUNTED else said
                     for said, number in self._counts.items())  # fmt: skip


def repeated(text: str) -> str:
    """Return words of the file for a sentence: on one line, in quotation marks, none too long."""
    return f"“{excerpt(one_line(text), _ROOM)}”"
