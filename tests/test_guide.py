"""The editors' guide for a server of one's own: its commands are typed as they stand, by a writer and an approver."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.cli.starter import GITIGNORE
from site_builder.publish import overtaken
from tests.conftest import REPOSITORY, article
from tests.git_desk import Desk
from tests.served_desk import account, doors, open_desk, wait_for
from tests.server import ask, nginx
from tests.test_previews import look, names_file, password_file

GUIDE = (REPOSITORY / "docs" / "bien-tap.md").read_text(encoding="utf-8")
PLACE = "cchc@may-chu.tinh.gov.vn:/srv/cchc/kho.git"
BRANCH, PAGE_OF_TITLE = "mot-cua-thu-bay", "mot-cua-mo-sang-thu-bay"
WATCHED = {"cchc serve --drafts"}
"""Commands that wait for a person; `tests.test_preview` starts the same server."""


def sections() -> dict[int, list[list[str]]]:
    """Return the commands of each numbered section, box by box."""
    part = GUIDE.partition("\n## Máy chủ riêng: viết và gửi bài bằng git\n")[2].partition("\n## ")[0]
    found = re.split(r"^### (\d)\. .*$", part, flags=re.MULTILINE)[1:]
    boxes = {
        int(number): re.findall(r"^```sh\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
        for number, text in zip(found[::2], found[1::2], strict=True)
    }
    return {number: [box.splitlines() for box in given] for number, given in boxes.items()}


class Person:
    """Somebody at a terminal of their own, with a home folder and no settings."""

    def __init__(self, home: Path, desk: Desk) -> None:
        home.mkdir()
        (home / ".ssh").mkdir()
        self.home, self.desk, self.cwd, self.typed = home, desk, home, set[str]()
        (home / "bin").mkdir()
        program = home / "bin" / "cchc"
        program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-m", "site_builder"])} "$@"\n')
        program.chmod(0o755)

    def reaches(self, port: int) -> None:
        """Tell ssh where the guide's server is."""
        settings = {
            "HostName": "127.0.0.1", "Port": str(port), "IdentityFile": str(self.home / ".ssh/id_ed25519"),
            "IdentitiesOnly": "yes", "BatchMode": "yes", "LogLevel": "ERROR",
            "StrictHostKeyChecking": "no", "UserKnownHostsFile": str(self.home / ".ssh/known_hosts"),
        }  # fmt: skip
        lines = "".join(f"  {name} {value}\n" for name, value in settings.items())
        (self.home / ".ssh" / "config").write_text(f"Host may-chu.tinh.gov.vn\n{lines}")

    def type(self, line: str, code: int | None = 0) -> str:
        """Type a line of the guide; only the key's place and the server's account and folder are another's."""
        self.typed.add(line)
        if line.startswith("cd "):
            self.cwd /= line.removeprefix("cd ")
            return ""
        own = {PLACE: f"{account(self.desk)}@may-chu.tinh.gov.vn:{self.desk.bare}"}
        own["ssh-keygen -t ed25519"] = f"ssh-keygen -q -t ed25519 -N '' -f {self.home}/.ssh/id_ed25519"
        for mine, theirs in own.items():
            line = line.replace(mine, theirs)
        env = {
            "HOME": str(self.home), "PATH": f"{self.home}/bin:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY),
            "GIT_SSH_COMMAND": f"ssh -F {self.home}/.ssh/config", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
            "EDITOR": "false", "GIT_PAGER": "cat",
        }  # fmt: skip
        done = subprocess.run(line, shell=True, cwd=self.cwd, env=env, capture_output=True, text=True, check=False)
        assert code is None or done.returncode == code, (line, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def follow(self, lines: list[str]) -> str:
        """Type all lines of a box, and return what was said."""
        return "".join(self.type(line) for line in lines if line not in WATCHED)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A repository with publishers and previews behind a password."""
    folder = tmp_path_factory.mktemp("desk")
    made = open_desk(
        folder / "may", "--publishers", str(names_file(folder)), "--preview", "/xem-thu/",
        "--preview-access", str(password_file(folder)),
    )  # fmt: skip
    first = made.editor("lan")
    first.write(".gitignore", GITIGNORE)  # as every portal of `cchc init` has
    head = first.commit()
    assert first.push().code == 0
    made.wait(head)
    return made


@pytest.fixture
def people(desk: Desk, tmp_path: Path) -> Iterator[tuple[Person, Person]]:
    """A writer who may not publish and an approver who may, both past section 1."""
    writer, approver = Person(tmp_path / "viet", desk), Person(tmp_path / "duyet", desk)
    key, settings, clone = sections()[1]
    keys = {name: person.follow(key).strip().splitlines()[-1] for name, person in (("binh", writer), ("lan", approver))}
    (tmp_path / "ssh").mkdir()
    with doors(tmp_path / "ssh", desk, keys) as port:
        for person in (writer, approver):
            person.follow(settings)
            person.reaches(port)
            person.follow(clone)
        yield writer, approver


def test_a_writer_and_an_approver_follow_the_guide_to_the_published_article(
    desk: Desk, people: tuple[Person, Person]
) -> None:
    """From an empty machine to the article on the portal, being overtaken on the way; no command is left untried."""
    writer, approver = people
    steps = sections()
    with nginx(desk.to) as address:
        writer.follow(steps[2][0])
        file = writer.cwd / writer.follow(steps[2][1]).splitlines()[0]
        meta, _, _ = file.read_text(encoding="utf-8").partition("\n---\n")
        file.write_text(f"{meta}\n---\n\nSáng thứ Bảy, bộ phận một cửa mở cửa.\n", encoding="utf-8")
        assert "0 lỗi" in writer.follow(steps[3][0])
        sent = writer.follow(steps[4][0])
        file.write_text(file.read_text(encoding="utf-8").replace("mở cửa.", "mở cửa đón dân."), encoding="utf-8")
        writer.follow(steps[4][1])
        file.write_text(file.read_text(encoding="utf-8").replace("status: draft\n", ""), encoding="utf-8")
        for line in ("git add -A", 'git commit -m "Sửa theo góp ý"', "git push"):
            writer.type(line)
        assert writer.follow(steps[5][0]).strip() == BRANCH

        asked = approver.follow(steps[6][0])
        page = next(word for word in asked.split() if word.endswith(f"/{PAGE_OF_TITLE}/"))
        preview = address + page.removeprefix("https://nho.example.vn/")
        wait_for(lambda: look(preview).status == 200, desk.log)
        before = (ask(preview).status, "đón dân" in look(preview).body.decode())
        merged = approver.follow(steps[6][1])
        place = next(word for word in merged.split() if word.endswith(f"/{PAGE_OF_TITLE}/"))
        public = address + place.removeprefix("https://nho.example.vn/")
        wait_for(lambda: ask(public).status == 200, desk.log)
        writer.follow(steps[7][0])

    assert "✓ Đã nhận nhánh, chưa đăng." in sent
    assert "chỉ được dựng khi người trong danh sách đăng" in sent
    assert "+Sáng thứ Bảy, bộ phận một cửa mở cửa đón dân." in asked
    assert before == (401, True)
    assert "đón dân" in file.read_text(encoding="utf-8")
    assert desk.git("log", "-1", "--format=%s", "main") == "Duyệt bài một cửa mở sáng thứ Bảy"
    every = {line for number in range(1, 8) for box in steps[number] for line in box}
    assert every - WATCHED == writer.typed | approver.typed


def test_two_writers_on_one_branch_follow_section_8(desk: Desk, people: tuple[Person, Person]) -> None:
    """Overtaken on a branch of their own, with a conflict; then the newest articles of the portal come into it."""
    one, other = people
    pull, which, mend, newest = sections()[8]
    path = "content/news/2024/05/hai-nguoi.md"
    for line in ("git switch -c to-1",):
        one.type(line)
    (one.cwd / path).parent.mkdir(parents=True, exist_ok=True)
    (one.cwd / path).write_text(article(body="Câu giữa."), encoding="utf-8")
    for line in ("git add -A", "git commit -m mot", "git push -u origin to-1"):
        one.type(line)
    other.type("git fetch")
    other.type("git switch to-1")
    for person, words in ((one, "Câu của một."), (other, "Câu của hai.")):
        (person.cwd / path).write_text(article(body=words), encoding="utf-8")
        person.type("git add -A")
        person.type("git commit -m sửa")
    one.type("git push")
    told = other.type("git push", code=1)
    lines = [line.replace("main", "to-1") for line in (*pull, *which, *mend)]
    assert other.type(lines[0], code=None).count("CONFLICT")
    assert other.type(lines[2]).split() == [path]
    text = (other.cwd / path).read_text(encoding="utf-8")
    (other.cwd / path).write_text(re.sub(r"^(?:<{7}|={7}|>{7}).*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    other.follow(lines[3:])
    other.follow(newest)

    assert "“[rejected]” (hoặc “[Bị từ chối]”): người khác đã gửi trước bạn." in told
    shown = desk.git("show", f"to-1:{path}")
    assert "Câu của một." in shown
    assert "Câu của hai." in shown


def test_the_guide_and_the_server_tell_the_same_lines() -> None:
    """Word for word, for the main branch."""
    told = [line.strip() for line in overtaken.recipe("main") if line.startswith("    ")]
    pull, which, mend, _ = sections()[8]

    assert told == [*pull, *which, *mend, "git rebase --abort"]
    assert "`git rebase --abort`" in GUIDE
