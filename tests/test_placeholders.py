"""What a new portal and a new article give to start from does not reach readers unchanged."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from site_builder.cli import starter
from site_builder.content import read_article
from site_builder.content.placeholders import NAME_MARK
from site_builder.content.skeleton import GUIDE, HINT, SKELETON
from tests.conftest import NOW, REPOSITORY, article, cchc
from tests.git_desk import make_desk
from tests.new_portal import OWN, change

NAMED = ("agencies.yml:3", "mkdocs.yml:2", "mkdocs.yml:3", "mkdocs.yml:13", "mkdocs.yml:14")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A portal as `cchc init` leaves it."""
    starter.init(tmp_path / "moi", today=date(2026, 11, 29))
    return tmp_path / "moi"


def told(root: Path, *command: str, code: int = 0) -> list[str]:
    """Run a command and return where it found placeholders."""
    done = cchc("--root", root, *command, "--now", NOW.isoformat(), code=code)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if ": chua-sua-mau: " in line]
    return [line.split(": ")[0].rpartition("/")[2] for line in lines]


@pytest.mark.slow
def test_check_and_build_warn_of_what_nobody_changed_and_publish_refuses_it(fresh: Path, tmp_path: Path) -> None:
    """Each value with its line; a warm build says it again; nothing is shown."""
    assert told(fresh, "check") == list(NAMED)
    assert told(fresh, "build") == list(NAMED)
    assert told(fresh, "build") == list(NAMED)
    assert told(fresh, "publish", "--to", str(tmp_path / "web"), code=1) == list(NAMED)
    assert not (tmp_path / "web" / "public").exists()


@pytest.mark.slow
def test_values_of_ones_own_are_published(fresh: Path, tmp_path: Path) -> None:
    """The marks beside them may stay: it is the values that count."""
    for path, words in OWN.items():
        change(fresh, path, words)

    assert "SỬA" in (fresh / "mkdocs.yml").read_text(encoding="utf-8")
    assert told(fresh, "check") == []
    assert told(fresh, "publish", "--to", str(tmp_path / "web")) == []
    assert (tmp_path / "web" / "public" / "index.html").is_file()


@pytest.mark.heavy
def test_a_name_that_is_right_by_chance_is_kept_by_removing_the_mark(fresh: Path) -> None:
    """A portal may really be called so."""
    change(fresh, "mkdocs.yml", {"# SỬA: tên cổng": ""})

    assert told(fresh, "check") == [name for name in NAMED if name != "mkdocs.yml:2"]


@pytest.mark.parametrize("key", ["parent_agency", "address", "phone", "hotline"])
@pytest.mark.heavy
def test_a_fact_whose_example_was_only_uncommented_is_told(fresh: Path, key: str) -> None:
    """`…` is no telephone number."""
    text = (fresh / "mkdocs.yml").read_text(encoding="utf-8")
    line = text[: text.index(f"# {key}:")].count("\n") + 1
    change(fresh, "mkdocs.yml", {f"# {key}:": f"{key}:"})

    assert f"mkdocs.yml:{line}" in told(fresh, "check")


@pytest.mark.heavy
def test_a_demonstration_may_keep_its_placeholders(fresh: Path) -> None:
    """A banner says that its data are illustrative; search engines are kept out."""
    change(fresh, "mkdocs.yml", {"      agency:": "      demo: true\n      agency:"})

    assert told(fresh, "check") == []


def test_the_hook_refuses_placeholders_on_the_published_branch_only(tmp_path: Path) -> None:
    """On a branch of one's own they are a warning: work may go on."""
    desk = make_desk(tmp_path)
    editor = desk.editor()
    agencies = editor.folder / "content/taxonomy/agencies.yml"
    name = f"\n- {{id: moi, name: 'Cơ quan mới {NAME_MARK}'}}\n"
    agencies.write_text(agencies.read_text(encoding="utf-8") + name, encoding="utf-8")
    editor.commit()
    refs = desk.refs()
    refused = editor.push()
    stays = desk.refs() == refs
    branch = editor.push("origin", "HEAD:refs/heads/cua-toi")

    assert (refused.code, stays) == (1, True)
    assert [line for line in refused.lines if "chua-sua-mau" in line and "cảnh báo" not in line]
    assert branch.code == 0
    assert [line for line in branch.lines if "chua-sua-mau: cảnh báo" in line]


def codes(body: str, **fields: str) -> list[tuple[int, str]]:
    """Return line and code of what is wrong with an article."""
    text = article(body=body, **fields)
    return [(one.line, one.code) for one in read_article("content/news/2024/05/x.md", text.encode()).problems]


def test_sentences_of_the_template_in_a_public_article_are_errors() -> None:
    """At their lines; a draft is still being written, and a withdrawn text is shown to nobody."""
    gone = "{date: 2024-05-07, reason: Sai}"

    assert codes(SKELETON) == [(8, "cau-mau"), (12, "cau-mau")]
    assert codes(SKELETON, status="draft") == []
    assert codes(SKELETON, status="withdrawn", withdrawn=gone) == []


@pytest.mark.parametrize(
    "body",
    [
        "Viết đoạn mở đầu (sapo) tại đây: ai, làm gì.",
        "Sở họp.\n\n  viết  nội dung\nbài tại đây.",
        "- Viết nội dung bài tại đây",
        *GUIDE,
    ],
)
def test_a_template_s_sentence_is_found_however_it_is_broken(body: str) -> None:
    """Cut short, in small letters, over two lines, in a list; also those of the guide."""
    assert [code for _, code in codes(body)] == ["cau-mau"]


def test_the_hint_and_comments_are_no_text() -> None:
    """No reader sees them."""
    assert codes(f"{HINT}\n\nSở họp.\n\n<!-- Viết nội dung bài tại đây. -->") == []


def test_the_guide_s_template_is_the_one_that_is_known() -> None:
    """Whoever pastes it and forgets to write is told."""
    guide = re.sub(r"\s+", " ", (REPOSITORY / "docs" / "bien-tap.md").read_text(encoding="utf-8"))

    assert [sentence for sentence in GUIDE if sentence not in guide] == []
