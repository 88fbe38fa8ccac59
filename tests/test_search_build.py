"""The index of a portal that is built: what is in it, and what a new article changes of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from site_builder.search import folding
from tests.conftest import SMALL, article, build_portal, tree_of, write
from tests.search_reader import Index

HIDDEN = {
    "nhap": "status: draft",
    "hen": "date: 2028-01-01T08:00:00+07:00",
    "go": "status: withdrawn\nwithdrawn: {date: 2026-11-01T08:00:00+07:00, reason: Sai số liệu}",
}


def directory(public: Path) -> dict[str, Any]:
    """Return the directory in the search page."""
    html = (public / "tim-kiem" / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="tim-kiem-muc-luc">(.*?)</script>', html, re.DOTALL)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def load(public: Path, path: str) -> Any:
    """Return a file of the index."""
    return json.loads((public / "tim-kiem" / path).read_bytes())


def found_urls(public: Path, *syllables: str) -> set[str]:
    """Search a built portal for a phrase, as a stranger who knows the format does."""
    urls: set[str] = set()
    said = directory(public)
    for name, documents, a_shards, b_shards, stamp in said["segments"]:
        shards = [
            [(public / "tim-kiem" / name / f"{kind}-{number}.json").read_bytes() for number in range(count)]
            for kind, count in (("a", a_shards), ("b", b_shards))
        ]
        index = Index(shards[0], shards[1], tuple(said["fold"]))
        assert {shard["s"] for shard in (*index.a, *index.b)} == {stamp} == {load(public, f"{name}/f.json")["s"]}
        shown = [row for number in range(-(-documents // 4)) for row in load(public, f"{name}/t-{number}.json")["d"]]
        assert len(shown) == documents == len(load(public, f"{name}/f.json")["days"])
        urls |= {shown[number][0] for number in index.phrase(syllables)}
    return urls


def test_an_article_is_found_by_its_words(portal: Path) -> None:
    """By a phrase of its body, with the dấu that the newsroom wrote in another way."""
    write(portal, "content/news/2024/05/a.md", article(body="Khai trương Toà nhà một cửa.\n\nUỷ ban nhân dân dự."))
    write(portal, "content/news/2024/05/b.md", article(body="Một toà.\n\nNhà bên cửa."))
    build_portal(portal)

    assert found_urls(portal / "public", "toa", "nha", "mot") == {"/tin-tuc/2024/05/a/"}
    assert found_urls(portal / "public", "uy", "ban", "nhan", "dan") == {"/tin-tuc/2024/05/a/"}
    assert found_urls(portal / "public", "toa", "nha") == {"/tin-tuc/2024/05/a/", "/tin-tuc/2024/05/b/"}
    assert found_urls(portal / "public", "khong", "co", "dau") == set()


def test_the_page_holds_the_directory_and_the_table(portal: Path) -> None:
    """What the reader's script needs before it asks for anything."""
    write(
        portal,
        "content/taxonomy/acronyms.yml",
        "- {id: X, name: a b}\n".replace("X", "HĐ").replace("a b", "</script> hợp đồng"),
    )
    build_portal(portal)
    said = directory(portal / "public")

    assert said["v"] == 1
    assert said["root"] == "../"
    assert said["acronyms"] == [["hd", "script hợp đồng"]]
    assert {key: said[key] for key in folding.table()} == folding.table()
    assert sum(row[1] for row in said["segments"]) == 3
    assert [row[0] for row in said["segments"]] == sorted((row[0] for row in said["segments"]), reverse=True)


def test_names_are_of_everything_that_can_be_filtered(portal: Path) -> None:
    """Every id of a facet has a name."""
    build_portal(portal)
    names = load(portal / "public", "ten.json")

    segments = directory(portal / "public")["segments"]

    assert segments
    for name, *_ in segments:
        facets = load(portal / "public", f"{name}/f.json")
        assert all(set(facets[kind]) <= set(names[kind]) for kind in ("topics", "agencies", "genres"))


