"""The strict YAML reader: lines, raw text, refusals, and explanations of what a parser says."""

from __future__ import annotations

import pytest

from site_builder.content.file_notes import FileNotes
from site_builder.content.matter import MAX_LENGTH, split
from site_builder.content.nodes import Listing, Mapping, Node, Scalar, is_blank
from site_builder.content.strict_yaml import BrokenYaml, compose

Note = tuple[int, str, str]


def read(text: str, first_line: int = 1) -> tuple[Node | None, list[Note]]:
    """Compose, collecting what is refused."""
    notes: list[Note] = []
    return compose(text, lambda *note: notes.append(note), first_line), notes


def broken(text: str) -> Note:
    """Compose text that is no YAML."""
    with pytest.raises(BrokenYaml) as caught:
        read(text)
    line, code, message = caught.value.args
    return line, code, message


def values(node: Node | None) -> object:
    """Turn nodes into plain values."""
    if isinstance(node, Mapping):
        return {key.text: values(value) for key, value in node.pairs}
    return [values(item) for item in node.items] if isinstance(node, Listing) else node and node.text


def test_values_stay_the_text_that_was_written() -> None:
    """No date, number or truth value is guessed."""
    node, notes = read('a: 007\nb: 2019-08-30\nc: no\nd: "007"\ne: [1e3, ~]\nf: |\n  x\n  y\n')

    assert values(node) == {"a": "007", "b": "2019-08-30", "c": "no", "d": "007", "e": ["1e3", "~"], "f": "x\ny\n"}
    assert notes == []


def test_every_key_and_item_knows_its_line() -> None:
    """Lines count from the line of the file on which the text begins."""
    node, _ = read("a: x\nb:\n  - y\n  - {c: z}\n", first_line=10)
    assert isinstance(node, Mapping)
    (a, _), (b, listing) = node.pairs
    assert isinstance(listing, Listing)

    assert (a.line, b.line, [item.line for item in listing.items]) == (10, 11, [12, 13])


def test_blank_values_are_as_good_as_absent() -> None:
    """Editors' tools write empty keys; a quoted null is a word."""
    node, _ = read("a:\nb: ''\nc: ~\nd: null\ne: []\nf: 'null'\ng: x\nh: {}\n")
    assert isinstance(node, Mapping)

    assert [key.text for key, value in node.pairs if is_blank(value)] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("text", "line", "code", "said"),
    [
        ("a: &x y", 1, "yaml-neo", "“&x”"),
        ("a: &x y\nb: *x", 2, "yaml-neo", "“*x”"),
        ("a: !!python/object:os.system ls", 1, "yaml-the", "“!!python/object:os.system”"),
        ("a: !own x", 1, "yaml-the", "“!own”"),
        ("a: 1\nb: 2\na: 3", 3, "khoa-trung", "dòng 1"),
        ("a:\n  b: 1\n  b: 2", 3, "khoa-trung", "dòng 2"),
        ("? [a]\n: b", 1, "yaml-sai", "tên khóa"),
        ("a: Nghị quyết #76", 1, "dau-thang", "“#76”"),
    ],
)
def test_what_no_editor_needs_is_refused(text: str, line: int, code: str, said: str) -> None:
    """Anchors, tags, duplicate keys and values cut short by # are told at their line."""
    last = read(text)[1][-1]

    assert last[:2] == (line, code)
    assert said in last[2]


