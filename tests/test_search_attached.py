"""Files attached to articles are found by title, number and inner words, and only while readers may see them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import attachments, browser_scripts
from tests.conftest import article, build_portal, tree_of, write
from tests.test_search_build import HIDDEN, directory

FILE = "content/news/2024/05/a.md"
RUN = """
const { engine } = await load("search/engine.mjs");
const get = async (name) => readFileSync(`${given.folder}/${name}`, "utf8");
const told = [];
for (const query of given.asked) {
  const { total, phrase, files, mended, near } = await engine(given.directory, get).find(query, given.options);
  told.push({ total, phrase, files, mended, near });
}
return told;
"""


def ask(portal: Path, *queries: str, **options: Any) -> list[dict[str, Any]]:
    """Ask the script about a built portal."""
    public = portal / "public"
    given = {"directory": directory(public), "folder": str(public / "tim-kiem"), "asked": queries, "options": options}
    told: list[dict[str, Any]] = browser_scripts.run(RUN, given)
    return told


def with_files(*files: str, **fields: str) -> str:
    """Write an article with attachments, each as path and title."""
    return article(attachments="".join(f"\n  - {{{file}}}" for file in files), **fields)


def lay(portal: Path) -> None:
    """Attach a PDF, a Word file and a table."""
    plan = attachments.put(portal, "ke-hoach.pdf", attachments.pdf("huy dong zeta alpha", "beta trang hai"))
    form = attachments.put(portal, "mau.docx", attachments.word("Kính gửi phòng một cửa", "Họ tên người đề nghị"))
    table = attachments.put(portal, "bang.csv", b"a,b\n")
    write(
        portal,
        FILE,
        with_files(
            f"file: {plan}, title: Kế hoạch tập huấn cán bộ, number: 128/KH-UBND",
            f"file: {form}, title: Mẫu đơn đề nghị cấp lại",
            f"file: {table}, title: Số liệu quý hai",
            title="Tin về tập huấn",
        ),
    )


def test_a_file_is_found_by_its_title_its_number_and_its_words(portal: Path) -> None:
    """With or without dấu; it names its article, and counts as no article."""
    lay(portal)
    build_portal(portal)
    queries = (
        "zeta alpha",
        "mau don de nghi",
        "128/KH-UBND",
        "số liệu quý hai csv",
        "họ tên người đề nghị",
        "hai beta",
    )
    found = ask(portal, *queries)

    urls = [[one["url"] for one in answer["files"]] for answer in found]
    plan, form, table = (f"/media/tep/{name}" for name in ("ke-hoach.pdf", "mau.docx", "bang.csv"))
    assert urls == [[plan], [form], [plan], [table], [form], [plan]]
    assert [answer["total"] for answer in found] == [0, 0, 0, 0, 0, 0]
    assert [answer["mended"] for answer in found] == ["", "", "", "", "", ""]
    [first] = found[0]["files"]
    assert (first["kind"], first["match"], first["type"]) == ("file", "phrase", "PDF")
    assert (first["article"], first["of"]) == ("/tin-tuc/2024/05/a/", "Tin về tập huấn")
    assert ["zeta", True] in first["snippet"] or ["zeta alpha", True] in first["snippet"]
    assert found[3]["files"][0]["match"] == "all"


def test_a_title_that_has_most_of_the_words_is_near(portal: Path) -> None:
    """Said to be so; half of them are not enough, and a document's number beside other words is."""
    lay(portal)
    write(portal, "content/news/2024/05/b.md", article(title="Tin khác", body="Theo Kế hoạch 77/KH-UBND của tỉnh."))
    build_portal(portal)
    most, half, number = ask(portal, "tải kế hoạch tập huấn cán bộ", "kế hoạch xây kho", "văn bản đỏ 77/KH-UBND")

    assert [(one["url"], one["match"]) for one in most["files"]] == [("/media/tep/ke-hoach.pdf", "some")]
    assert half["files"] == []
    assert number["near"][0]["url"] == "/tin-tuc/2024/05/b/"


