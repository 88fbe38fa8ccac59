"""Bytes of a file → clean text, or what is wrong with them and how to put it right.

What can be read is read: a byte-order mark, CRLF and decomposed letters (NFD, the macOS way) are tolerated and
the text is handed on composed. Files of the fonts of the 1990s (TCVN3, VNI) and of Windows-1258 are named by
byte statistics, never converted: the case of TCVN3's capitals is lost, so a person must look.

Knows: encodings and the look-alikes of Vietnamese text. Never: changes a file (`fix` returns new bytes).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from site_builder.content import conflicts, pasting
from site_builder.content.fences import fences
from site_builder.content.file_notes import FileNotes
from site_builder.text import ALPHABET, SENTINEL, TONES, UNSHOWABLE, file_size, nfc, unshowable

MAX_SIZE = 2 * 1024 * 1024
"""Bytes of one text file."""
MAX_WRITTEN = 300 * 1024
"""Bytes of an article or a page; the longest report read so far has 100 KB."""

_MEND = "lệnh “cchc check --fix” tự sửa được"
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]")
"""Marks of the writing direction that a paste brings along; without them Vietnamese reads the same. Overrides, which
show words in another order than they stand in, are not among them: a person must look."""
_SEPARATOR = re.compile("[\u2028\u2029\x0b\x0c\x85]")
"""Ends of lines and paragraphs, as Word and web pages write them; editors show nothing there."""
_ETH = "ÐƉðɖ"
_WORD = re.compile(r"[^\W\d_]+")
_TO_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_NBSP_RUN = re.compile("(?:(?<! ) +)?\u00a0[ \u00a0]*\u00a0[ ]*")
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BOM = "\ufeff"
_CRLF = re.compile("(?<!\r)\r++\n")
_BROKEN_CHAR = "\ufffd"

# Letters that TCVN3 puts where Latin-1 has signs: à ả ã á ạ ằ ẳ ẵ ắ and ă â ê ô ơ ư đ, half of all marked letters.
_TCVN3 = frozenset(b"\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe")
# VNI writes a letter, then its marks as a byte of their own; đ is ñ.
_VNI = re.compile(
    rb"[aeiouyAEIOUY\xf4\xf6\xd4\xd6][\xd5\xd8\xd9\xdb\xcf\xe0-\xe5\xe8-\xeb\xef\xf5\xf8-\xfc]|[\xf1\xd1]"
)
# Windows-1258 has combining tones after the letter; đ is 0xF0, ư is 0xFD.
_CP1258 = re.compile(
    rb"[aeiouyAEIOUY\xe2\xe3\xea\xf4\xf5\xfd\xc2\xc3\xca\xd4\xd5\xdd][\xcc\xd2\xde\xec\xf2]|[\xf0\xd0\xfd]"
)
_UTF8_CHAR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNIKEY = "hãy mở UniKey Toolkit (Ctrl+Shift+F6), đổi bảng mã nguồn {} sang Unicode, rồi lưu tệp với mã UTF-8"

# UTF-8 files can hold the same old text, carried over byte by byte.
_MOJIBAKE = (
    ("là TCVN3 (ABC) chưa chuyển mã", "[A-Za-z][µ¸¶·¹¨¾¼©®ª¬]"),
    ("là VNI chưa chuyển mã", "[aeiouyAEIOUY][øùûõï]"),
    ("đã bị đọc nhầm mã (UTF-8 đọc thành Windows-1252)", "á[º»][\u0080-\u00bf\u0152-\u2122]|Ä‘|Æ°|Æ¡|Ã[\u00a0-\u00bf]"),
)
_MOJIBAKE_RULES = tuple((name, re.compile(pattern)) for name, pattern in _MOJIBAKE)
_TONED = (nfc(char + tone) for char in ALPHABET + ALPHABET.upper() for tone in ("", *TONES))
_LETTERS = "".join(letter for letter in _TONED if len(letter) == 1 and letter not in "ùõ")
_ODD = re.compile(f"[^\t\n -~{_LETTERS}–—‘’“”…•](?<![^aeiouyAEIOUY][ùõ])")
"""In every text with a fault that is looked for below; Vietnamese, and nothing else, has none of them. `ù` and `õ`
behind a vowel may be VNI."""


def decode(notes: FileNotes, data: bytes, most: int = MAX_SIZE) -> str | None:
    """Return the text of a file with LF line ends, composed (NFC); None when it cannot be read.

    Everything found is noted on `notes`: errors for what cannot be published, warnings for what
    `fix` mends. A file of more than `most` bytes is not read.
    """
    if len(data) > most:
        size, advice = file_size(len(data)), "đưa bảng biểu, phụ lục thành tệp đính kèm (PDF) trong content/media"
        message = f"tệp nặng {size}, quá mức {file_size(most)}; hãy tách ra, hoặc {advice}"
        notes.error(0, "tep-qua-lon", message)
        return None
    try:
        text = data.decode("utf-8").lstrip(_BOM)
    except UnicodeDecodeError as error:
        notes.error(data.count(b"\n", 0, error.start) + 1, "ma-hoa-sai", _other_encoding(data))
        return None
    if "\x00" in text and (wide := _wide(data)):
        notes.error(1, "ma-hoa-sai", _not_utf8(wide))
        return None
    if "\r" in text:
        text = _CRLF.sub("\n", text).replace("\r", "\n")
    if conflict := conflicts.find(text):
        notes.error(*conflict)  # what else is wrong with it is of two texts at once
        return None
    return _examine(notes, text)


def _examine(notes: FileNotes, text: str) -> str:
    """Note what is in the text that should not be; return it composed."""
    if found := SENTINEL.search(text):
        message = f"chữ “{found[0]}” là ký hiệu riêng của chương trình; hãy xóa hoặc viết khác đi"
        notes.error(_line(text, found.start()), "tu-danh-rieng", message)
    if not _ODD.search(text):
        return text
    if sign := unshowable(text):
        _refuse_control(notes, text, text.index(sign))
    composed = nfc(text)
    if composed is not text:
        _warn_of_decomposed(notes, text)
    _warn_of_look_alikes(notes, composed)
    _warn_of_broken(notes, composed)
    return composed


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_control(notes: FileNotes, text: str, position: int) -> None:
    count = len(UNSHOWABLE.findall(text))
    more = f" (cả tệp có {count} ký tự như vậy)" if count > 1 else ""
    mend = _MEND if _MARKS.match(text[position]) or _SEPARATOR.match(text[position]) else "hãy xóa, gõ lại chữ ở chỗ đó"
    message = f"có ký tự điều khiển U+{ord(text[position]):04X} không nhìn thấy{more}; {mend}"
    notes.error(_line(text, position), "ky-tu-dieu-khien", message)


def _warn_of_decomposed(notes: FileNotes, text: str) -> None:
    lines = [number for number, line in enumerate(text.split("\n"), 1) if nfc(line) != line]
    message = f"{len(lines)} dòng dùng Unicode tổ hợp (dấu tách khỏi chữ); hãy dùng Unicode dựng sẵn, {_MEND}"
    notes.warn(lines[0] if lines else 1, "unicode-to-hop", message)


def _warn_of_look_alikes(notes: FileNotes, text: str) -> None:
    """Note Eth in Vietnamese words and runs of hard spaces."""
    if any(letter in text for letter in _ETH):
        words = [found for found in _WORD.finditer(text) if _as_d(found) != found[0]]
        if words:
            count = f"{len(words)} từ" if len(words) > 1 else "từ"
            message = f"{count} dùng chữ Ð giống Đ, như “{words[0][0]}”; hãy gõ “{_as_d(words[0])}”, {_MEND}"
            notes.warn(_line(text, words[0].start()), "chu-d-gia", message)
    if "\u00a0" in text:
        runs = list(_NBSP_RUN.finditer(text))
        if runs:
            message = f"{len(runs)} chỗ căn chữ bằng nhiều dấu cách cứng (NBSP); hãy dùng một dấu cách thường, {_MEND}"
            notes.warn(_line(text, runs[0].start()), "dau-cach-cung", message)


def _warn_of_broken(notes: FileNotes, text: str) -> None:
    """Note letters that were lost or garbled before the file came here."""
    if _BROKEN_CHAR in text:
        count = text.count(_BROKEN_CHAR)
        message = f"có {count} ký tự � (chữ đã mất khi chuyển mã); hãy gõ lại theo bản gốc"
        notes.warn(_line(text, text.index(_BROKEN_CHAR)), "chu-hong", message)
    for name, pattern in _MOJIBAKE_RULES:
        first = pattern.search(text)
        if first and _is_dense(pattern.findall(text)):
            message = f"chữ có vẻ {name}; hãy chép lại từ bản gốc, hoặc đổi mã bằng UniKey Toolkit"
            notes.warn(_line(text, first.start()), "chu-loi-ma", message)
            return


def _is_dense(hits: list[str]) -> bool:
    """Say whether signs are too many and too various to be meant (µm, ½, «…»)."""
    return len(hits) >= 5 and len(set(hits)) >= 3


def guess(data: bytes) -> str:
    """Name the likely encoding of bytes that are not UTF-8; empty when none is likely.

    Statistics of bytes above 0x7F: signs of TCVN3, or marks after vowels as VNI or Windows-1258 write them.
    """
    if wide := _wide(data):
        return wide
    high = len(_HIGH.findall(data)) or 1
    if sum(byte in _TCVN3 for byte in data) * 4 >= high:
        return "TCVN3 (ABC)"
    vni, windows = len(_VNI.findall(data)), len(_CP1258.findall(data))
    if max(vni, windows) * 5 < high:
        return ""
    return "VNI" if vni > windows else "Windows-1258"


def _wide(data: bytes) -> str:
    """Name UTF-16 or UTF-32 by its mark, or by the zero bytes of its ASCII letters."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    start = data[:4096]
    return "UTF-16" if start.count(0) * 5 > len(start) else ""


