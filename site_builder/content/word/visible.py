"""What of a Word file is seen on paper: one of two drawings, changes as accepted, controls as text, nothing hidden.

Knows: what Word keeps in a file without showing it. Never: drops words without counting them.
"""

from __future__ import annotations

from site_builder.content.word.notes import Notes, repeated
from site_builder.content.word.ooxml import (
    Element,
    above,
    child,
    drop,
    outermost,
    replace,
    switch,
    tag,
    tags,
    unwrap,
    words,
)
from site_builder.content.word.styles import Styles

_CHANGE = tags("w:del w:moveFrom")
_ADDITION = tags("w:ins w:moveTo")
_OF_PROPERTIES = tags("w:rPr w:trPr w:tcPr w:pPr w:numPr")
_SHOWN = (*tags("w:txbxContent a:blip v:imagedata v:textpath w:r m:oMath"),)
_KNOWN = frozenset(tags(
    "w:body w:footnotes w:endnotes w:footnote w:endnote w:p w:r w:t w:tbl w:tr w:tc w:hyperlink w:br w:tab"
    " w:footnoteReference w:endnoteReference w:fldChar w:instrText w:drawing"
))  # fmt: skip
_PROPERTIES = frozenset(tags("w:pPr w:rPr w:tblPr w:tblGrid w:trPr w:tcPr"))
_SEEN = tags("w:t w:drawing w:pict w:object w:sym")
_TEXT = tags("w:t w:p w:r w:tbl w:drawing w:footnoteReference w:endnoteReference")


def choose_drawings(root: Element) -> None:
    """Keep one of the forms in which Word writes a drawing: the first that holds words or a picture."""
    for both in list(root.iter(tag("mc:AlternateContent"))):
        if both.getparent() is None or both.getroottree().getroot() is not root:
            continue  # lay in a form that was left
        forms = [form for form in both if form.tag in tags("mc:Choice mc:Fallback")]
        shown = next((form for form in forms if _shows(form)), None)
        replace(both, *(shown if shown is not None else forms[0] if forms else ()))


def _shows(form: Element) -> bool:
    return _is_figure(form) or any(True for _ in form.iter(*_SHOWN))


def _is_figure(form: Element) -> bool:
    """Say whether a form draws a chart or a diagram, whose other form says only that it cannot be shown."""
    kinds = (data.get("uri", "") for data in form.iter(tag("a:graphicData")))
    return any(kind.rpartition("/")[2].startswith(("chart", "diagram")) for kind in kinds)


def accept_changes(root: Element, notes: Notes) -> None:
    """Take tracked changes as if all were accepted."""
    for old in list(root.iter()):
        if str(old.tag).endswith("PrChange"):
            drop(old)
    for row in [row for row in root.iter(tag("w:tr")) if child(row, "w:trPr/w:del") is not None]:
        _drop_deleted(row, notes)
    for gone in outermost(root, _CHANGE):
        if gone.getparent().tag not in _OF_PROPERTIES:
            _drop_deleted(gone, notes)
    for added in list(root.iter(*_ADDITION)):
        if added.getparent().tag not in _OF_PROPERTIES:
            notes.count("inserted", int(bool(words(added))))
            unwrap(added)
    for paragraph in list(root.iter(tag("w:p"))):
        if any(child(paragraph, f"w:pPr/w:rPr/{mark}") is not None for mark in ("w:del", "w:moveFrom")):
            _join_with_next(paragraph)


def _drop_deleted(element: Element, notes: Notes) -> None:
    text = any(True for _ in element.iter(*tags("w:delText w:t")))
    notes.count("deleted", int(text))
    drop(element)


def _join_with_next(paragraph: Element) -> None:
    """Carry what is left of a paragraph whose end was deleted into the next."""
    following = paragraph.getnext()
    left = [piece for piece in paragraph if piece.tag != tag("w:pPr")]
    if following is None or following.tag != tag("w:p"):
        if not left:
            drop(paragraph)
        return
    place = int(child(following, "w:pPr") is not None)
    following[place:place] = left
    drop(paragraph)


def open_controls(root: Element, notes: Notes) -> None:
    """Leave the content of content controls in their place; an instruction that nobody answered is no content."""
    for control in list(root.iter(tag("w:sdt"))):
        content = child(control, "w:sdtContent")
        about = child(control, "w:sdtPr")
        gallery = child(about, "w:docPartObj/w:docPartGallery")
        if content is None:
            drop(control)
        elif switch(about, "w:showingPlcHdr"):
            notes.count("placeholder")
            _empty(control, content)
        elif gallery is not None and "Contents" in gallery.get(tag("w:val"), ""):
            notes.count("contents", sum(bool(words(line)) for line in content.iter(tag("w:p"))))
            drop(control)
        else:
            replace(control, *content)


def _empty(control: Element, content: Element) -> None:
    """Drop an unanswered control; one that is a table's cell leaves the cell."""
    cells = content.findall(tag("w:tc"))
    for piece in [piece for cell in cells for piece in cell if piece.tag != tag("w:tcPr")]:
        drop(piece)
    replace(control, *cells)


def drop_hidden(root: Element, styles: Styles, notes: Notes) -> None:
    """Drop text that Word does not print."""
    for row in [row for row in root.iter(tag("w:tr")) if switch(row, "w:trPr/w:hidden")]:
        notes.count("hidden", int(bool(words(row))))
        drop(row)
    touched = []
    for run in list(root.iter(tag("w:r"))):
        if styles.is_on(run, "w:vanish") or styles.is_on(run, "w:webHidden"):
            notes.count("hidden", int(any(True for _ in run.iter(*_SEEN))))
            touched.append(above(run, "w:p"))
            drop(run)
    for paragraph in touched:
        if paragraph is not None and paragraph.getparent() is not None and not _has_runs(paragraph):
            _drop_paragraph(paragraph)


def _has_runs(paragraph: Element) -> bool:
    return any(True for _ in paragraph.iter(tag("w:r"), tag("m:oMath")))


def _drop_paragraph(paragraph: Element) -> None:
    """Drop a paragraph, but leave a cell one."""
    around = paragraph.getparent()
    if around.tag != tag("w:tc") or len(around.findall(tag("w:p"))) > 1:
        drop(paragraph)


def tell_inserted_files(root: Element, targets: dict[str, str], notes: Notes) -> None:
    """Say which whole files stand in the document without being part of it."""
    for chunk in list(root.iter(*tags("w:altChunk w:subDoc"))):
        name = targets.get(chunk.get(tag("r:id"), ""), "").rpartition("/")[2]
        notes.say(
            f"Phần chèn nguyên từ tệp khác{' ' + repeated(name) if name else ''} chưa lấy được:"
            " hãy mở tệp bằng Word, bấm Lưu (Word đưa phần ấy vào bài) rồi nhập lại."
        )
        drop(chunk)


def flatten(root: Element) -> None:
    """Leave only elements that the converter knows: what holds words around them is opened, the rest goes."""
    for phonetic in list(root.iter(tag("w:rt"))):
        drop(phonetic)
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None or element.tag in _KNOWN or _is_in_properties(element):
            continue
        if any(True for _ in element.iter(*_TEXT)):
            unwrap(element)
        else:
            drop(element)


def _is_in_properties(element: Element) -> bool:
    return element.tag in _PROPERTIES or any(
        around.tag in _PROPERTIES or around.tag == tag("w:drawing") for around in element.iterancestors()
    )
