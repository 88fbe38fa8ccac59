"""What is mutated, and what reads it: articles, static pages, taxonomy, media, office files, JSON; pushes stand apart.

Knows: a good file of each kind, and the function that reads it. Never: knows what that function will say.
"""

from __future__ import annotations

import io
import json
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageDraw

from site_builder import build, content, images, markup, pages
from site_builder.build import Options, Rendered
from site_builder.cache import parsed
from site_builder.content.new import Start, new_article
from site_builder.errors import ContentError, errors_of
from site_builder.frame.scripts import inline_script_hashes
from site_builder.markup import dialect
from site_builder.mkdocs_plugin import render_chrome
from site_builder.model import PageLinks
from site_builder.reports.include import read_include
from tests.conftest import NOW, REPOSITORY, SMALL, article, rendered_chrome, small_portal
from tests.fuzzing import Input, Kind
from tests.hostile import Newsroom, lawful, look, scratch
from tests.mutations import SIGNS, VECTORS, YAML, repacked, rewritten, spoiled
from tests.planted import handlers, planted
from tests.test_content_ledger import FILED_TEXT, HEAD
from tests.test_form import PERIOD, ROW, filled
from tests.test_include import TAXONOMY, report

MONTH = "content/news/2024/05"
_SALTS = (*VECTORS, *SIGNS, *YAML)
_CASES = REPOSITORY / "tests/cases"


