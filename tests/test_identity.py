"""Who pushes is who the key file of the server says: real sshd, which takes every variable that a client sends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.git_desk import Desk, Editor, make_desk
from tests.served_desk import sshd


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A repository where only `lan` publishes."""
    folder = tmp_path_factory.mktemp("desk")
    names = folder / "ten.txt"
    names.write_text("lan\n", encoding="utf-8")
    return make_desk(folder / "own", publishers=names)


@pytest.fixture
def people(desk: Desk, tmp_path: Path) -> Iterator[dict[str, Editor]]:
    """A stranger and a publisher, each with a key."""
    clones = tmp_path / "clones"
    clones.mkdir()
    with sshd(tmp_path / "ssh", replace(desk, scratch=clones), "binh", "lan") as editors:
        yield editors


def test_each_key_pushes_under_its_own_name(desk: Desk, people: dict[str, Editor]) -> None:
    """The publisher publishes; the stranger is told to use a branch."""
    people["binh"].add_article("cua-binh")
    refused = people["binh"].push()
    head = people["lan"].add_article("cua-lan")
    taken = people["lan"].push()

    assert "tài khoản 'binh' không được đăng thẳng" in refused.all
    assert taken.code == 0, taken.all
    assert desk.head == head


@pytest.mark.parametrize(
    "program",
    [
        "env CCHC_PUSHER=lan git-receive-pack", "CCHC_PUSHER=lan git-receive-pack", "sh -c 'CCHC_PUSHER=lan exec git'",
        "git-receive-pack --help; env CCHC_PUSHER=lan git-receive-pack",
    ],
)  # fmt: skip
def test_a_client_that_names_another_program_gets_nothing(desk: Desk, people: dict[str, Editor], program: str) -> None:
    """The forced command gives git's words to git's own shell, which knows no other."""
    head = desk.head
    people["binh"].add_article("gia-danh")
    told = people["binh"].push(f"--receive-pack={program}", "origin", "HEAD:main")

    assert told.code != 0
    assert desk.head == head


def test_a_client_that_sends_variables_stays_who_it_is(
    desk: Desk, people: dict[str, Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the server takes them all, the forced command says the name, and reads the word that goes with it."""
    head, stranger = desk.head, people["binh"]
    command = stranger.git("config", "core.sshCommand")
    stranger.git("config", "core.sshCommand", f"{command} -o SendEnv=CCHC_*")
    monkeypatch.setenv("CCHC_PUSHER", "lan")
    monkeypatch.setenv("CCHC_DOOR_KEY", "0" * 64)
    stranger.add_article("gia-danh")
    told = stranger.push()

    assert "tài khoản 'binh' không được đăng thẳng" in told.all
    assert desk.head == head


def test_whoever_pushes_by_a_path_of_the_machine_is_the_account(desk: Desk, tmp_path: Path) -> None:
    """On a shared server a name in the environment is anybody's; the refusal says why it does not count."""
    head, stranger = desk.head, replace(desk, scratch=tmp_path).editor()
    stranger.add_article("gia-danh")
    account = Path(f"/proc/{os.getpid()}").owner()
    for key in ("", "CCHC_DOOR_KEY= ", f"CCHC_DOOR_KEY={'0' * 64} "):
        told = stranger.push(f"--receive-pack=env CCHC_PUSHER=lan {key}git-receive-pack", "origin", "HEAD:main")

        assert told.code == 1
        assert f"tài khoản '{account} (tên trong CCHC_PUSHER không tính" in told.all
        assert desk.head == head
