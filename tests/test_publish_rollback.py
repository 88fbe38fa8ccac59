"""Going back, as readers and their caches see it: what nginx answers to conditional requests, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from site_builder.build import Options
from site_builder.publish import site
from tests.conftest import NOW, article, cchc, rendered_chrome, write
from tests.served_desk import open_desk, timer, wait_for
from tests.server import Address, Answer, ask, nginx

CODINGS = ("", "gzip", "br")
PAGE = "tin-tuc/2024/05/bai/"
LISTS = ("tin-tuc/", "feeds/tin-tuc.rss.xml", "feeds/tin-tuc.atom.xml")
KEPT = ("tin-tuc/2024/03/tap-huan-mot-cua/", "gioi-thieu/", "media/mot-cua.png", "robots.txt", "feeds/opml.xml")


@pytest.fixture
def to(portal: Path, tmp_path: Path) -> Path:
    """A published portal whose article says `mot`."""
    say(portal, tmp_path / "to", "mot")
    return tmp_path / "to"


@pytest.fixture
def address(to: Path) -> Iterator[Address]:
    """Where it is served."""
    with nginx(to) as served:
        yield served


def say(portal: Path, to: Path, word: str) -> None:
    """Publish the portal with a word in an article; words of one length make pages of one length."""
    write(portal, "content/news/2024/05/bai.md", article(title=f"Bài nói {word}", body=f"Thân bài nói {word}."))
    site.publish(portal, to, lambda _root: rendered_chrome(), Options(now=NOW), commit=word)


def get(address: Address, path: str, coding: str = "", **more: str) -> Answer:
    """Ask as a browser does."""
    return ask(address + path, **more, **({"Accept_Encoding": coding} if coding else {}))


def again(address: Address, path: str, coding: str, old: Answer) -> tuple[Answer, Answer]:
    """Ask with what a cache has: by ETag, and by date."""
    return (
        get(address, path, coding, If_None_Match=old["ETag"]),
        get(address, path, coding, If_Modified_Since=old["Last-Modified"]),
    )


@pytest.mark.parametrize("coding", CODINGS)
def test_what_did_not_change_is_not_sent_again_after_a_publication(
    portal: Path, to: Path, address: Address, coding: str
) -> None:
    """The cache's ETag and date stay good for every file whose bytes are the same."""
    before = {path: get(address, path, coding) for path in KEPT}
    say(portal, to, "hai")

    for path, old in before.items():
        for answer in again(address, path, coding, old):
            assert (answer.status, answer.body) == (304, b""), path
            assert answer["ETag"] == old["ETag"], path


@pytest.mark.parametrize("coding", CODINGS)
def test_what_changed_is_sent_again_although_it_is_as_long_as_before(
    portal: Path, to: Path, address: Address, coding: str
) -> None:
    """Nginx makes ETags of age in seconds and length: the age must tell."""
    before = {path: get(address, path, coding) for path in (PAGE, *LISTS)}
    say(portal, to, "hai")

    for path, old in before.items():
        for answer in again(address, path, coding, old):
            assert (answer.status, answer["ETag"] != old["ETag"]) == (200, True), path
            assert "Bài nói hai".encode() in answer.decoded, path
    assert get(address, PAGE)["Content-Length"] == before[PAGE]["Content-Length"] or coding


@pytest.mark.parametrize("coding", CODINGS)
def test_going_back_brings_the_old_etags_and_no_stale_copy(
    portal: Path, to: Path, address: Address, coding: str
) -> None:
    """A cache of the old site is right again, one of the newer site is told so, file by file."""
    old = {path: get(address, path, coding) for path in (PAGE, *LISTS, *KEPT)}
    say(portal, to, "hai")
    new = {path: get(address, path, coding) for path in (PAGE, *LISTS)}
    cchc("rollback", "--to", to)

    for path, first in old.items():
        now = get(address, path, coding)
        assert (now.status, now["ETag"], now["Last-Modified"], now.body) == (
            200, first["ETag"], first["Last-Modified"], first.body,
        ), path  # fmt: skip
        assert [answer.status for answer in again(address, path, coding, first)] == [304, 304], path
    for path, second in new.items():
        for answer in again(address, path, coding, second):
            assert (answer.status, answer.body) == (200, old[path].body), path


@pytest.mark.parametrize("coding", CODINGS)
def test_a_publication_after_going_back_is_never_taken_for_the_one_that_was_undone(
    portal: Path, to: Path, address: Address, coding: str
) -> None:
    """All of one length: whoever has a page of the undone site still gets the new one."""
    say(portal, to, "hai")
    undone = {path: get(address, path, coding) for path in (PAGE, *LISTS)}
    site.rollback(to)
    say(portal, to, "ba!")

    for path, old in undone.items():
        for answer in again(address, path, coding, old):
            assert answer.status == 200, path
            assert "Bài nói ba!".encode() in answer.decoded, path


def test_going_back_is_served_at_once_and_held_against_the_timer(tmp_path: Path) -> None:
    """By the command, on a server of git: the timer leaves it, the next push goes on."""
    desk = open_desk(tmp_path)
    editor = desk.editor()
    editor.add_article("sai", title="Bài đăng nhầm")
    head = editor.commit("x")
    assert editor.push().code == 0
    wait_for(lambda: (desk.status()["published"], desk.status()["state"]) == (head, "ok"), desk.log)
    with nginx(desk.to) as address:
        there = ask(address + "tin-tuc/2024/05/sai/").status
        told = cchc("rollback", "--to", desk.to)
        gone = ask(address + "tin-tuc/2024/05/sai/").status
        lists = [ask(address + path).body.decode() for path in LISTS]
        minute = timer(desk)
        still = ask(address + "tin-tuc/2024/05/sai/").status
        editor.add_article("dung", title="Bài đăng đúng")
        head = editor.commit("y")
        assert editor.push().code == 0
        wait_for(lambda: (desk.status()["published"], desk.status()["state"]) == (head, "ok"), desk.log)
        both = [ask(f"{address}tin-tuc/2024/05/{name}/").status for name in ("sai", "dung")]

    assert "Đã đưa trang về bản" in told.stderr
    assert minute.returncode == 0
    assert (there, gone, still, both) == (200, 404, 404, [200, 200])
    assert not [text for text in lists if "Bài đăng nhầm" in text]
    assert datetime.fromisoformat(desk.status()["finished"])
