"""What `check` says in a person's clone of what was published, `check --fix`, `withdraw`; real git throughout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_builder.publish import git, history
from tests.conftest import NOW, article, small_portal
from tests.conftest import cchc as program
from tests.git_desk import QUIET, Editor

pytestmark = pytest.mark.measured

OLD = "content/news/2025/06/chuyen-doi-so-cap-xa.md"
URL = "/tin-tuc/2025/06/chuyen-doi-so-cap-xa/"
MOVED = "content/news/2025/07/chuyen-doi-so-cap-xa.md"
AUTHORITY = "feed_authority: "


@dataclass(frozen=True)
class Newsroom:
    """A bare repository that holds the small portal, and a person's clone of it."""

    bare: Path
    editor: Editor

    @property
    def root(self) -> Path:
        """The clone."""
        return self.editor.folder

    def lines(self, *words: str) -> list[str]:
        """Return the problems that `check` prints."""
        return cchc(self.root, "check", "--now", NOW.isoformat(), *words).stdout.splitlines()

    def lost(self) -> list[str]:
        """Return what the comparison alone finds."""
        return [str(problem) for problem in history.compare(self.root, NOW).problems]

    def move(self, source: str, target: str) -> Path:
        """Move a file without git knowing."""
        file = self.root / target
        file.parent.mkdir(parents=True, exist_ok=True)
        return (self.root / source).rename(file)


def cchc(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program on a portal, whatever comes of it."""
    return program("--root", root, *words, code=None)


def clone(bare: Path, folder: Path, *words: str) -> Editor:
    """Clone a repository."""
    subprocess.run(
        ["git", "clone", "--quiet", *words, str(bare), str(folder)], check=True, capture_output=True,
        env=os.environ | QUIET,
    )  # fmt: skip
    return Editor(folder, bare)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A portal that was published, with no link between its articles."""
    bare = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(bare)], check=True, env=os.environ | QUIET)
    first = Editor(tmp_path / "first", bare)
    small_portal(first.folder)
    first.write(".gitignore", ".cache/\npublic\n")
    first.git("init", "--quiet", "-b", "main")
    first.git("remote", "add", "origin", str(bare))
    first.commit("Cổng đầu tiên")
    assert first.push().code == 0
    return Newsroom(bare, clone(bare, tmp_path / "clone"))


def test_a_clone_without_changes_loses_nothing_and_says_nothing(room: Newsroom) -> None:
    """Also without any git, and in a folder of a repository that does not hold the portal."""
    told = cchc(room.root, "check")
    shutil.rmtree(room.root / ".git")
    without = cchc(room.root, "check")

    assert (told.returncode, without.returncode) == (0, 0)
    assert "Lưu ý" not in told.stderr + without.stderr


def test_a_deleted_article_is_an_error_before_it_is_pushed(room: Newsroom) -> None:
    """Deleted on disk, in the index, in a commit, or undone by a revert: one line, and it works word for word."""
    (room.root / OLD).unlink()
    on_disk = room.lost()
    room.editor.git("add", "--all")
    in_index = room.lost()
    room.editor.commit("Xóa")
    committed = room.lost()
    (line,) = committed

    assert on_disk == in_index == committed
    assert line.startswith(f"{OLD}: bai-bien-mat: ")
    assert line in room.lines()
    assert f'cchc withdraw {OLD} --reason "Lý do"' in line
    assert f"git checkout origin/main -- {OLD}" in line
    room.editor.git("checkout", "origin/main", "--", OLD)
    assert room.lost() == []


def test_reverting_the_commit_that_published_is_told_to_withdraw(room: Newsroom) -> None:
    """What readers have seen does not go without a word."""
    room.editor.add_article("dang-nham")
    assert room.editor.push().code == 0
    room.editor.git("revert", "--no-edit", "HEAD")
    (line,) = room.lost()

    assert "xóa tệp (hay git revert)" in line
    assert "hãy gỡ bài thay vì xóa: cchc withdraw content/news/2024/05/dang-nham.md" in line