@pytest.mark.parametrize("text", ["a: x # chú thích", "a: 'x #y'", "# đầu tệp\na: x", "a: x#y"])
def test_comments_are_no_mistake(text: str) -> None:
    """A # with a space behind it, in quotes or inside a word is fine."""
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("title: Sở Nội vụ: họp", 1, "dấu hai chấm"),
        ('title: "Mô hình "một cửa" ở xã"', 1, "dấu nháy đóng quá sớm"),
        ("a: b\ntitle: 'it's'\nc: d", 2, "dấu nháy đóng quá sớm"),
        ("a: b\ntitle: [x] y\nc: d", 2, "sau dấu ngoặc đóng"),
        ('a: b\ntitle: "abc\nc: d', 2, "chưa được đóng"),
        ("a: b\ntopic: [x, y\nc: d", 2, "dấu ngoặc mở ở dòng này"),
        ("a: {b", 1, "dấu ngoặc mở ở dòng này"),
        ("title\ndate: 3", 1, "“title” thiếu dấu hai chấm"),
        ("title:x\ndate: 3", 1, "“title” thiếu dấu hai chấm"),
        ("a: b\ndate 2019\nc: d", 2, "“date” thiếu dấu hai chấm"),
        ("a: b\n c: d", 2, "thụt lề không khớp"),
        ("a:\n  - x\n - y", 3, "thụt lề không khớp"),
        ("\ta: b", 1, "phím Tab"),
        ("a: b\n\tc: d", 2, "phím Tab"),
        ("a: @x", 1, "bắt đầu bằng dấu @"),
        ("a: `x`", 1, "bắt đầu bằng dấu `"),
        ("a: - x", 1, "dấu gạch"),
        ("a: > x", 1, "dấu > hoặc |"),
        ('a: "x\\Q"', 1, "dấu \\"),
        ("a: x\n...\nb: y", 3, "(did not find expected <document start>)"),
        ("a: x\n---\nb: y", 2, "bắt đầu lại"),
        ("%YAML 1.3\n---\na: b", 1, "sai cú pháp YAML"),
    ],
)
def test_a_parser_s_words_become_advice(text: str, line: int, said: str) -> None:
    """Each usual mistake is told at the line where an editor must act."""
    found = broken(text)

    assert found[:2] == (line, "yaml-sai")
    assert said in found[2]


def test_a_value_that_starts_with_a_star_is_told_to_be_quoted() -> None:
    """Bold Markdown in a title is an alias to YAML."""
    assert broken("title: *Quan* trọng")[:2] == (1, "yaml-neo")


def test_characters_that_yaml_does_not_take_are_told() -> None:
    """The C reader's own refusal is no crash."""
    assert broken("a: \x01")[:2] == (1, "yaml-sai")


@pytest.mark.parametrize("text", ["a: " + "[" * 60000, "- " * 30000 + "x", "{" * 300])
def test_deep_nesting_is_refused_before_it_costs_anything(text: str) -> None:
    """Brackets by the thousand neither crash nor stall the reader."""
    assert broken(text)[1] in ("yaml-long", "yaml-sai")


def test_an_empty_text_is_no_document() -> None:
    """Comments alone give nothing."""
    assert read("# chú thích\n") == (None, [])


def parts(text: str) -> tuple[object, str, int, list[tuple[int, str]]]:
    """Split a file and return plain values."""
    notes = FileNotes("x.md")
    matter = split(notes, text)
    found = [(problem.line, problem.code) for problem in notes.problems()]
    return values(matter.fields), matter.body, matter.body_line, found


def test_a_file_is_cut_at_its_fences() -> None:
    """The body knows its line; rules and dashes in it are its own."""
    assert parts("---\na: b\n---\n\n\nMột\n\n---\n\nHai\n") == ({"a": "b"}, "Một\n\n---\n\nHai", 6, [])


def test_blank_lines_above_the_fence_are_counted() -> None:
    """Lines stay those of the file."""
    notes = FileNotes("x.md")
    matter = split(notes, "\n\n---\na: b\n---  \nMột\n")
    assert matter.fields is not None

    assert (matter.fields.pairs[0][0].line, matter.body, matter.body_line) == (4, "Một", 6)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "thieu-dau-bai", 1),
        ("Bài không có đầu.\n\n---\n\nvà\n\n---\n", "thieu-dau-bai", 1),
        ("---\na: b\n\nMột\n", "thieu-dau-bai", 1),
        ("---\nmột câu\n---\nMột\n", "yaml-sai", 2),
        ("---\n---\nMột\n", "yaml-sai", 2),
        ("---\na: b: c\n---\nMột\n", "yaml-sai", 2),
        ("---\na: '" + "x" * MAX_LENGTH + "'\n---\nMột\n", "dau-bai-qua-dai", 1),
    ],
)
def test_a_file_without_usable_front_matter_is_told(text: str, code: str, line: int) -> None:
    """Whatever is wrong with the fences is one problem at one line."""
    fields, _, _, found = parts(text)

    assert fields is None
    assert found == [(line, code)]


def test_scalars_remember_quotes() -> None:
    """Only an unquoted null is nothing."""
    assert is_blank(Scalar("null", 1, plain=True))
    assert not is_blank(Scalar("null", 1, plain=False))
