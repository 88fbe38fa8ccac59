"""The way out of a refused push is run word for word, by real git, and then the push is taken."""

from __future__ import annotations

import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import article, small_portal
from tests.git_desk import QUIET, Desk, Editor, Told, as_person, make_desk

HEAVY = b"%PDF-1.4\n" + bytes(6 * 1024 * 1024)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A repository that publishes the small portal."""
    return make_desk(tmp_path)


def commands(told: Told) -> list[str]:
    """Return the commands of an answer, as they are printed."""
    assert told.code != 0, told.all
    return [line.strip() for line in told.lines if line.startswith("    git ")]


def follow(editor: Editor, told: Told) -> None:
    """Run what the server printed, in a shell, as an editor pastes it; the last line is the push."""
    *_, last = lines = commands(told)
    assert last.startswith("git push origin HEAD:refs/heads/")
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line], cwd=editor.folder, capture_output=True, text=True, check=False,
            env=os.environ | QUIET | (as_person(editor.bare, editor.name) if editor.name else {}),
        )  # fmt: skip
        assert done.returncode == 0, (line, done.stdout, done.stderr)


def names(desk: Desk, branch: str = "main") -> list[str]:
    """Return all names that a branch's history has held."""
    return desk.git("log", "--format=", "--name-only", branch).split("\n")


def test_a_heavy_file_in_the_last_commit(desk: Desk) -> None:
    """The article that came with it is taken; `git add -A` does not bring the file back; it can be had again."""
    editor = desk.editor()
    editor.write("content/media/nang.pdf", HEAVY)
    editor.write("content/news/2024/05/a.md", article())
    tip = editor.commit("Bài có tệp nặng")
    follow(editor, editor.push())

    assert desk.git("log", "-1", "--format=%s %an", "main") == "Bài có tệp nặng Biên tập"
    assert "content/news/2024/05/a.md" in names(desk)
    assert "content/media/nang.pdf" not in names(desk)
    editor.commit("Gửi thêm")
    assert editor.push().code == 0
    editor.git("restore", f"--source={tip[:12]}", "--", "content/media/nang.pdf")
    assert (editor.folder / "content/media/nang.pdf").read_bytes() == HEAVY


@pytest.mark.parametrize("removed", [False, True], ids=["still there", "removed later"])
def test_a_heavy_file_in_an_earlier_commit_of_several(desk: Desk, removed: bool) -> None:
    """Every article of every commit is kept; also when a later commit removed the file, which is not enough."""
    editor = desk.editor()
    editor.add_article("a")
    editor.write("content/media/nang.pdf", HEAVY)
    editor.add_article("b")
    if removed:
        (editor.folder / "content/media/nang.pdf").unlink()
    editor.add_article("c")
    follow(editor, editor.push())

    assert {f"content/news/2024/05/{slug}.md" for slug in "abc"} <= set(names(desk))
    assert "content/media/nang.pdf" not in names(desk)
    assert editor.git("status", "--porcelain") == ""


def test_a_file_that_grew_goes_back_to_what_it_was(desk: Desk) -> None:
    """A published file that somebody replaced by a heavy one is not lost."""
    editor = desk.editor()
    before = (editor.folder / "content/media/ke-hoach.pdf").read_bytes()
    editor.write("content/media/ke-hoach.pdf", before + HEAVY)
    editor.add_article("a")
    follow(editor, editor.push())

    assert (editor.folder / "content/media/ke-hoach.pdf").read_bytes() == before
    assert editor.git("rev-parse", "HEAD") == desk.head


def test_a_branch_of_ones_own_and_names_with_spaces(desk: Desk) -> None:
    """The branch and the file are named as they are, quoted for the shell; a colleague's work on main stays."""
    colleague = desk.editor()
    editor = desk.editor()
    colleague.add_article("khac")
    assert colleague.push().code == 0
    editor.add_article("a")
    editor.write("bi mat $(touch x)'.txt", "mật khẩu")
    editor.write("content/media/chay.txt", "x").chmod(0o755)
    editor.commit("Thêm")
    follow(editor, editor.push("origin", "HEAD:bai-cua-toi"))
    editor.commit("Gửi thêm")
    assert editor.push("origin", "HEAD:bai-cua-toi").code == 0

    held = names(desk, "bai-cua-toi")
    assert "content/news/2024/05/a.md" in held
    assert not [name for name in held if "bi mat" in name]
    assert desk.git("ls-tree", "bai-cua-toi", "content/media/chay.txt").startswith("100644")
    assert "content/news/2024/05/khac.md" in names(desk)


