"""From an editor's `git push` over ssh to what nginx answers: real git, real sshd, the real program, real nginx."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest

from site_builder.text import VIETNAM
from tests.conftest import article, tree_of, write
from tests.git_desk import Desk, Editor, Told
from tests.lengths import examples
from tests.served_desk import open_desk, sshd, timer, wait_for
from tests.server import Address, Answer, ask, nginx

HIDDEN = b"quabuomtrang"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One repository for the tests that leave the site as they found it, or add to it."""
    return open_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def address(desk: Desk) -> Iterator[Address]:
    """Where its site is served."""
    with nginx(desk.to) as served:
        yield served


@pytest.fixture
def editor(desk: Desk, tmp_path: Path) -> Iterator[Editor]:
    """Somebody with a key."""
    with sshd(tmp_path / "ssh", desk, "bien-tap") as editors:
        yield editors["bien-tap"]


def served(url: str) -> Callable[[], bool]:
    """Say whether a page is there by now."""
    return lambda: ask(url).status == 200


def published(desk: Desk, head: str) -> Callable[[], bool]:
    """Say whether the builder is done with a commit."""
    return lambda: (desk.status()["state"], desk.status()["published"]) == ("ok", head)


def standing(desk: Desk) -> dict[str, tuple[bytes, int, int]]:
    """Read every file of the site with its age and its very place on the disk."""
    base = (desk.to / "public").resolve()
    files = [file for file in base.rglob("*") if file.is_file()]
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino) for file in files}


def answers(address: Address, paths: list[str]) -> list[tuple[int, str, str, bytes]]:
    """Ask for pages and keep what a cache would compare."""
    found: list[Answer] = [ask(address + path) for path in paths]
    return [(one.status, one["ETag"], one["Last-Modified"], one.body) for one in found]


# A good push


def test_a_good_push_is_served_and_stands_in_lists_feeds_statistics_and_data(
    desk: Desk, address: Address, editor: Editor
) -> None:
    """The answer names the address; nginx serves the article there, and every list and feed leads to it."""
    before = json.loads(ask(address + "du-lieu/thong-ke/thang-4-2024.json").body)
    write(editor.folder, "content/media/dinh-kem.txt", "Nội dung của tệp đính kèm.\n")
    text = article(
        title="Một cửa số hóa hồ sơ", date="2024-04-25T08:00:00+07:00", body="Xem ![ảnh](/media/mot-cua.png)."
    )
    files = "attachments: [{file: /media/dinh-kem.txt, title: Tệp kèm}]"
    write(editor.folder, "content/news/2024/04/so-hoa.md", text.replace("topic:", f"{files}\ntopic:", 1))
    head = editor.commit("Thêm bài số hóa")
    told = editor.push()
    assert told.code == 0, told.all
    place = "tin-tuc/2024/04/so-hoa/"
    wait_for(served(address + place), desk.log)
    wait_for(published(desk, head), desk.log)

    assert told.lines[0].startswith("✓ Nội dung đạt (đã kiểm tra cả cổng, ")
    assert f"  https://nho.example.vn/{place}" in told.lines
    page = ask(address + place)
    assert "Một cửa số hóa hồ sơ" in page.body.decode()
    assert ask(address + "media/dinh-kem.txt").body.decode() == "Nội dung của tệp đính kèm.\n"
    for path in (
        "", "tin-tuc/", "chu-de/cai-cach-thu-tuc-hanh-chinh/", "co-quan/so-noi-vu/", "luu-tru/2024/04/",
        "feeds/tin-tuc.rss.xml", "feeds/tin-tuc.atom.xml", "feeds/co-quan/so-noi-vu.rss.xml",
        "feeds/chu-de/cai-cach-thu-tuc-hanh-chinh.atom.xml", "sitemaps/2024-04.xml",
        "du-lieu/bai-viet/2024-04.json", "du-lieu/bai-viet/2024-04.csv",
    ):  # fmt: skip
        assert "so-hoa" in ask(address + path).body.decode(), path
        for coding in ("gzip", "br"):
            answer = ask(address + path, Accept_Encoding=coding)
            assert (answer["Content-Encoding"], answer.decoded) == (coding, ask(address + path).body), path
    after = json.loads(ask(address + "du-lieu/thong-ke/thang-4-2024.json").body)
    assert after != before
    assert str(works(after)) in re.sub("<[^>]*>", " ", ask(address + "thong-ke/thang-4-2024/").body.decode())
    assert works(after) == works(before) + 1


def works(figures: dict[str, dict[str, int]]) -> int:
    """Return how many works a period's open data count."""
    return figures["total"]["works"]


# A bad push


def _unknown_topic(editor: Editor) -> None:
    write(editor.folder, "content/news/2024/05/xau.md", article(topic="cai-cach-tai-chin"))


def _symlink(editor: Editor) -> None:
    (editor.folder / "content/media/mat-khau.txt").symlink_to("/etc/passwd")