@dataclass(frozen=True)
class Desk:
    """A scratch folder with the portal in which files are read one at a time."""

    folder: Path

    @property
    def root(self) -> Path:
        """The portal."""
        return self.folder / "portal"

    def write(self, one: Input) -> Path:
        """Put an input where it belongs."""
        file = self.root / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one.data)
        return file

    def fresh(self, files: Sequence[Input], *, numbered: bool = True) -> Path:
        """Make a portal anew with these files; numbered, none takes the place of another."""
        root = self.folder / "fresh"
        shutil.rmtree(root, ignore_errors=True)
        scratch(root, SMALL)
        for number, one in enumerate(files):
            file = root / one.path
            if numbered:
                file = file.with_name(f"{file.stem}-{number}{file.suffix}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(one.data)
        return root


def kinds(folder: Path) -> tuple[Kind, ...]:
    """Return every kind but pushes; `folder` is theirs."""
    desk = Desk(folder)
    small_portal(desk.root)
    return (
        Kind(name="bai-viet", share=0.45, make=_article, judge=_read_article, build=_of(desk, "content/news/")),
        Kind(name="trang-tinh", share=0.1, make=_page, judge=_read_page, build=_of_pages(desk)),
        Kind(
            name="danh-muc", share=0.1, make=_taxonomy, judge=_of_portal(desk, _taxonomy_problems),
            build=_together(desk), batch=20,
        ),
        Kind(name="media", share=0.1, make=_media, judge=_read_media(desk), build=_of(desk, "content/")),
        Kind(name="word", share=0.06, make=_docx, judge=_import(desk)),
        Kind(name="bieu-excel", share=0.06, make=_form, judge=_include(desk)),
        Kind(
            name="hoat-dong", share=0.04, make=_activities, judge=_of_portal(desk, _ledger_problems),
            build=_of(desk, "content/"), batch=20,
        ),
        Kind(name="json-gop", share=0.04, make=_json, judge=_include(desk)),
        Kind(
            name="da-chot", share=0.03, make=_filed, judge=_of_portal(desk, _ledger_problems), build=_together(desk),
            batch=20,
        ),
    )  # fmt: skip


# Articles and pages


@cache
def _articles() -> tuple[bytes, ...]:
    """Return good articles, and some as nobody should write them."""
    good = [file.read_bytes() for file in sorted((REPOSITORY / "content/news").rglob("*.md"))[::4]]
    bad = [text.encode("utf-8", errors="surrogatepass") for _, text in Newsroom(0).articles(60)]
    return (*good, *(article(body=data).encode() for data in VECTORS), *bad)


def _article(random_: random.Random) -> Input:
    data = random_.choice(_articles())
    if random_.random() < 0.7:  # the body alone: a spoiled head is refused whatever the body is
        head, mark, body = data.partition(b"\n---\n")
        data = head + mark + spoiled(random_, body, _SALTS)
    else:
        data = spoiled(random_, data, _SALTS)
    return Input(path=f"{MONTH}/bai.md", data=data)


def _read_article(one: Input) -> bool:
    source = parsed.parse(one.path, one.data, "", "", rendered_chrome().settings.markdown)
    found = planted(source.body.html)
    assert not found, found
    unmade = [problem.message for problem in source.problems if problem.code == "khong-chuyen-duoc"]
    assert not unmade or "Error" not in unmade[0] or "RecursionError" in unmade[0], unmade
    return not errors_of((*source.entry.problems, *source.problems)) and source.entry.article is not None


def _page(random_: random.Random) -> Input:
    good = sorted((REPOSITORY / "content/pages").rglob("*.md"))
    data = random_.choice((random_.choice(good).read_bytes(), random_.choice(_articles()).partition(b"\n---\n")[2]))
    return Input(path="content/pages/trang.md", data=spoiled(random_, data, _SALTS))


def _read_page(one: Input) -> bool:
    markdown = rendered_chrome().settings.markdown
    page, told = content.read_page(one.path, one.data)
    if page is None:
        return False
    at = PageLinks(file=one.path, url="/trang/")
    try:
        told = (*told, *markup.look(page.body, at, page.line, markdown, pages.BLOCKS).problems)
    except RecursionError:
        return False
    if errors_of(told):
        return False
    html = dialect.noticed(page.body, markdown)[0]
    found = planted(markup.safe_page(html, at, markdown, lambda name: f"[{name}]"))
    assert not found, found
    return True


# Taxonomy, activities, filed figures


_ENTRIES = (
    *YAML, "# ghi chú", "- {id: x, name: Tên}", "- {id: x, name: Tên, order: 1}", "  order: 3", "  description: Mô tả",
    "- {id: so-moi, kind: so, name: Sở mới}", "- {id: quy, label: Quý, from: 1/1/2024, to: 31/3/2024}",
)  # fmt: skip


def _taxonomy(random_: random.Random) -> Input:
    file = random_.choice(sorted((SMALL / "content/taxonomy").glob("*.yml")))
    return Input(
        path=f"content/taxonomy/{file.name}", data=spoiled(random_, file.read_bytes(), (*SIGNS, *_ENTRIES * 9), 1)
    )


def _taxonomy_problems(root: Path) -> Sequence[Any]:
    return content.read_taxonomy(root).problems


def _ledger_problems(root: Path) -> Sequence[Any]:
    known = content.read_taxonomy(root)
    return content.read_ledger(root, known.taxonomy, known.calendar)[1]


def _of_portal(desk: Desk, problems: Callable[[Path], Sequence[Any]]) -> Callable[[Input], bool]:
    """Return what reads one file of the portal, and puts back what stood there."""

    def judge(one: Input) -> bool:
        file = desk.root / one.path
        before = file.read_bytes() if file.exists() else None
        desk.write(one)
        try:
            return not errors_of(problems(desk.root))
        finally:
            if before is None:
                file.unlink()
            else:
                file.write_bytes(before)

    return judge


def _activities(random_: random.Random) -> Input:
    line = "1/5/2024,so-noi-vu,,phat-thanh,,tin,Một,1,tin,hơn,3,4.5,20,https://x.vn/,Ghi\n"
    if random_.random() < 0.6:
        data = spoiled(random_, (HEAD + line * 3).encode(), (*SIGNS, ",", ";", '"', "\r\n", "'", "\t", line))
        return Input(path="content/activities/nam.csv", data=data)
    return Input(path="content/activities/nam.xlsx", data=repacked(random_, _workbook(HEAD + line)))


@cache
def _workbook(rows: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows.splitlines():
        sheet.append(row.split(","))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _filed(random_: random.Random) -> Input:
    whole = json.loads(FILED_TEXT)
    data = FILED_TEXT.encode() if random_.random() < 0.1 else rewritten(random_, whole)
    return Input(path="content/reports/filed/thang-4-2024.json", data=data)


# Media


@cache
def _drawn(form: str) -> bytes:
    picture = Image.effect_noise((160, 90), 40).convert("RGB" if form != "GIF" else "P")
    ImageDraw.Draw(picture).text((9, 9), form)
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "ghi"
    picture.save(made, form, **({} if form in ("GIF", "BMP", "PDF") else {"exif": exif}))
    return made.getvalue()


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>x</title><path d="M0 0h9v9z"/>'
    '<a href="https://x.vn/"><text x="1" y="2">chữ</text></a></svg>\n'
)
_FORMS: Mapping[str, str] = {
    "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF", "bmp": "BMP", "pdf": "PDF",
    "avif": "AVIF",
}  # fmt: skip


_MEDIA = ("%PDF-1.4", "\x89PNG\r\n\x1a\n", "eXIf", "IDAT", "/JavaScript", "MM\x00*")


def _media(random_: random.Random) -> Input:
    ending = random_.choice((*_FORMS, *_FORMS, "svg", "svg", "txt", "docx", "zip", "phtml", "js"))
    if ending in _FORMS:
        data = _drawn(random_.choice((_FORMS[ending],) * 8 + ("PNG", "JPEG", "PDF")))
    elif ending == "docx":
        data = (_CASES / "word/01.docx").read_bytes()
    else:
        data = _SVG.encode()
    if random_.random() < 0.85:
        data = spoiled(
            random_, data, (*VECTORS, "%PDF-1.4", "\x89PNG\r\n\x1a\n", "eXIf", "IDAT", "/JavaScript", "MM\x00*")
        )
    return Input(path=f"content/media/tep.{ending}", data=data)


def _read_media(desk: Desk) -> Callable[[Input], bool]:
    def judge(one: Input) -> bool:
        file = desk.write(one)
        try:
            named = [problem for problem in content.list_files(desk.root)[1] if problem.path == one.path]
            asset, told = content.read_asset(desk.root, one.path)
        finally:
            file.unlink()
        if errors_of((*named, *told)):
            return False
        is_picture = one.path.rpartition(".")[2] in images.ENDINGS
        shown = images.published(one.data) if is_picture else one.data
        assert len(shown) == asset.size, (len(shown), asset.size)
        found = planted(shown.decode("utf-8", errors="replace")) if one.path.endswith(".svg") else []
        assert not found, found
        return True

    return judge


# Office files and JSON from strangers


def _docx(random_: random.Random) -> Input:
    file = random_.choice(sorted((_CASES / "word").glob("*.docx")))
    return Input(path="bai.docx", data=repacked(random_, file.read_bytes()))


def _import(desk: Desk) -> Callable[[Input], bool]:
    """Return what makes an article of a Word file, and reads that."""

    def judge(one: Input) -> bool:
        root = desk.folder / "new"
        shutil.rmtree(root, ignore_errors=True)
        (root / "content").mkdir(parents=True)
        (root / one.path).write_bytes(one.data)
        try:
            made = new_article(
                root, Start(title="Bài từ Word", topic="cai-cach-thu-tuc-hanh-chinh", agency="so-noi-vu"),
                now=NOW, docx=root / one.path,
            )  # fmt: skip
        except ContentError:
            return False
        _read_article(Input(path=made.path.relative_to(root).as_posix(), data=made.path.read_bytes()))
        return True

    return judge


@cache
def _form_data() -> tuple[bytes, ...]:
    cases = [file.read_bytes() for file in sorted((_CASES / "excel").glob("*.xlsx"))]
    return (*[filled(ROW | {"topic": None}, ROW | {"title": "Hai", "topic": None})] * 3, *cases)


def _form(random_: random.Random) -> Input:
    return Input(path="bieu.xlsx", data=repacked(random_, random_.choice(_form_data())))


def _json(random_: random.Random) -> Input:
    return Input(path="so-a.json", data=rewritten(random_, report()))


def _include(desk: Desk) -> Callable[[Input], bool]:
    def judge(one: Input) -> bool:
        file = desk.folder / one.path
        file.write_bytes(one.data)
        return not errors_of(read_include(file, PERIOD, TAXONOMY, content.read_form).problems)

    return judge


# Building what passed


def _of(desk: Desk, ours: str) -> Callable[[Sequence[Input]], None]:
    """Return what builds a portal with all of the files, but for those that `check` refuses beside each other."""

    def build_all(files: Sequence[Input]) -> None:
        root = desk.fresh(files)
        lawful(root, lambda _root: rendered_chrome(), NOW, ours)
        _look(root / "public", rendered_chrome())

    return build_all


def _look(site: Path, rendered: Rendered) -> None:
    """See that of the pages' scripts none is another than the theme's."""
    for page in site.resolve().rglob("*.html"):
        data = page.read_bytes()
        assert set(inline_script_hashes(data)) <= set(rendered.bundle.scripts), page
        assert not handlers(data.decode()), (page, handlers(data.decode()))


def _of_pages(desk: Desk) -> Callable[[Sequence[Input]], None]:
    """Return what has MkDocs render the pages, and builds the portal."""

    def build_all(files: Sequence[Input]) -> None:
        root, options = desk.fresh(files), Options(now=NOW, verify=look)
        # What is wrong only beside others: pictures, addresses, links to what is not there.
        while wrong := errors_of(build.check(root, render_chrome, options).problems):
            for path in {problem.path for problem in wrong}:
                (root / path).unlink()
        build.build(root, render_chrome, options)
        _look(root / "public", render_chrome(root))

    return build_all


def _together(desk: Desk) -> Callable[[Sequence[Input]], None]:
    """Return what builds portals with files changed, each with as many as have different names, beside the articles.

    Files that `check` refuses beside those that there are (an agency that an article names is gone) are put back.
    """

    def build_all(files: Sequence[Input]) -> None:
        left = list(files)
        while left:
            chosen = {one.path: one for one in left}
            left = [one for one in left if chosen[one.path] is not one]
            _build(tuple(chosen.values()))

    def _build(files: Sequence[Input]) -> None:
        root, options = desk.fresh(files, numbered=False), Options(now=NOW, verify=look)
        shutil.copytree(SMALL / "content/news", root / "content/news")
        if not errors_of(build.check(root, lambda _root: rendered_chrome(), options).problems):
            build.build(root, lambda _root: rendered_chrome(), options)
        elif len(files) > 1:
            half = len(files) // 2
            _build(files[:half])
            _build(files[half:])

    return build_all