@pytest.mark.parametrize("known", ["not even added", "added", "committed"])
@pytest.mark.parametrize("edited", [False, True])
def test_fix_writes_id_and_aliases_into_a_moved_article(room: Newsroom, known: str, *, edited: bool) -> None:
    """Moved to another month, edited at once or not; comments stay, and a second run changes nothing."""
    file = room.move(OLD, MOVED)
    text = file.read_text(encoding="utf-8").replace("---\n", "---\n# bài của chị Lan\n", 1)
    if edited:
        text = text.replace("xã", "phường").replace("2025-06", "2025-07")
    file.write_text(text, encoding="utf-8")
    if known != "not even added":
        room.editor.git("add", "--all")
    if known == "committed":
        room.editor.git("commit", "--quiet", "-m", "Dời tháng")
    (line,) = room.lost()
    told = cchc(room.root, "check", "--fix")
    again = cchc(room.root, "check", "--fix")
    now = file.read_text(encoding="utf-8")

    assert line.startswith(f"{MOVED}:1: bai-doi-cho: ")
    assert f"Đã ghi id, aliases của bài đã đăng vào {MOVED}" in told.stderr
    assert "Đã ghi" not in again.stderr
    assert f"aliases: [/tin-cu/to-cong-nghe-so.html, {URL}]\nid: 2025/06/chuyen-doi-so-cap-xa\n---" in now
    assert now.replace(f", {URL}]\nid: 2025/06/chuyen-doi-so-cap-xa\n", "]\n") == text
    assert room.lost() == []


def test_fix_brings_back_an_id_and_an_old_address_that_were_lost_in_place(room: Newsroom) -> None:
    """The file stayed; what it is to others did not."""
    file = room.root / OLD
    text = file.read_text(encoding="utf-8")
    changed = text.replace("aliases: [/tin-cu/to-cong-nghe-so.html]", "id: khac  # mã mới")
    file.write_text(changed, encoding="utf-8")
    codes = [line.split(": ")[1] for line in room.lost()]
    cchc(room.root, "check", "--fix")
    now = file.read_text(encoding="utf-8")

    assert codes == ["id-doi"]
    assert "id: 2025/06/chuyen-doi-so-cap-xa  # mã mới\naliases: [/tin-cu/to-cong-nghe-so.html]\n---" in now
    assert room.lost() == []


def test_fix_does_not_guess(room: Newsroom) -> None:
    """Two copies: both are named, and neither is written."""
    text = (room.root / OLD).read_text(encoding="utf-8")
    (room.root / OLD).unlink()
    for name in ("a", "b"):
        room.editor.write(f"content/news/2024/04/{name}.md", text)
    told = cchc(room.root, "check", "--fix")

    assert "content/news/2024/04/a.md hay content/news/2024/04/b.md" in told.stdout
    assert (room.root / "content/news/2024/04/a.md").read_text(encoding="utf-8") == text


def test_fix_mends_only_the_files_that_were_asked(room: Newsroom) -> None:
    """As it does with everything else."""
    file = room.move(OLD, MOVED)
    before = file.read_bytes()
    cchc(room.root, "check", "--fix", str(room.root / "content/pages/gioi-thieu.md"))
    others = file.read_bytes()
    cchc(room.root, "check", "--fix", str(file))

    assert others == before
    assert f"{URL}]".encode() in file.read_bytes()


def test_what_others_published_since_is_nobodys_loss(room: Newsroom, tmp_path: Path) -> None:
    """A branch is compared with where it left, not with what the main branch is by now."""
    other = clone(room.bare, tmp_path / "other")
    other.add_article("cua-nguoi-khac")
    assert other.push().code == 0
    room.editor.git("checkout", "--quiet", "-b", "nhanh")
    room.editor.add_article("cua-toi")
    room.editor.git("fetch", "--quiet")

    assert room.lost() == []


def test_a_branch_of_ones_own_is_compared_with_the_main_branch(room: Newsroom) -> None:
    """What was sent to a branch was not published; what a branch takes away was."""
    room.editor.git("checkout", "--quiet", "-b", "nhanh")
    room.editor.add_article("thu")
    assert room.editor.push("-u", "origin", "nhanh").code == 0
    (room.root / "content/news/2024/05/thu.md").unlink()
    (room.root / OLD).unlink()
    room.editor.commit()
    (line,) = room.lost()

    assert line.startswith(f"{OLD}: bai-bien-mat: ")