def _dead_picture(editor: Editor) -> None:
    write(editor.folder, "content/news/2024/05/xau.md", article(body="![ảnh](/media/khong-co.png)"))


BAD: dict[Callable[[Editor], None], str] = {
    _unknown_topic: "content/news/2024/05/xau.md:4: chu-de-la: chủ đề “cai-cach-tai-chin” không có; ",
    _symlink: "content/media/mat-khau.txt: lien-ket-tuong-trung: ",
    _dead_picture: "content/news/2024/05/xau.md:8: ",
}


@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_bad_push_is_refused_in_vietnamese_and_nothing_moves(
    desk: Desk, address: Address, editor: Editor, spoil: Callable[[Editor], None]
) -> None:
    """Refs, every byte and age of the site, and what nginx answers are as before."""
    wait_for(lambda: desk.status()["state"] == "ok", desk.log)
    paths = ["", "tin-tuc/", "feeds/tin-tuc.rss.xml", "tin-tuc/2024/05/xau/", "media/mat-khau.txt"]
    before = (desk.refs(), standing(desk), answers(address, paths))
    spoil(editor)
    editor.commit("Bài xấu")
    told = editor.push()

    assert told.code != 0
    assert next(line for line in told.lines if line) == "✗ Không nhận bài: có 1 lỗi cần sửa.", told.all
    assert any(line.startswith(BAD[spoil]) for line in told.lines), told.all
    assert any("Trang đang đăng không thay đổi." in line for line in told.lines)
    assert (desk.refs(), standing(desk), answers(address, paths)) == before


# Many at once


@pytest.mark.slow
def test_editors_at_once_over_ssh_all_land_and_are_served(tmp_path: Path) -> None:
    """Whoever is overtaken is told why, fetches and sends again; the site ends at the last commit."""
    desk, names = open_desk(tmp_path), [f"bien-tap-{n}" for n in range(examples(5, 10))]
    told: list[Told] = []
    with sshd(tmp_path / "ssh", desk, *names) as editors, nginx(desk.to) as address:
        threads = [threading.Thread(target=_send, args=(one, name, told)) for name, one in editors.items()]
        for name, one in editors.items():
            one.add_article(f"cua-{name}", title=f"Bài của {name}")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wait_for(published(desk, desk.head), desk.log)
        pages = [ask(f"{address}tin-tuc/2024/05/cua-{name}/") for name in editors]
        front = ask(address + "tin-tuc/").body.decode()

    assert [one.code for one in told].count(0) == len(names)
    refused = [one for one in told if one.code]
    assert all("co-bai-moi: người khác vừa gửi bài trước" in one.all or "fetch first" in one.all or
               "cannot lock ref" in one.all for one in refused), refused  # fmt: skip
    assert [page.status for page in pages] == [200] * len(names)
    assert all(f"Bài của {name}" in front for name in names)
    assert desk.git("rev-list", "--count", "main") == str(len(names) + 1)


def _send(editor: Editor, name: str, told: list[Told]) -> None:
    """Push as a person does: when somebody was faster, fetch, put one's own on top, push again."""
    for _ in range(60):
        told.append(answer := editor.push())
        if answer.code == 0:
            return
        editor.git("pull", "--quiet", "--rebase", "origin", "main")
    raise AssertionError(name)


# Approval


def test_a_branch_is_checked_and_goes_live_when_a_publisher_merges_it(tmp_path: Path) -> None:
    """Who is not on the list cannot publish; the merge names who approved."""
    names = tmp_path / "nguoi-dang.txt"
    names.write_text("lanh-dao\n", encoding="utf-8")
    desk = open_desk(tmp_path / "desk", "--publishers", str(names))
    with sshd(tmp_path / "ssh", desk, "bien-tap", "lanh-dao") as editors, nginx(desk.to) as address:
        writer, leader = editors["bien-tap"], editors["lanh-dao"]
        writer.add_article("cho-duyet", title="Bài chờ duyệt")
        straight = writer.push()
        bad = writer.folder / "content/news/2024/05/hong.md"
        write(writer.folder, "content/news/2024/05/hong.md", article(topic="khong-co"))
        writer.commit("Bài hỏng")
        refused = writer.push("origin", "HEAD:refs/heads/bai-cho-duyet")
        bad.unlink()
        writer.git("reset", "--quiet", "--soft", "HEAD~1")
        writer.git("reset", "--quiet")
        branch = writer.push("origin", "HEAD:refs/heads/bai-cho-duyet")
        hidden = ask(address + "tin-tuc/2024/05/cho-duyet/").status
        state = desk.status()["published"]
        leader.git("fetch", "--quiet", "origin")
        leader.git("merge", "--quiet", "--no-ff", "-m", "Duyệt bài", "origin/bai-cho-duyet")
        merged = leader.push()
        wait_for(published(desk, leader.git("rev-parse", "HEAD")), desk.log)
        shown = ask(address + "tin-tuc/2024/05/cho-duyet/")

    assert "khong-duoc-dang" in straight.all
    assert refused.code != 0
    assert "content/news/2024/05/hong.md" in refused.all
    assert (branch.code, hidden, state) == (0, 404, desk.git("rev-parse", "main~1")), branch.all
    assert any("Đã nhận nhánh, chưa đăng." in line for line in branch.lines)
    assert merged.code == 0, merged.all
    assert "Bài chờ duyệt" in shown.body.decode()