def _other_encoding(data: bytes) -> str:
    """Say what the bytes may be and how to make UTF-8 of them."""
    good = len(_UTF8_CHAR.findall(data))
    rest = len(_HIGH.findall(_UTF8_CHAR.sub(b"", data)))
    if not _wide(data) and good > 4 * rest:
        return f"tệp UTF-8 có {rest} byte hỏng, bắt đầu ở dòng này; hãy gõ lại chữ ở chỗ đó rồi lưu với mã UTF-8"
    return _not_utf8(guess(data))


def _not_utf8(name: str) -> str:
    if not name:
        return "tệp không phải mã UTF-8; hãy mở bằng trình soạn thảo, chọn Lưu thành (Save as) với mã UTF-8"
    if name.startswith("UTF"):
        return f"tệp dùng mã {name}; hãy mở bằng Notepad, chọn Save as, Encoding: UTF-8"
    return f"tệp có vẻ dùng mã {name}; " + _UNIKEY.format(name)


def _as_d(word: re.Match[str]) -> str:
    """Write Đ for Eth where Vietnamese has a đ: at the start of a word, and anywhere in capitals.

    Eth inside a small-letter word (Guðmundur) is Icelandic and stays.
    """
    if word[0].isupper():
        return word[0].translate(_TO_D)
    return word[0][0].translate(_TO_D) + word[0][1:]


