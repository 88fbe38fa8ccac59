"""What other systems write to keep an article from readers, and what to write here instead.

`draft: true` of Hugo, `published: false` of Jekyll, `trạng thái: nháp` of a Word form: passed over with a warning, each
would publish what nobody wanted published. So each is an error, whatever its value, and says `status`.

Knows: keys and words of other systems. Never: decides what readers may see.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from site_builder.text import fold

_HIDING = re.compile(
    "(?:is)?(?:drafts?|hidden|private|protected|unlisted|unpublish(?:ed)?|disabled|archived|trash(?:ed)?|deleted)"
    "|password|(?:la)?(?:ban)?nhap|an(?:bai)?|riengtu|noibo"
)
"""A true value hides."""
_SHOWING = re.compile(
    "(?:is)?(?:publish(?:ed)?|public|visible|visibility|show|live|online|enabled|active|approved)"
    "|(?:post|article|review|publish(?:ing)?)?stat(?:e|us)|workflow(?:state)?|(?:trang|tinh)thai|tinhtrang|hienthi"
    "|congkhai|(?:da)?(?:dang|duyet)(?:bai)?|xuatban|build|render"
)
"""A false value hides, or a word says it."""
_BEGINNING = re.compile(
    "publish(?:ed)?(?:date(?:time)?|time|at|on|up|from)|date(?:published?|scheduled)|pub(?:lication|lish)?date"
    "|(?:start|release|golive)date"
    "|startpublishing|embargo(?:ed)?(?:date|until)?|schedul(?:e|ed)(?:at|for|date)?|(?:available|valid)from|goliveat"
    "|(?:ngay|gio)(?:dang|xuatban)(?:bai)?|hengio|lichdang"
)
_ENDING = re.compile(
    "expir(?:y|e|es|ed|ation)(?:date|at|on)?|unpublish(?:ed)?(?:date|at|on)|publishdown|finishpublishing|enddate"
    "|(?:archive|remove)(?:date|at|on)|(?:available|valid)(?:until|to)|(?:ngay)?hethan|ngay(?:go|an)(?:bai)?"
)
_DECIDING = ("status", "withdrawn", "added")
"""Our own keys that decide what readers see: misspelt, they must not be passed over."""
_ALIKE = 0.75

_NO = frozenset(("false", "no", "off", "0", "khong", "never", "none"))
_YES = frozenset(("true", "yes", "on", "1", "co", "always"))
_DRAFT = re.compile("drafts?|(?:ban|bai)?nhap|chua(?:dang|duyet)|unpublished|private")
"""Said at any key, it is meant for the article."""
_UNFINISHED = re.compile(
    "cho(?:dang|duyet)|dang(?:viet|soan|sua)|pending|(?:in|for)?review|inprogress|wip|todo|hidden|protected|unlisted|an"
    "|noibo|riengtu|future|scheduled|hengio|autodraft"
)
_PUBLIC = re.compile(
    "publish(?:ed)?|public|live|online|active|approved|done|final|(?:da)?(?:dang|duyet|xuatban)|congkhai|hienthi"
)
_GONE = re.compile("withdrawn?|removed?|deleted?|trash(?:ed)?|archived?|expired|(?:da)?(?:go(?:bo)?|xoa|thuhoi)")

_WITHDRAWAL = 'status: withdrawn và withdrawn: {date: 1/9/2026, reason: "Hết hiệu lực"}'


def instead_of(key: str, value: str) -> str:
    """Say what to write instead of a key that is none of ours; empty when it hides nothing."""
    name = _bare(key)
    if name in _DECIDING:
        return f"có phải {name}?"
    if _BEGINNING.fullmatch(name):
        return "hãy ghi giờ đăng ở khóa date; date ở tương lai là bài hẹn giờ"
    if _ENDING.fullmatch(name):
        return f"bài không tự ẩn theo khóa này; muốn gỡ vào một ngày, hãy ghi {_WITHDRAWAL}"
    if _HIDING.fullmatch(name) or _SHOWING.fullmatch(name):
        return f"hãy bỏ khóa này, ghi status: {_meant(name, value)}"
    near = next((own for own in _DECIDING if SequenceMatcher(None, name, own).ratio() >= _ALIKE), "")
    if near:
        return f"có phải {near}?"
    return "hãy bỏ khóa này, ghi status: draft" if _DRAFT.fullmatch(_bare(value)) else ""


def hides(key: str, value: str) -> bool:
    """Say whether a key with a value would keep a page from readers in another system."""
    name = _bare(key)
    if name == "status":
        return status_of(value) in ("draft", "withdrawn")
    if _BEGINNING.fullmatch(name) or _ENDING.fullmatch(name):
        return True
    is_known = _HIDING.fullmatch(name) or _SHOWING.fullmatch(name)
    return bool(is_known) and _meant(name, value) in ("draft", "withdrawn")


def status_of(word: str) -> str:
    """Return our status for a word of people or of other systems; empty when it is none."""
    bare = _bare(word)
    if _DRAFT.fullmatch(bare) or _UNFINISHED.fullmatch(bare) or bare in _NO:
        return "draft"
    if _PUBLIC.fullmatch(bare) or bare in _YES:
        return "published"
    return "withdrawn" if _GONE.fullmatch(bare) else ""


def _meant(name: str, value: str) -> str:
    """Return the status that a key and its value stand for, as far as it is told."""
    bare = _bare(value)
    if bare in _YES or bare in _NO:
        return "draft" if (bare in _YES) == bool(_HIDING.fullmatch(name)) else "published"
    return status_of(value) or "draft (hoặc status: published nếu bài đã đăng)"


def _bare(word: str) -> str:
    """Return a word without dấu, case, spaces and joints: `Bản nháp` is `bannhap`."""
    return "".join(char for char in fold(word) if char.isalnum())