def test_a_clone_that_does_not_know_the_published_branch_says_so(room: Newsroom) -> None:
    """Nothing is fetched; machines read no note."""
    room.editor.git("remote", "remove", "origin")
    (room.root / OLD).unlink()
    told = cchc(room.root, "check")
    machine = cchc(room.root, "check", "--format", "json")

    assert "bai-bien-mat" not in told.stdout
    assert (
        "Lưu ý: chưa so được với những gì đã đăng: bản sao này chưa có nhánh được đăng (origin/main); hãy chạy git "
        "fetch rồi kiểm tra lại." in told.stderr
    )
    assert isinstance(json.loads(machine.stdout), list)


def test_a_clone_finds_the_published_branch_by_any_name(room: Newsroom, tmp_path: Path) -> None:
    """Origin's own, else main or master of whatever the remote is called; lines name it."""
    room.editor.git("remote", "rename", "origin", "cong")
    (room.root / OLD).unlink()
    renamed = room.lost()
    subprocess.run(["git", "branch", "-m", "main", "dang"], cwd=room.bare, check=True, env=os.environ | QUIET)
    own = clone(room.bare, tmp_path / "own")
    (own.folder / OLD).unlink()
    (other,) = history.compare(own.folder, NOW).problems

    assert f"git checkout cong/main -- {OLD}" in renamed[0]
    assert f"git checkout origin/dang -- {OLD}" in other.message


def test_a_portal_in_a_folder_of_a_repository_is_compared_too(room: Newsroom) -> None:
    """Paths are those of the portal's folder."""
    names = [file.name for file in room.root.iterdir() if file.name not in {".git", ".gitignore"}]
    (room.root / "cổng [1]").mkdir()
    room.editor.git("mv", *names, "cổng [1]")
    room.editor.commit("Vào thư mục con")
    assert room.editor.push().code == 0
    inner = room.root / "cổng [1]"
    (inner / OLD).unlink()
    (problem,) = history.compare(inner, NOW).problems
    told = cchc(inner, "withdraw", OLD, "--reason", "Trùng bài")

    assert problem.path == OLD
    assert told.returncode == 0, told.stderr
    assert "status: withdrawn" in (inner / OLD).read_text(encoding="utf-8")


def test_a_second_work_tree_is_a_clone_as_well(room: Newsroom, tmp_path: Path) -> None:
    """Its `.git` is a file."""
    room.editor.git("worktree", "add", "--quiet", str(tmp_path / "second"), "-b", "khac")
    (tmp_path / "second" / OLD).unlink()

    assert [problem.path for problem in history.compare(tmp_path / "second", NOW).problems] == [OLD]
    assert room.lost() == []


def test_a_commit_to_compare_with_can_be_named(room: Newsroom) -> None:
    """A forge's runner has no origin/main; a name that is none is an error, not silence."""
    base = room.editor.git("rev-parse", "HEAD")
    room.editor.git("remote", "remove", "origin")
    (room.root / OLD).unlink()
    room.editor.commit("Xóa")
    told = cchc(room.root, "check", "--against", base)
    wrong = cchc(room.root, "check", "--against", "khong-co")

    assert f"git checkout origin/main -- {OLD}" in told.stdout
    assert told.returncode == 1
    assert wrong.returncode == 1
    assert "--against khong-co: phien-ban-la: không có phiên bản (commit) này trong kho" in wrong.stderr


def test_the_feeds_authority_stays_once_something_is_published(room: Newsroom) -> None:
    """Before that it may change."""
    settings = room.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if AUTHORITY in line)
    settings.write_text(text.replace(line, f"{line.partition(AUTHORITY)[0]}{AUTHORITY}khac.vn,2026"), encoding="utf-8")
    (told,) = room.lost()
    settings.write_text(text + "\n# ghi chú\n", encoding="utf-8")

    assert told.startswith(f"mkdocs.yml:{text.splitlines().index(line) + 1}: doi-feed-authority: ")
    assert room.lost() == []


def test_the_authority_of_an_empty_portal_may_change(room: Newsroom) -> None:
    """Drafts alone were published to nobody."""
    shutil.rmtree(room.root / "content/news")
    room.editor.write("content/news/2024/05/nhap.md", article(status="draft"))
    room.editor.git("checkout", "--quiet", "--orphan", "moi")
    room.editor.commit("Cổng khác")
    room.editor.git("push", "--quiet", "--force", "origin", "moi:main")
    settings = room.root / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(AUTHORITY, f"{AUTHORITY}a."), encoding="utf-8")

    assert room.lost() == []