@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.heavy
def test_what_readers_may_not_see_is_in_no_file(portal: Path, kind: str) -> None:
    """Neither words nor addresses of drafts, of what is not out yet and of what was withdrawn."""
    key, _, value = HIDDEN[kind].partition(": ")
    file = "content/news/2024/05/quocbamthu.md"
    write(portal, file, article(title="Tin quocbamthu", body="Đoạn quocbamthu."))
    build_portal(portal)
    open_files = {path for path, data in tree_of(portal / "public").items() if b"quocbamthu" in data}
    write(portal, file, article(title="Tin quocbamthu", body="Đoạn quocbamthu.", **{key: value}))
    build_portal(portal)
    tree = tree_of(portal / "public" / "tim-kiem")

    assert {path for path in open_files if path.startswith("tim-kiem/")}
    assert [path for path, data in tree.items() if b"quocbamthu" in data] == []


@pytest.mark.heavy
def test_a_newest_article_makes_few_files_of_the_index(portal: Path) -> None:
    """At most 24 each; the first one of a year and the first one of a month cost more."""
    counts = []
    for number in range(14):
        day = f"2026-{10 + number // 10:02}-{1 + number % 10:02}"
        text = article(
            title=f'"Tin số {number} về đất đai"', date=f"{day}T08:00:00+07:00", body=f"Đoạn {number} của tin."
        )
        write(portal, f"content/news/{day[:4]}/{day[5:7]}/tin-{number}.md", text)
        report = build_portal(portal)
        counts.append(sum(path.startswith("tim-kiem/") for path in report.made))

    assert max([*counts[1:10], *counts[11:]]) <= 24
    assert counts[10] <= 24 + 2 * 16 + 4


def test_an_old_article_makes_the_files_of_its_segment_only(portal: Path) -> None:
    """A correction of a closed year leaves every other segment as it is."""
    write(portal, "content/news/2026/10/moi.md", article(date="2026-10-01T08:00:00+07:00"))
    build_portal(portal)
    file = next((portal / "content" / "news" / "2024").rglob("tap-huan*.md"))
    file.write_text(file.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    report = build_portal(portal)
    made = {path.split("/")[1] for path in report.made if path.startswith("tim-kiem/")}

    assert made == {"2024"}


def test_a_portal_without_articles_can_be_searched(tmp_path: Path) -> None:
    """The page stands, with an empty directory."""
    import shutil

    root = tmp_path / "portal"
    shutil.copytree(SMALL, root)
    shutil.rmtree(root / "content" / "news")
    build_portal(root)

    assert directory(root / "public")["segments"] == []


def test_what_is_found_beside_articles_is_in_one_file(portal: Path) -> None:
    """Agencies with old names and telephones, topics, periods, and the own text of static pages."""
    build_portal(portal)
    rows = {
        url: (kind, name, others, text, facts)
        for kind, url, name, others, text, facts in load(portal / "public", "noi-khac.json")["p"]
    }
    kinds = {kind for kind, *_ in rows.values()}
    pages = {url for url, (kind, *_) in rows.items() if kind == "page"}

    assert kinds >= {"agency", "topic", "page"}
    assert all((portal / "public" / url.strip("/") / "index.html").is_file() for url in rows)
    assert "/gioi-thieu/" in pages
    assert not any("<" in text for _, _, _, text, _ in rows.values())


def test_a_segment_tells_its_syllables(portal: Path) -> None:
    """Folded, without what is no syllable."""
    write(portal, "content/news/2024/05/a.md", article(body="Nghiêng nghiêng 1022 zzz qđ Đường."))
    build_portal(portal)
    words = set(" ".join(load(portal / "public", "2024/v.json")["w"]).split())

    assert words >= {"nghieng", "duong"}
    assert not words & {"1022", "zzz", "qd", "đường"}
