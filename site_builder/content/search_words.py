"""What search knows of words, as lists of `content/taxonomy`: acronyms, synonyms, words of questions and of contacts.

`acronyms.yml` has `{id, name}`; the others `{words: [...]}`, a group on each line. A word is one or more syllables; two
words that differ only in capitals, dấu or punctuation are one, for readers type without dấu.

Knows: the keys of these files. Never: reads the disk, or a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from site_builder.content.fields import Fields, items
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Listing
from site_builder.content.vocabularies import References, records
from site_builder.model import Term
from site_builder.text import fold, nfc, one_line

ACRONYM = {"id": "CCHC", "name": '"cải cách hành chính"'}
ALIKE = {"words": "[sổ đỏ, giấy chứng nhận quyền sử dụng đất]"}
QUESTION = {"words": "[cho hỏi, như thế nào]"}
CONTACT = {"words": "[số điện thoại, đường dây nóng]"}
MOST_ALIKE = 20
"""Words of a group: a query is asked with each."""
LONGEST = 100
"""Letters of a word."""
_ACRONYM = re.compile(r"[^\W_]{2,16}\Z")
_SYLLABLES = re.compile(r"[^\W_]+")


def acronyms(notes: FileNotes, root: Listing, _references: References) -> tuple[Term, ...]:
    """Read `acronyms.yml`: what short forms stand for; search answers to both."""
    found: dict[str, Term] = {}
    for record in records(notes, root, ACRONYM):
        record.require("name")
        short, name = record.raw("id"), record.text("name")
        if not _ACRONYM.match(short):
            said = f"{quoted(short)} phải là một từ từ 2 đến 16 chữ cái, chữ số, không dấu cách; hãy ghi, ví dụ, CCHC"
            record.wrong("id", "ma-sai", said)
        elif name and len(fold(name).split()) < 2:
            record.wrong("name", "ten-ngan", f"{quoted(name)} phải là tên đầy đủ, từ hai tiếng trở lên; hãy ghi lại")
        elif fold(short) in found:
            other = found[fold(short)].id
            said = f"{quoted(short)} đã có ở mục {quoted(other)}, chỉ khác chữ hoa hay dấu; hãy xóa một trong hai mục"
            record.wrong("id", "trung-id", said)
        else:
            found[fold(short)] = Term(id=short, name=name)
    return tuple(found.values())


class WordLists:
    """The lists of words of a portal while they are read: what weighs nothing can be nothing else as well."""

    def __init__(self) -> None:
        self._questions: dict[str, str] = {}

    def questions(self, notes: FileNotes, root: Listing, _references: References) -> tuple[str, ...]:
        """Read `question-words.yml`: words of asking and of politeness, which weigh nothing in a query."""
        return tuple(word for _, group in _groups(notes, root, QUESTION, self._questions) for word in group)

    def contacts(self, notes: FileNotes, root: Listing, _references: References) -> tuple[str, ...]:
        """Read `contact-words.yml`: who types one of them wants to reach an agency."""
        return tuple(word for _, group in _groups(notes, root, CONTACT, dict(self._questions)) for word in group)

    def synonyms(self, notes: FileNotes, root: Listing, _references: References) -> tuple[tuple[str, ...], ...]:
        """Read `synonyms.yml`: groups of two words or more that stand for one another."""
        found = []
        for record, group in _groups(notes, root, ALIKE, dict(self._questions)):
            written = record.words("words")
            if len(written) == 1:
                message = f"mới có một chữ, {quoted(written[0])}; hãy thêm chữ cùng nghĩa, {record.example('words')}"
                record.wrong("words", "thieu-tu", message)
            elif len(written) > MOST_ALIKE:
                message = f"có {len(written)} chữ, quá mức {MOST_ALIKE}; hãy giữ các chữ hay dùng"
                record.wrong("words", "qua-nhieu", message)
            elif len(group) > 1:
                found.append(group)
        return tuple(found)


def _groups(
    notes: FileNotes, root: Listing, examples: Mapping[str, str], seen: dict[str, str]
) -> Iterator[tuple[Fields, tuple[str, ...]]]:
    """Yield each line with its words; `seen` has the folded words that are taken, and where, and gets these."""
    for record in items(notes, root, examples):
        record.require("words")
        yield record, tuple(_taken(record, record.words("words"), seen))


def _taken(record: Fields, written: tuple[str, ...], seen: dict[str, str]) -> Iterator[str]:
    """Yield what may stand in a group; note what is no word, is too long or stands elsewhere already."""
    for index, word in enumerate(written):
        plain = " ".join(_SYLLABLES.findall(fold(word)))
        if not plain or len(word) > LONGEST:
            message = f"{quoted(word)} phải là chữ để tìm, dài nhất {LONGEST} ký tự; hãy ghi lại"
            record.wrong_item("words", index, "tu-sai", message)
        elif plain in seen:
            message = f"{quoted(word)} đã có {seen[plain]}, chỉ khác chữ hoa hay dấu cũng là trùng; hãy xóa một chỗ"
            record.wrong_item("words", index, "trung-tu", message)
        else:
            line = record.item_lines.get(("words", index), record.line)
            seen[plain] = f"ở {record.notes.file.rpartition('/')[2]}, dòng {line}"
            yield one_line(nfc(word))
