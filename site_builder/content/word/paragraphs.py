"""What a paragraph is: a heading, an item of a list, a caption or text; written so that the converter needs no styles.

Knows: how Word marks headings, lists and captions. Never: drops a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.content.word import typed
from site_builder.content.word.notes import Notes
from site_builder.content.word.numbering import Label, Numbering
from site_builder.content.word.ooxml import Element, child, drop, has_picture, make, number, replace, run, tag, words
from site_builder.content.word.styles import Styles

HEADING, CAPTION, LABEL = "cchc{}", "cchcCaption", "cchcLabel"
_LONG = 250
"""Letters beyond which a paragraph is no heading, whatever its style."""


def open_frames(root: Element) -> None:
    """Leave the content of tables of one row or one column, which is how people place things, as paragraphs."""
    body = child(root, "w:body")
    waiting = [] if body is None else body.findall(tag("w:tbl"))
    while waiting:
        table = waiting.pop()
        rows = [row for row in table.findall(tag("w:tr")) if words(row) or has_picture(row)]
        cells = [row.findall(tag("w:tc")) for row in rows]
        if len(rows) < 2 or max(map(len, cells)) < 2:
            blocks = [block for row in cells for cell in row for block in cell if block.tag != tag("w:tcPr")]
            replace(table, *blocks)
            waiting += [block for block in blocks if block.tag == tag("w:tbl")]


def settle(root: Element, styles: Styles, numbering: Numbering, notes: Notes) -> None:
    """Mark every paragraph of a story as what it is, and take all other properties away."""
    paragraphs = list(root.iter(tag("w:p")))
    for contents in [one for one in paragraphs if _is_of_contents(one, styles)]:
        notes.count("contents", int(bool(words(contents))))
        del contents[:]
    labels = {one: label for one in paragraphs if (label := numbering.label(one))}
    levels = {one: level for one in paragraphs if (level := _level(one, styles))}
    levels |= typed.headings(root, styles, labels, levels)
    labels = typed.items(root, labels, levels) | labels
    for one in paragraphs:
        is_caption = "caption" in styles.names(one)
        _make_plain(one, styles)
        if one in levels:
            _write_heading(one, levels[one], labels.get(one))
        elif is_caption:
            _style(one, CAPTION)
        elif one in labels:
            _write_label(one, labels[one])


def _is_of_contents(paragraph: Element, styles: Styles) -> bool:
    return any(name == "toc heading" or re.match(r"toc \d", name) for name in styles.names(paragraph))


def _level(paragraph: Element, styles: Styles) -> int:
    """Return the level of a heading by its style or outline, from 1; 0 when it is none."""
    if len(words(paragraph)) > _LONG:
        return 0
    outline = number(styles.property(paragraph, "w:outlineLvl"), 9)
    for name in styles.names(paragraph):
        found = re.fullmatch(r"heading ([1-9])", name)
        if found or name == "title":
            return min(int(found[1]), 6) if found else 1
    return min(outline + 1, 6) if 0 <= outline < 9 else 0


# Writing


def _make_plain(paragraph: Element, styles: Styles) -> None:
    """Keep of a paragraph's properties nothing, and of its runs' what text can show."""
    for one in paragraph.iter(tag("w:r")):
        kept = [make(name) for name in ("w:b", "w:i") if styles.by_character_style(one, name)]
        struck = styles.by_character_style(one, "w:strike") or styles.by_character_style(one, "w:dstrike")
        kept += [make("w:strike")] if struck else []
        align = child(one, "w:rPr/w:vertAlign")
        kept += [align] if align is not None else []
        for properties in one.findall(tag("w:rPr")):
            drop(properties)
        one.insert(0, make("w:rPr", *kept))
    for properties in paragraph.findall(tag("w:pPr")):
        drop(properties)


def _style(paragraph: Element, name: str) -> None:
    paragraph.insert(0, make("w:pPr", make("w:pStyle", val=name)))


def _write_heading(paragraph: Element, level: int, label: Label | None) -> None:
    """Mark a heading, its automatic number before it as text."""
    if label and label.kind != "ul" and words(paragraph):
        dot = "." if label.kind == "ol" else ""
        paragraph.insert(0, run(f"{label.text}{dot} "))
    _style(paragraph, HEADING.format(min(level, 6)))


def _write_label(paragraph: Element, label: Label) -> None:
    """Write an item's label before it, for the lists to be made of."""
    if words(paragraph) or has_picture(paragraph):
        properties = make("w:rPr", make("w:rStyle", val=LABEL))
        text = make("w:t", text=f"{label.depth} {label.kind} {label.text}".rstrip())
        paragraph.insert(0, make("w:r", properties, text))


def own_styles() -> Element:
    """Return the only styles that the converter meets."""
    return make("w:styles", *_own_styles())


def _own_styles() -> Iterator[Element]:
    for name in (*(HEADING.format(level) for level in range(1, 7)), CAPTION):
        yield make("w:style", make("w:name", val=name), type="paragraph", styleId=name)
    yield make("w:style", make("w:name", val=LABEL), type="character", styleId=LABEL)
