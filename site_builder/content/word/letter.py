"""The frame of an official letter (Decree 30/2020): what stands around its text, told apart from it.

At the top: national title and motto, agency, number and symbol, place and date. At the end: recipients and signature.
Both stand in a table without lines or in paragraphs. An article has its own words for all of it.

Knows: how the frame is written. Never: takes a line out that is not of the frame's own kinds, nor without telling it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from site_builder.content.word.notes import Notes, repeated
from site_builder.content.word.ooxml import Element, child, drop, has_picture, tag, words
from site_builder.text import fold, one_line

_TOP, _END = 15, 40
"""Blocks with words in which the frame can stand."""
_WORDS = 160
"""Words of a table that is a frame; one with more holds the text, too."""
_MOTTO = re.compile("conghoaxahoichunghiavietnam|doclaptudohanhphuc|dangcongsanvietnam")
_NUMBER = re.compile(r"so\s*[:.]?\s*[\d.…_ ]*[a-z]?\s*[/-]\s*[a-z]+[a-z0-9./&\s-]{0,30}\Z")
_DATE = re.compile(r"(?:[a-z .-]{0,40},\s*)?ngay\s*[\d.…_ ]*\s*thang\s*[\d.…_ ]*\s*nam\s*[\d.…_ ]*\Z")
_SUBJECT = re.compile(r"v\s*/\s*v\b")
_RULE = re.compile(r"[\s_*=–—.-]+\Z")
_RECIPIENTS = re.compile(r"noi nhan\b")
_RECIPIENT = re.compile(r"[-–—+•]|luu\b|nhu (?:tren|dieu|kinh gui)")
_FOR = re.compile(r"(?:tm|kt|tl|tuq|q)\s*\.")
_POST = re.compile(
    r"giam doc|chu tich|truong|pho|bo truong|thu truong|chanh|bi thu|uy ban|ban |cuc |vien |chi huy|ke toan|nguoi lap"
)
_SIGNED = re.compile(r"\(?\s*(?:da ky|ky\b.*|chu ky)[^)]*\)?\Z")
_NAME = re.compile(r"(?:(?:GS|PGS|TS|ThS|BS|CN|KS|LS)\.\s*)*(?:[^\W\d_]+\s+){1,5}[^\W\d_]+\Z")


def take_out(body: Element, notes: Notes) -> None:
    """Take the frame of an official letter out of a document's body."""
    blocks = [
        block for block in body if block.tag in (tag("w:p"), tag("w:tbl")) and (words(block) or has_picture(block))
    ]
    head = _head(blocks[:_TOP])
    tail = _tail([block for block in blocks if block not in head][-_END:], is_letter=bool(head))
    for found, message in (
        (head, "Phần đầu văn bản hành chính không đưa vào bài: {}. Cần nêu số văn bản thì ghi vào khóa document."),
        (tail, "Phần cuối văn bản hành chính (nơi nhận, người ký) không đưa vào bài: {}."),
    ):
        if found:
            notes.say(message.format(repeated(" / ".join(line for block in found for line in _lines(block)))))
        for block in found:
            if has_picture(block):
                notes.say("Ảnh trong phần thể thức của văn bản (biểu trưng, con dấu, chữ ký) cũng không đưa vào bài.")
            drop(block)


def _lines(block: Element) -> list[str]:
    """List the lines of a paragraph or a table."""
    return [line for text in words(block).split("\n") if (line := one_line(text))]


def _is_table(block: Element) -> bool:
    return bool(block.tag == tag("w:tbl"))


def _is_small(block: Element) -> bool:
    return len(words(block).split()) <= _WORDS


# The top


def _has_motto(line: str) -> bool:
    return bool(_MOTTO.search(re.sub(r"[^a-z]", "", fold(line))))


def _is_mark(line: str) -> bool:
    """Say whether a line can only be of a letter's top."""
    folded = fold(line)
    return bool(_has_motto(line) or _NUMBER.match(folded) or _DATE.match(folded))


def _head(blocks: list[Element]) -> list[Element]:
    """Return the blocks of the top."""
    marks = [index for index, block in enumerate(blocks) if _is_small(block) and any(map(_is_mark, _lines(block)))]
    if not _is_certain([fold(line) for index in marks for line in _lines(blocks[index])]):
        return []
    region = blocks[: marks[-1] + 2]
    return [block for index, block in enumerate(region) if index in marks or _belongs_to_top(block, index < marks[-1])]


def _is_certain(lines: list[str]) -> bool:
    """Say whether lines are of a letter: its title, or both its number and its date."""
    return any(map(_has_motto, lines)) or (any(map(_NUMBER.match, lines)) and any(map(_DATE.match, lines)))


def _belongs_to_top(block: Element, before_last: bool) -> bool:
    """Say whether a line beside the marks is an agency's name, a subject or a rule."""
    if _is_table(block):
        return False
    text = one_line(words(block))
    is_name = before_last and (text.isupper() or not text) and len(text.split()) <= 12
    return bool(is_name or _SUBJECT.match(fold(text)) or _RULE.match(text))


# The end


def _tail(blocks: list[Element], *, is_letter: bool) -> list[Element]:
    """Return the blocks of the end."""
    start = next((index for index, block in enumerate(blocks) if _names_recipients(block)), None)
    if start is None:
        return _signature(blocks) if is_letter else []
    found = [blocks[start], *_run(blocks[start + 1 :], lambda block: _is_recipient(block) or _signs(block))]
    return _signature(blocks[:start]) + _trimmed(found)


def _names_recipients(block: Element) -> bool:
    return _is_small(block) and any(
        _RECIPIENTS.match(fold(line)) for line in _lines(block)[: None if _is_table(block) else 1]
    )


def _run(blocks: Iterable[Element], belongs: Callable[[Element], bool]) -> list[Element]:
    """Return the blocks at the start of `blocks` that belong."""
    found: list[Element] = []
    for block in blocks:
        if not belongs(block):
            break
        found.append(block)
    return found


def _is_recipient(block: Element) -> bool:
    text = one_line(words(block))
    is_item = child(block, "w:pPr/w:numPr") is not None or bool(_RECIPIENT.match(fold(text)))
    return not _is_table(block) and is_item and len(text.split()) <= 25


def _signs(block: Element) -> bool:
    """Say whether all lines of a block are of a signature."""
    lines = _lines(block)
    return len(lines) <= 12 and all(_is_post(line) or _is_name(line) or _RULE.match(line) for line in lines)


def _has_post(block: Element) -> bool:
    return any(map(_is_post, _lines(block)))


def _is_post(line: str) -> bool:
    folded = fold(line)
    is_post = len(line.split()) <= 12 and (_FOR.match(folded) or (line.isupper() and _POST.search(folded)))
    return bool(is_post or _SIGNED.match(folded))


def _is_name(line: str) -> bool:
    return bool(_NAME.match(line)) and all(
        word[0].isupper() and word[1:] == word[1:].lower() for word in re.split(r"[\s.]+", line) if word
    )


def _signature(blocks: list[Element]) -> list[Element]:
    """Return the signature at the end of `blocks`."""
    found = _trimmed(_run(reversed(blocks), _signs)[::-1])
    return found if any(map(_has_post, found)) else []


def _trimmed(blocks: list[Element]) -> list[Element]:
    """Leave out pictures above and below: they belong to the text."""
    with_lines = [index for index, block in enumerate(blocks) if _lines(block)]
    return blocks[with_lines[0] : with_lines[-1] + 1] if with_lines else []
