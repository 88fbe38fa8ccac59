"""The files of `content/news` and `content/media`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.content import list_files


def touch(root: Path, *paths: str) -> None:
    """Make small files."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")


def found(root: Path) -> list[tuple[str, str]]:
    """Return path and code of each problem."""
    return [(problem.path, problem.code) for problem in list_files(root)[1]]


def test_files_are_listed_by_path_with_their_stat(tmp_path: Path) -> None:
    """Articles and media, sorted, with what tells a change."""
    touch(
        tmp_path,
        "content/news/2019/08/b.md",
        "content/news/2019/08/a.md",
        "content/media/tep/x.pdf",
        "content/other/y.md",
    )
    files, problems = list_files(tmp_path)
    info = (tmp_path / "content/media/tep/x.pdf").stat()

    assert problems == ()
    assert [file.path for file in files] == [
        "content/media/tep/x.pdf", "content/news/2019/08/a.md", "content/news/2019/08/b.md",
    ]  # fmt: skip
    assert (files[0].mtime_ns, files[0].size, files[0].inode) == (info.st_mtime_ns, 1, info.st_ino)


def test_a_new_portal_has_no_folders_yet(tmp_path: Path) -> None:
    """An empty portal is a portal."""
    assert list_files(tmp_path) == ((), ())


def test_hidden_files_and_copies_are_passed_over(tmp_path: Path) -> None:
    """What systems and editors leave behind is nobody's mistake."""
    touch(
        tmp_path,
        "content/news/.gitkeep",
        "content/media/.DS_Store",
        "content/news/2019/08/a.md~",
        "content/media/.git/x",
    )

    assert list_files(tmp_path) == ((), ())


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    """A link could carry any file of the machine into the site: files, folders, broken ones, the whole of media."""
    touch(tmp_path, "secret/x.png", "content/news/2019/08/a.md")
    (tmp_path / "content/media").mkdir()
    (tmp_path / "content/media/a.png").symlink_to(tmp_path / "secret/x.png")
    (tmp_path / "content/media/b").symlink_to(tmp_path / "secret")
    (tmp_path / "content/media/c.png").symlink_to(tmp_path / "nowhere")
    files, problems = list_files(tmp_path)

    assert [file.path for file in files] == ["content/news/2019/08/a.md"]
    assert [(problem.path, problem.code, problem.level) for problem in problems] == [
        (f"content/media/{name}", "lien-ket-tuong-trung", "error") for name in ("a.png", "b", "c.png")
    ]
    (tmp_path / "other").mkdir()
    (tmp_path / "other/content").mkdir()
    (tmp_path / "other/content/media").symlink_to(tmp_path / "secret")
    assert found(tmp_path / "other") == [("content/media", "lien-ket-tuong-trung")]


def test_stray_files_among_articles_are_a_warning(tmp_path: Path) -> None:
    """A picture beside an article is not published, so its editor is told."""
    touch(tmp_path, "content/news/2019/08/a.png")
    files, (problem,) = list_files(tmp_path)

    assert files == ()
    assert (problem.path, problem.code, problem.level) == ("content/news/2019/08/a.png", "tep-la", "warning")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Reading a pipe would wait for ever."""
    (tmp_path / "content/media").mkdir(parents=True)
    os.mkfifo(tmp_path / "content/media/ong")

    assert found(tmp_path) == [("content/media/ong", "tep-la")]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("ảnh hội nghị.JPG", "anh-hoi-nghi.jpg"),
        ("Tệp (1).pdf", "tep-1.pdf"),
        ("日本.png", "tep.png"),
        ("Thư mục/x.png", "thu-muc"),
    ],
)
def test_names_with_spaces_or_marks_are_refused_with_a_good_one(tmp_path: Path, name: str, offered: str) -> None:
    """A name becomes part of an address."""
    touch(tmp_path, f"content/media/{name}")
    (problem,) = list_files(tmp_path)[1]

    assert (problem.path, problem.code) == ("content/media/" + name.partition("/")[0], "ten-tep-sai")
    assert problem.message.endswith(f"hãy đổi thành {offered}")


def test_good_names_pass(tmp_path: Path) -> None:
    """Capitals, digits, dots and dashes are good; articles' names are checked with the articles."""
    touch(tmp_path, "content/media/IMG_0001.JPG", "content/media/2019/a-b.c.png", "content/news/2019/08/bài.md")

    assert found(tmp_path) == []


@pytest.mark.parametrize("name", ["a.html", "a.JS", "a.php", "a.exe"])
def test_what_runs_in_a_browser_or_on_a_server_is_refused(tmp_path: Path, name: str) -> None:
    """It would run in the portal's name."""
    touch(tmp_path, f"content/media/{name}")

    assert found(tmp_path) == [(f"content/media/{name}", "loai-tep-cam")]


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk goes on and the folder is named."""
    touch(tmp_path, "content/news/2019/08/a.md", "content/media/x.png")
    real = os.scandir

    def scandir(path: Path) -> object:
        if str(path).endswith("media"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    files, problems = list_files(tmp_path)

    assert [file.path for file in files] == ["content/news/2019/08/a.md"]
    assert [(problem.path, problem.code) for problem in problems] == [("content/media", "khong-doc-duoc")]