def test_dau_that_was_typed_is_meant_in_files_too_and_everything_is_articles(portal: Path) -> None:
    """“hổ tên” is no “họ tên”; who asks for everything or with a filter gets articles."""
    lay(portal)
    build_portal(portal)

    [other] = ask(portal, "hổ tên người", typed=True)
    [everything] = ask(portal, "zeta alpha", all=True)
    [filtered] = ask(portal, "zeta alpha", filters={"nam": "2024"})
    assert other["files"] == everything["files"] == filtered["files"] == []


@pytest.mark.parametrize("kind", HIDDEN)
def test_nothing_in_a_file_of_what_readers_may_not_see_is_in_the_index(portal: Path, kind: str) -> None:
    """Nor its title; also when it was public before."""
    secret = attachments.put(portal, "bi-mat.pdf", attachments.pdf("quocbamthu"))
    file = f"file: {secret}, title: Tệp quocbamthu"
    write(portal, FILE, with_files(file))
    build_portal(portal)
    before = {path for path, data in tree_of(portal / "public").items() if b"quocbamthu" in data}
    key, _, value = HIDDEN[kind].partition(": ")
    write(portal, FILE, with_files(file, **{key: value}))
    build_portal(portal)

    assert {path.split("/")[-1][0] for path in before if path.startswith("tim-kiem/")} == {"a", "d"}
    assert [path for path, data in tree_of(portal / "public").items() if b"quocbamthu" in data] == []


def test_the_index_is_that_of_a_clean_build_whatever_is_done_to_attachments(portal: Path, tmp_path: Path) -> None:
    """Added, changed, renamed, taken away, attached by another article, too."""
    lay(portal)
    build_portal(portal)
    plan, form = "file: /media/tep/ke-hoach.pdf, title: Kế hoạch", "file: /media/tep/mau.docx, title: Mẫu"
    other = "content/news/2024/06/b.md"
    steps: tuple[Callable[[], object], ...] = (
        lambda: attachments.put(portal, "ke-hoach.pdf", attachments.pdf("gamma moi")),
        lambda: write(portal, FILE, with_files(form, plan)),
        lambda: write(portal, other, with_files(plan, title="Tin khác", date="2024-06-01T08:00:00+07:00")),
        lambda: write(portal, FILE, with_files(form)),
        lambda: attachments.put(portal, "mau.docx", attachments.word("Khác")),
        lambda: write(portal, FILE, article()),
    )
    for number, step in enumerate(steps):
        step()
        build_portal(portal)
        if number % 2 == 0:
            continue
        fresh = tmp_path / f"fresh-{number}"
        _copy_sources(portal, fresh)
        build_portal(fresh, jobs=2)
        assert tree_of(portal / "public") == tree_of(fresh / "public")


def _copy_sources(portal: Path, to: Path) -> None:
    shutil.copytree(portal, to, ignore=shutil.ignore_patterns(".cache", "public"), symlinks=True)


def test_a_text_is_read_once_and_a_new_article_with_a_file_makes_few_files(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was copied again is not opened again; one more file of the index for each attachment."""
    from site_builder import content

    lay(portal)
    build_portal(portal)
    opened: list[str] = []
    monkeypatch.setattr(content, "read_file_text", lambda _root, path: opened.append(path))
    attachments.put(portal, "ke-hoach.pdf", (portal / "content/media/tep/ke-hoach.pdf").read_bytes())
    plan = "file: /media/tep/ke-hoach.pdf, title: Kế hoạch"
    text = with_files(plan, title="Tin mới nhất", date="2026-11-02T08:00:00+07:00")
    write(portal, "content/news/2026/11/moi.md", text)
    build_portal(portal)
    write(portal, "content/news/2026/11/hon.md", text.replace("Tin mới nhất", "Tin mới hơn").replace("02T", "03T"))
    report = build_portal(portal)

    assert opened == []
    made = [path for path in report.made if path.startswith("tim-kiem/")]
    assert len(made) <= 25
    assert [path for path in made if re.search(r"/d-\d+\.json", path)] == ["tim-kiem/2026-11.1/d-256.json"]