def _space(run: re.Match[str]) -> str:
    """Return what stands for a run of hard spaces: one space, nothing at the edges of a line.

    Ordinary spaces that begin a line are Markdown's indentation and stay.
    """
    text = run.string
    if run.start() == 0 or text[run.start() - 1] == "\n":
        return run[0][: len(run[0]) - len(run[0].lstrip(" "))]
    return "" if run.end() == len(text) or text[run.end()] == "\n" else " "


def fix(data: bytes) -> bytes:
    """Mend what a program can mend without changing a word: `check --fix`; see `mend`."""
    return mend(data)[0]


def mend(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Mend what a program can mend without changing a word; return the bytes and, in Vietnamese, what was done.

    Composes (NFC), writes Đ/đ for Eth in Vietnamese words, turns runs of hard spaces used as layout into one
    space, drops the byte-order mark and marks of the writing direction, and writes LF line ends; line separators of
    Word become line ends; a body is set right as `pasting` says. Bytes that are not UTF-8 come back as they are.
    Idempotent.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data, ()
    done: list[str] = []
    for name, step in _STEPS:
        after = step(text)
        done += [name] if after != text else []
        text = after
    start = _body_start(text)
    body, phrases = pasting.mended(text[start:]) if start else (text, ())
    return (text[:start] + body).encode("utf-8"), (*done, *phrases)


def _break(text: str) -> str:
    """Write line ends for the line and page separators that Word pastes: in a body where they stood, else a space."""
    if not _SEPARATOR.search(text):
        return text
    start = _body_start(text)
    return _SEPARATOR.sub(" ", text[:start]) + "\n".join(map(_break_line, text[start:].split("\n")))


def _break_line(line: str) -> str:
    """Part one line; headings and rows of tables stay on theirs."""
    if not _SEPARATOR.search(line):
        return line
    if line.startswith(("#", "|")):
        return _SEPARATOR.sub(" ", line).rstrip()
    paragraphs = (part for part in re.split("[\u2029\x0c]|[\u2028\x0b\x85]{2,}", line))
    parted = (
        "  \n".join(piece.strip() for piece in re.split("[\u2028\x0b\x85]", part) if piece.strip())
        for part in paragraphs
    )
    return "\n\n".join(part for part in parted if part)


def _body_start(text: str) -> int:
    """Return where the body begins after the front matter; 0 in a text that has none."""
    found = fences(text)
    return found[1].end() if len(found) == 2 and not text[: found[0].start()].strip() else 0


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("bỏ ký tự không nhìn thấy (BOM, dấu đảo chiều chữ)", lambda text: _MARKS.sub("", text).lstrip(_BOM)),
    ("đổi dấu xuống dòng sang kiểu LF", lambda text: _CRLF.sub("\n", text)),
    ("đổi ngắt dòng của Word thành xuống dòng", _break),
    ("đổi sang Unicode dựng sẵn", nfc),
    ("đổi chữ Ð thành Đ", lambda text: _WORD.sub(_as_d, text)),
    # Spaces at the end of a line may have stood between a stray carriage return and the line's end.
    ("bỏ dấu cách cứng (NBSP) thừa", lambda text: _CRLF.sub("\n", _NBSP_RUN.sub(_space, text))),
)
"""What is mended anywhere in a file, in order, and how it is said."""
