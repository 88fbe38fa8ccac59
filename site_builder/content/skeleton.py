"""What `cchc new` and the guides give to start from, and whether it was left in an article that readers see.

Knows: the words of the template. Never: reads the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.text import without_comments

HINT = "<!-- Khi bài đã xong, hãy xóa dòng status: draft ở đầu tệp để đăng; dòng này không hiện trên trang. -->"
SKELETON = """\
Viết đoạn mở đầu (sapo) tại đây: ai, làm gì, ở đâu, khi nào, kết quả ra sao.

## Nội dung chính

Viết nội dung bài tại đây.
"""
GUIDE = ("Đoạn mở đầu, cũng là tóm tắt.", "Đoạn tiếp theo. Danh sách thì mỗi dòng bắt đầu bằng dấu gạch.")
"""Sentences of the template in the editors' guide (`docs/bien-tap.md`)."""

_WORDS = ("Viết đoạn mở đầu (sapo) tại đây", "Viết nội dung bài tại đây", *GUIDE)
_HEADS = "".join(sorted({head for words in _WORDS for head in (words[0], words[0].lower())}))
_LEFT = re.compile(
    # What begins with a set of letters is looked for in a fifth of the time of what begins with a letter in any case.
    f"[{_HEADS}](?i:"
    + "|".join(f"(?<={words[0]})" + r"\s+".join(map(re.escape, words[1:].split())) for words in _WORDS)
    + ")"
)


def left_over(body: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence of a template that stands in a body for readers to see, with its line from 0."""
    shown = without_comments(body)
    for found in _LEFT.finditer(shown):
        yield shown.count("\n", 0, found.start()), " ".join(found[0].split())