# An embargo


def opened(desk: Desk) -> dict[str, bytes]:
    """Read all that readers could get, compressed copies opened."""

    def plain(path: str, data: bytes) -> bytes:
        if path.endswith(".gz"):
            return gzip.decompress(data)
        return bytes(brotli.decompress(data)) if path.endswith(".br") else data

    return {path: plain(path, data) for path, data in tree_of(desk.to / "public").items()}


def traces(desk: Desk) -> set[str]:
    """Return the files whose names or bytes give the hidden article, its picture or its file away."""
    picture = (desk.scratch / "first/content/media/mot-cua.png").read_bytes() + HIDDEN
    marks = (HIDDEN, b"bai-hen-gio", b"anh-hen-gio", b"tep-hen-gio", picture)
    return {path for path, data in opened(desk).items() if any(mark in path.encode() + data for mark in marks)}


def embargoed(editor: Editor, due: datetime) -> str:
    """Commit an article with a picture and a file that nobody may see before its moment."""
    picture = (editor.folder / "content/media/mot-cua.png").read_bytes()
    editor.write("content/media/anh-hen-gio.png", picture + HIDDEN)
    editor.write("content/media/tep-hen-gio.txt", HIDDEN + " trong tệp kèm.\n".encode())
    word = HIDDEN.decode()
    text = article(
        title=f"Tin {word}", date=due.isoformat(), body=f"Chữ {word} ![x](/media/anh-hen-gio.png)",
        image="{src: /media/anh-hen-gio.png, alt: Ảnh hẹn giờ}",
        attachments="[{file: /media/tep-hen-gio.txt, title: Tệp hẹn giờ}]",
    )  # fmt: skip
    editor.write(f"content/news/{due:%Y/%m}/bai-hen-gio.md", text)
    return editor.commit("Bài hẹn giờ")


def test_an_embargo_holds_until_the_timer_finds_it_due(tmp_path: Path) -> None:
    """No file, name or byte of it before; the unit's own command brings it at its moment, and only then builds."""
    desk = open_desk(tmp_path)
    due = (datetime.now(VIETNAM) + timedelta(days=2)).replace(microsecond=0)
    page, others = f"tin-tuc/{due:%Y/%m}/bai-hen-gio/", ["media/anh-hen-gio.png", "media/tep-hen-gio.txt"]
    with sshd(tmp_path / "ssh", desk, "bien-tap") as editors, nginx(desk.to) as address:
        head = embargoed(editors["bien-tap"], due)
        told = editors["bien-tap"].push()
        assert told.code == 0, told.all
        wait_for(published(desk, head), desk.log)
        assert any("hẹn giờ, sẽ đăng lúc" in line for line in told.lines)
        assert traces(desk) == set()
        assert [ask(address + path).status for path in (page, *others)] == [404] * 3

        before, word = standing(desk), desk.status()
        early = timer(desk, "--now", (due - timedelta(seconds=1)).isoformat())
        assert (early.returncode, early.stdout, early.stderr) == (0, "", "")
        assert (standing(desk), desk.status()) == (before, word)

        at_once = timer(desk, "--now", due.isoformat())
        assert at_once.returncode == 0, at_once.stderr
        assert [ask(address + path).status for path in (page, *others)] == [200] * 3
        for path in ("", "tin-tuc/", "feeds/tin-tuc.rss.xml", "co-quan/so-noi-vu/"):
            assert HIDDEN in ask(address + path, Accept_Encoding="br").decoded, path


def test_the_timer_alone_brings_an_article_within_its_minute(tmp_path: Path) -> None:
    """By the machine's own clock: the command as the unit runs it, nothing added, again and again until it is there."""
    desk = open_desk(tmp_path)
    editor = desk.editor()
    due = (datetime.now(VIETNAM) + timedelta(seconds=6)).replace(microsecond=0)
    head = embargoed(editor, due)
    told = editor.push()
    assert told.code == 0, told.all
    wait_for(lambda: desk.status()["commit"] == head and desk.status()["state"] == "ok", desk.log)
    with nginx(desk.to) as address:
        url = f"{address}tin-tuc/{due:%Y/%m}/bai-hen-gio/"

        def shown_by_the_timer() -> bool:
            early = datetime.now(VIETNAM)
            shown = ask(url).status == 200
            assert not shown or datetime.now(VIETNAM) >= due, early
            assert timer(desk).returncode == 0
            return shown

        wait_for(shown_by_the_timer, desk.log)
    assert traces(desk)
