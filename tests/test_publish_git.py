from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from site_builder.errors import PublishError
from site_builder.publish import git
from tests.conftest import REPOSITORY
from tests.git_desk import QUIET, Editor

pytestmark = pytest.mark.measured


@pytest.fixture
def work(tmp_path: Path) -> Editor:
    """A repository with files in which one can work."""
    folder = tmp_path / "work"
    folder.mkdir()
    editor = Editor(folder, folder / ".git")
    editor.git("init", "--quiet", "-b", "main")
    return editor


def test_no_other_file_runs_a_command() -> None:
    """Two doors to the machine: git and this program in one file, LibreOffice with its limits in the other."""
    modules = [
        file for file in sorted((REPOSITORY / "site_builder").rglob("*.py")) if "subprocess" in file.read_text("utf-8")
    ]

    assert [file.relative_to(REPOSITORY).as_posix() for file in modules] == [
        "site_builder/programs.py",
        "site_builder/publish/git.py",
    ]


def test_a_failure_is_a_vietnamese_sentence_with_gits_words(work: Editor) -> None:
    """Whoever reads it can search for what git said."""
    with pytest.raises(PublishError) as caught:
        git.run(work.bare, "cat-file", "-p", "khong-co")
    (problem,) = caught.value.problems

    assert str(problem) == (
        f"{work.bare}: git-loi: lệnh “git cat-file” không làm được; git nói: fatal: Not a valid object name khong-co"
    )