def test_links_and_strange_names(desk: Desk) -> None:
    """What cannot be typed is found by `?`; a link is taken out as a link."""
    editor = desk.editor()
    editor.add_article("a")
    (editor.folder / "content/media/lien-ket.png").symlink_to("/etc/passwd")
    (Path(os.fsdecode(os.fsencode(editor.folder) + b"/content/media/b\xe0i.txt"))).write_text("x")
    editor.commit("Thêm")
    follow(editor, editor.push())

    assert editor.git("rev-parse", "HEAD") == desk.head
    assert sorted(path.name for path in (editor.folder / "content/media").iterdir()) == ["ke-hoach.pdf", "mot-cua.png"]


def test_the_first_push_of_a_portal(tmp_path: Path) -> None:
    """There is nothing yet to go back to."""
    from site_builder.publish.install import install
    from tests.git_desk import program

    install(tmp_path / "kho.git", tmp_path / "web", python=str(program(tmp_path / "program")))
    editor = Editor(tmp_path / "portal", tmp_path / "kho.git")
    small_portal(editor.folder)
    editor.git("init", "--quiet", "-b", "main")
    editor.git("remote", "add", "origin", str(editor.bare))
    editor.commit("Cổng")
    editor.write("content/media/nang.pdf", HEAVY)
    editor.commit("Thêm tệp")
    follow(editor, editor.push())
    assert "nang.pdf" not in editor.git("log", "--format=", "--name-only", "origin/main")


def test_a_heavy_photo_that_an_article_shows_is_made_fit_in_its_place(desk: Desk) -> None:
    """Before the commit the lighter picture is put where the heavy one was; so the article keeps its picture."""
    editor = desk.editor()
    out = BytesIO()
    Image.effect_noise((3600, 2400), 90).convert("RGB").save(out, "JPEG", quality=100)
    editor.write(".gitignore", ".cache/\n")
    editor.write("content/media/nang.jpg", out.getvalue())
    editor.write("content/news/2024/05/a.md", article(body="![Người dân xem bảng](/media/nang.jpg)"))
    tip = editor.commit("Bài có ảnh nặng")
    told = editor.push()
    assert any("nang.jpg: tep-qua-nang: ảnh nặng" in line and "cchc check --fix" in line for line in told.lines)
    reset, restore, commit, push = commands(told)
    for line in (reset, restore, f"git restore --source={tip[:12]} -- content/media/nang.jpg"):
        subprocess.run(["sh", "-c", line], cwd=editor.folder, check=True, capture_output=True, env=os.environ | QUIET)
    from tests.conftest import cchc

    cchc("--root", editor.folder, "check", "--fix", "--now", "2026-11-22T12:00")
    for line in ("git add -A", commit, push):
        subprocess.run(["sh", "-c", line], cwd=editor.folder, check=True, capture_output=True, env=os.environ | QUIET)
    assert int(desk.git("cat-file", "-s", "main:content/media/nang.jpg")) < 5 * 1024 * 1024
    assert editor.git("rev-parse", "HEAD") == desk.head


def test_the_limit_of_the_settings_is_that_of_the_push(desk: Desk) -> None:
    """`max_file` in `mkdocs.yml` holds for `check` and for the server."""
    editor = desk.editor()
    settings = (editor.folder / "mkdocs.yml").read_text(encoding="utf-8")
    editor.write("mkdocs.yml", settings.replace("  - cchc:\n", "  - cchc:\n      max_file: 0.5   # MB\n"))
    editor.write("content/media/tep.pdf", HEAVY[: 700 * 1024])
    editor.commit("Cỡ tệp")
    told = editor.push()
    assert any(
        "content/media/tep.pdf: tep-qua-nang: tệp nặng 700 KB, quá 512 KB cho phép" in line for line in told.lines
    )


def test_an_administrator_may_allow_less_than_the_settings(tmp_path: Path) -> None:
    """The server's own ceiling holds whatever a portal says."""
    desk = make_desk(tmp_path, max_file_bytes=300_000)
    editor = desk.editor()
    editor.write("content/media/tep.pdf", HEAVY[:400_000])
    editor.commit("Tệp")
    assert any("quá 293 KB cho phép" in line for line in editor.push().lines)