def test_comparing_changes_nothing_in_the_clone(room: Newsroom) -> None:
    """No file of git is written, not even to note what was looked at."""
    (room.root / OLD).touch()
    before = {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in (room.root / ".git").rglob("*")}
    room.lost()

    assert {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in (room.root / ".git").rglob("*")} == before


def test_only_what_changed_is_read(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal may have 100,000 articles: none is read when none changed, and one when one did."""
    asked: list[str] = []
    real = git.contents

    def contents(repo: Path, commit: str, names: Sequence[str]) -> dict[str, bytes]:
        asked.extend(names)
        return real(repo, commit, names)

    monkeypatch.setattr(git, "contents", contents)
    room.lost()
    idle = list(asked)
    (room.root / OLD).unlink()
    room.lost()

    assert idle == []
    assert asked == [OLD]


# Withdrawing


def test_withdraw_brings_a_deleted_article_back_as_a_notice(room: Newsroom) -> None:
    """The command of the line works as it is told, and then nothing is lost."""
    (room.root / OLD).unlink()
    room.editor.commit("Xóa")
    told = cchc(room.root, "withdraw", OLD, "--reason", 'Trùng "bài": đã đăng')
    text = (room.root / OLD).read_text(encoding="utf-8")
    again = cchc(room.root, "withdraw", OLD, "--reason", "Khác")

    assert told.returncode == 0, told.stderr
    assert f"Đã ghi gỡ bài vào {OLD}." in told.stderr
    assert "status: withdrawn\nwithdrawn: {date: " in text
    assert 'reason: "Trùng \\"bài\\": đã đăng"}' in text
    assert room.lost() == []
    assert cchc(room.root, "check").returncode == 0
    assert again.returncode == 1
    assert "da-go: bài đã ghi gỡ rồi" in again.stderr


def test_withdraw_works_without_git_and_from_another_folder(room: Newsroom, tmp_path: Path) -> None:
    """The file is named as the lines name it, or as it lies on disk."""
    shutil.rmtree(room.root / ".git")
    told = cchc(room.root, "withdraw", OLD, "--reason", "Trùng bài")
    other = next(file for file in sorted((room.root / "content/news").rglob("*.md")) if not file.match(OLD))
    by_disk = cchc(room.root, "withdraw", str(other), "--reason", "Trùng bài")

    assert (told.returncode, by_disk.returncode) == (0, 0), told.stderr + by_disk.stderr
    assert "status: withdrawn" in other.read_text(encoding="utf-8")


def test_withdraw_says_what_it_cannot_do(room: Newsroom) -> None:
    """No such article, never published, no reason: nothing is written."""
    room.editor.write("content/news/2024/05/nhap.md", article(status="draft"))
    before = (room.root / OLD).read_bytes()
    missing = cchc(room.root, "withdraw", "content/news/2024/05/khong-co.md", "--reason", "x")
    draft = cchc(room.root, "withdraw", "content/news/2024/05/nhap.md", "--reason", "x")
    empty = cchc(room.root, "withdraw", OLD, "--reason", " ")

    assert "khong-co-bai: không có tệp này, cũng không có trong nhánh được đăng" in missing.stderr
    assert "chua-dang: bài chưa đăng nên không cần gỡ" in draft.stderr
    assert "thieu-ly-do-go: chưa có lý do" in empty.stderr
    assert (missing.returncode, draft.returncode, empty.returncode) == (1, 1, 1)
    assert (room.root / OLD).read_bytes() == before


def test_a_state_that_git_follows_is_an_error_with_the_line_that_mends_it(room: Newsroom) -> None:
    """What a stranger put into the state is refused, and taken out by the line that is told."""
    room.lines()
    assert room.editor.git("status", "--porcelain", "--untracked-files=all") == ""  # the state hides itself
    room.editor.git("add", "--force", ".cache/cchc/state.sqlite")

    (told,) = [line for line in room.lines() if "trang-thai-trong-git" in line]
    mend = told.partition("hãy chạy: git ")[2]
    room.editor.git(*mend.split())
    assert [line for line in room.lines() if "trang-thai" in line] == []