def test_a_machine_without_git_is_told_so(work: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback."""
    monkeypatch.setenv("PATH", "/khong-co")
    with pytest.raises(PublishError, match=r"lệnh “git log” không làm được; git nói: .*No such file"):
        git.run(work.bare, "log")


def test_the_environment_is_scrubbed_but_for_the_quarantine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was pushed can be read before it is taken; nothing else of the outside reaches git."""
    for name in ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"):
        monkeypatch.setenv(name, f"/{name}")
    for name in ("GIT_CONFIG_COUNT", "GIT_DIR", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "PAGER", "LANG"):
        monkeypatch.setenv(name, "1")
    environment = git.environment(Path("/kho.git"))

    assert environment["GIT_QUARANTINE_PATH"] == "/GIT_QUARANTINE_PATH"
    assert environment["GIT_OBJECT_DIRECTORY"] == "/GIT_OBJECT_DIRECTORY"
    assert environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] == "/GIT_ALTERNATE_OBJECT_DIRECTORIES"
    assert environment["GIT_DIR"] == "/kho.git"
    assert environment["GIT_CONFIG_GLOBAL"] == os.devnull
    assert not {"GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "PAGER", "LANG"} & set(environment)


def test_a_checkout_is_for_its_own_account_only(work: Editor, tmp_path: Path) -> None:
    """Drafts lie in it; one that an older version left open to others is closed, too."""
    work.write("a.md", "a")
    first, out, index = work.commit(), tmp_path / "out", tmp_path / "out.index"
    seen = []
    for before in (None, 0o755):
        if before:
            out.chmod(before)
        git.check_out(work.bare, first, out, index)
        seen.append(out.stat().st_mode & 0o777)

    assert seen == [0o700, 0o700]


def test_settings_of_a_person_change_nothing(work: Editor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A filter, a hook or a line-ending rule of the account stays out."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".gitconfig").write_text("[core]\n\tautocrlf = true\n\thooksPath = /x\n[cchc]\n\tto = /x\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    work.write("a.md", "một\nhai\n")
    commit = work.commit()
    git.check_out(work.bare, commit, tmp_path / "out", tmp_path / "out.index")

    assert (tmp_path / "out" / "a.md").read_bytes() == "một\nhai\n".encode()
    assert git.setting(work.bare, "cchc.to") == ""


def test_paths_come_as_they_are(work: Editor) -> None:
    """Vietnamese names are not quoted, names with line ends are whole."""
    for name in ("bài.md", "hai\ndòng.md", "có dấu cách.md", "“ngoặc”.md"):
        work.write(name, name)
    first = work.commit()
    work.write("bài.md", "khác")
    (work.folder / "có dấu cách.md").unlink()
    second = work.commit()

    assert sorted(path.decode() for path in git.paths(work.bare, first)) == sorted(
        ("bài.md", "hai\ndòng.md", "có dấu cách.md", "“ngoặc”.md")
    )
    assert git.changed(work.bare, first, second) == {"bài.md".encode(): "M", "có dấu cách.md".encode(): "D"}
    assert git.contents(work.bare, second, ("bài.md", "không có.md", "“ngoặc”.md", "hai\ndòng.md")) == {
        "bài.md": "khác".encode(),
        "“ngoặc”.md": "“ngoặc”.md".encode(),
    }


def test_entries_are_what_commits_bring(work: Editor) -> None:
    """The first commit brings all its files; a merge only what none of its parents has; a deletion nothing."""
    work.write("a.md", "a")
    work.write("b.md", "b")
    first = work.commit()
    work.git("checkout", "--quiet", "-b", "nhanh")
    work.write("c.md", "c")
    work.commit()
    work.git("checkout", "--quiet", "main")
    (work.folder / "b.md").unlink()
    second = work.commit()
    work.git("merge", "--quiet", "--no-commit", "--no-ff", "nhanh")
    work.write("rieng.md", "của lần gộp")
    work.write("chay", "x").chmod(0o755)
    merge = work.commit()
    found = [
        (entry.commit, entry.name, entry.mode, entry.added) for entry in git.entries(work.bare, (merge, second, first))
    ]

    assert found == [
        (merge, "chay", git.EXECUTABLE, True),
        (merge, "rieng.md", "100644", True),
        (first, "a.md", "100644", True),
        (first, "b.md", "100644", True),
    ]
    sizes = git.sizes(work.bare, [entry.oid for entry in git.entries(work.bare, (merge,))])
    assert sorted(sizes.values()) == [1, len("của lần gộp".encode())]
    assert list(git.entries(work.bare, ())) == []
    assert git.sizes(work.bare, ()) == {}


def test_commits_are_found_by_what_people_write(work: Editor) -> None:
    """A branch, an abbreviation, nothing; never an option."""
    work.write("a.md", "a")
    commit = work.commit("Tin mới")

    assert git.commit_of(work.bare, "main") == git.commit_of(work.bare, commit[:8]) == commit
    assert git.commit_of(work.bare, "khong-co") == git.commit_of(work.bare, "--all") == ""
    assert git.commit_of(work.bare, f"{commit}:a.md") == ""
    assert git.subject(work.bare, commit) == "Tin mới (Biên tập)"


def test_only_commits_that_no_branch_has_are_new(work: Editor, tmp_path: Path) -> None:
    """What a branch holds was looked at when it came."""
    work.write("a.md", "a")
    old = work.commit()
    bare = tmp_path / "kho.git"
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", str(work.folder), str(bare)], check=True, env=os.environ | QUIET
    )
    work.write("b.md", "b")
    new = work.commit()
    work.git("push", "--quiet", str(bare), "main:refs/hidden/x")
    subprocess.run(["git", "update-ref", "-d", "refs/hidden/x"], cwd=bare, check=True)

    assert git.new_commits(bare, (old,)) == ()
    assert git.new_commits(bare, (new,)) == (new,)
    assert git.new_commits(bare, ()) == ()
    assert git.is_ancestor(bare, old, new)
    assert not git.is_ancestor(bare, new, old)
    assert git.merge_base(bare, old, new) == old


def test_a_checkout_is_exactly_the_commit(work: Editor, tmp_path: Path) -> None:
    """Forward and back; unchanged files keep their time; links become plain files."""
    work.write("a.md", "a")
    work.write("thu-muc/b.md", "b")
    (work.folder / "lien-ket").symlink_to("/etc/passwd")
    first = work.commit()
    (work.folder / "thu-muc/b.md").unlink()
    work.write("c.md", "c")
    second = work.commit()
    out, index = tmp_path / "out", tmp_path / "out.index"
    git.check_out(work.bare, first, out, index)
    stamp = (out / "a.md").stat()
    git.check_out(work.bare, second, out, index)

    assert sorted(file.name for file in out.iterdir()) == ["a.md", "c.md", "lien-ket"]
    assert not (out / "lien-ket").is_symlink()
    assert ((out / "a.md").stat().st_mtime_ns, (out / "a.md").stat().st_ino) == (stamp.st_mtime_ns, stamp.st_ino)


@pytest.mark.parametrize("harm", ["no index", "broken index", "lock", "stray file", "changed file", "file for folder"])
def test_a_checkout_that_was_interrupted_is_made_good(work: Editor, tmp_path: Path, harm: str) -> None:
    """Whatever a killed call left, the next one ends with exactly the commit."""
    work.write("thu-muc/a.md", "a")
    first = work.commit()
    work.write("b.md", "b")
    second = work.commit()
    out, index = tmp_path / "out", tmp_path / "out.index"
    git.check_out(work.bare, first, out, index)
    index.with_name("out.index.unclean").touch()  # stands while git works
    if harm == "no index":
        index.unlink()
    elif harm == "broken index":
        index.write_bytes(b"")
    elif harm == "lock":
        index.with_name("out.index.lock").touch()
    elif harm == "stray file":
        (out / "la.md").write_text("la")
    elif harm == "changed file":
        (out / "thu-muc/a.md").write_text("khác")
    else:
        (out / "thu-muc/a.md").unlink()
        (out / "thu-muc").rmdir()
        (out / "thu-muc").write_text("la")
    git.check_out(work.bare, second, out, index)

    assert {file.relative_to(out).as_posix(): file.read_text() for file in out.rglob("*") if file.is_file()} == {
        "thu-muc/a.md": "a",
        "b.md": "b",
    }
    assert not index.with_name("out.index.unclean").exists()


def test_a_folder_that_cannot_be_written_is_told(work: Editor, tmp_path: Path) -> None:
    """A file where the folder should be: a sentence, no traceback."""
    work.write("a.md", "a")
    (tmp_path / "out").write_text("")
    with pytest.raises(PublishError, match="khong-ghi-duoc: không ghi được"):
        git.check_out(work.bare, work.commit(), tmp_path / "out", tmp_path / "out.index")


def test_settings_are_the_repositorys_own(work: Editor) -> None:
    """Kept once, read back whole, with dấu."""
    git.set_settings(work.bare, {"cchc.to": "/srv/cổng tin"})
    git.set_settings(work.bare, {"cchc.to": "/srv/cổng tin 2"})

    assert git.setting(work.bare, "cchc.to") == "/srv/cổng tin 2"
    assert git.setting(work.bare, "cchc.khong-co") == ""


def test_a_command_line_is_split_without_a_shell() -> None:
    """Quotes group, nothing else means anything; what cannot be run says why."""
    assert git.run_command("test 'a b' = 'a b'") == ""
    assert git.run_command("test a = a; false") != ""
    assert git.run_command("false") == "mã 1: "
    assert git.run_command("") != ""
    assert git.run_command("'dấu ngoặc hở") == "No closing quotation"


def test_a_git_that_outlives_its_caller_is_waited_for(work: Editor, tmp_path: Path) -> None:
    """Kill -9 takes the builder, not the git it started: the next checkout does not write beside it."""
    work.write("a.md", "a")
    first = work.commit()
    work.write("a.md", "b")
    second = work.commit()
    out, index, slow = tmp_path / "out", tmp_path / "out.index", tmp_path / "slow"
    slow.mkdir()
    real = shutil.which("git")
    (slow / "git").write_text(
        f'#!/bin/sh\ntouch "{slow}/started"\nwhile [ ! -e "{slow}/go" ]; do sleep 0.05; done\nexec "{real}" "$@"\n'
    )
    (slow / "git").chmod(0o755)
    code = "import sys; from pathlib import Path as P; from site_builder.publish import git; "
    code += "git.check_out(P(sys.argv[1]), sys.argv[2], P(sys.argv[3]), P(sys.argv[4]))"
    path = f"{slow}:{os.environ['PATH']}"
    builder = subprocess.Popen(
        [sys.executable, "-c", code, str(work.bare), first, str(out), str(index)],
        env=os.environ | {"PATH": path, "PYTHONPATH": str(REPOSITORY)},
    )
    while not (slow / "started").exists():
        time.sleep(0.01)
    builder.kill()
    builder.wait()
    with ThreadPoolExecutor() as executor:
        other = executor.submit(git.check_out, work.bare, second, out, index)
        early = wait([other], timeout=0.7).done
        (slow / "go").touch()

    assert early == set()
    other.result()
    assert (out / "a.md").read_text() == "b"
