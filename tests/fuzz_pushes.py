"""Pushes with random trees, modes, names and refs, judged by the hook itself on a bare repository.

Objects are written as git keeps them, so that also what git's own programs refuse to make reaches the hook.

Knows: git's objects. Never: moves a branch; the hook says only whether it would.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import zlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from site_builder.build import Options
from site_builder.publish import receive
from tests.conftest import NOW, article, rendered_chrome
from tests.fuzzing import Input, Kind
from tests.git_desk import Desk
from tests.mutations import SIGNS, VECTORS, YAML, spoiled

_MODES = (b"100644",) * 12 + (b"100755", b"120000", b"160000", b"40000", b"100664", b"0", b"777777", b"040000")
# Without `..`, `.git` and none: those git refuses before the hook runs (`receive.fsckObjects`).
_NAMES = (
    b"bai.md", b"bai-2.md", b"Bai.MD", b"x.png", b"x.html",  b".gitmodules", b"a\\b", b"a\nb",
    b"con.md", b"x" * 300, b"\xff\xfe.md", "b\u0061\u0301i.md".encode(), b"\x1b[2J.md", b"-rf", b".gitattributes",
    b"hooks",
    b"mkdocs.yml", b"x.pkl", b"CON", b"a:b", b"\xe2\x80\xae.md",
)  # fmt: skip
_FOLDERS = (
    b"content/news/2024/05", b"content/news/2024/05", b"content/news/2024/05", b"content/media", b"content/pages",
    b"content/taxonomy", b"content", b"theme", b".cache", b"docs", b"", b"content/news/2024/13",
)  # fmt: skip
_REFS = (
    b"refs/heads/main",) * 4 + (b"refs/heads/bai-moi",) * 4 + (
    b"refs/tags/v1", b"refs/tags/main", b"refs/heads/refs/heads/main", b"refs/heads/HEAD", b"refs/heads/\xff",
    b"refs/notes/x", b"refs/heads/main\x1b[2J",
    b"refs/pull/1/head", b"refs/replace/" + b"0" * 40, b"refs/heads/" + b"x" * 300,
)  # fmt: skip
_SAYS_BROKEN = "(lỗi của máy chủ"


@dataclass
class Forge:
    """Writes objects into a repository, and has the hook look at them."""

    desk: Desk
    said: list[str] = field(default_factory=list)

    def object_(self, kind: bytes, data: bytes) -> bytes:
        """Write a loose object; return its id, as bytes."""
        whole = kind + b" %d\x00" % len(data) + data
        oid = hashlib.sha1(whole, usedforsecurity=False)
        file = self.desk.bare / "objects" / oid.hexdigest()[:2] / oid.hexdigest()[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(whole, 1))
        return oid.digest()

    def grown(self, tree: str, path: list[bytes], entry: tuple[bytes, bytes, bytes]) -> bytes:
        """Return the tree (by its hexadecimal id, empty for a new one) with one more entry below `path`."""
        entries: dict[bytes, tuple[bytes, bytes]] = {}
        for line in self._entries(tree) if tree else []:
            meta, _, name = line.partition(b"\t")
            entries[name] = (meta.split()[0].lstrip(b"0"), bytes.fromhex(meta.split()[2].decode()))
        if path:
            mode, oid = entries.get(path[0], (b"", b""))
            below = oid.hex() if mode == b"40000" else ""
            entries[path[0]] = (b"40000", self.grown(below, path[1:], entry))
        else:
            entries[entry[1]] = (entry[0], entry[2])
        order = sorted(entries.items(), key=lambda one: one[0] + (b"/" if one[1][0] == b"40000" else b""))
        return self.object_(b"tree", b"".join(b"%s %s\x00%s" % (mode, name, oid) for name, (mode, oid) in order))

    def _entries(self, tree: str) -> list[bytes]:
        """List a tree; names are bytes."""
        command = ["git", "ls-tree", "-z", tree]
        listed = subprocess.run(command, cwd=self.desk.bare, check=True, capture_output=True).stdout
        return [line for line in listed.split(b"\0") if line]

    def commit(self, tree: bytes, parent: str, message: bytes) -> str:
        """Write a commit."""
        who = b"x <x@example.vn> 1700000000 +0700"
        parents = f"parent {parent}\n".encode() if parent else b""
        text = b"tree %s\n%sauthor %s\ncommitter %s\n\n%s\n" % (tree.hex().encode(), parents, who, who, message)
        return self.object_(b"commit", text).hex()

    def judge(self, one: Input) -> bool:
        """Ask the hook; an answer that blames the server is a failure."""
        said: list[str] = []
        options = Options(now=NOW)
        code = receive.run_receive(self.desk.bare, one.data, lambda _root: rendered_chrome(), options, said.append)
        # The hook works in a child: what it says is heard by its exit code, and its log tells of faults.
        log = self.desk.to / ".cchc" / "log" / "nhan-bai.log"
        assert not log.exists() or not log.read_text(encoding="utf-8"), _emptied(log)
        assert not any(_SAYS_BROKEN in line for line in said), said
        return code == 0


def _emptied(log: Path) -> str:
    """Return what a log says, and empty it for the next."""
    text = log.read_text(encoding="utf-8")
    log.write_text("", encoding="utf-8")
    return text


def pushes(desk: Desk, share: float) -> Kind:
    """Return the kind of pushes to a repository that `desk` has made."""
    forge = Forge(desk)
    head = desk.head
    return Kind(name="git-push", share=share, make=partial(_push, forge, head), judge=forge.judge)


def _push(forge: Forge, head: str, random_: random.Random) -> Input:
    """Make commits and name the refs that they are pushed to."""
    lines = []
    for _ in range(random_.choice((1, 1, 1, 2, 3))):
        new = _commit(forge, head, random_)
        old = random_.choice((head, head, "0" * 40, "1" * 40))
        ref = random_.choice(_REFS)
        old = (
            head
            if ref == b"refs/heads/main" and random_.random() < 0.9
            else old
            if ref == b"refs/heads/main"
            else "0" * 40
        )
        if random_.random() < 0.05:
            old, new = head, "0" * 40
        lines.append(f"{old} {new} ".encode() + ref + b"\n")
    return Input(path="push.txt", data=b"".join(lines))


def _commit(forge: Forge, head: str, random_: random.Random) -> str:
    """Make a commit on top of the head, of nothing, or of another."""
    tree = forge.desk.git("rev-parse", f"{head}^{{tree}}") if random_.random() < 0.9 else ""
    made = bytes.fromhex(tree) if tree else b""
    for _ in range(random_.choice((1, 1, 2))):
        folder = random_.choice(_FOLDERS)
        name = random_.choice(_NAMES) if random_.random() < 0.4 else b"bai-%d.md" % random_.randrange(10**6)
        mode = random_.choice(_MODES)
        oid = _content(forge, head, random_, mode)
        made = forge.grown(made.hex(), folder.split(b"/") if folder else [], (mode, name, oid))
    message = random_.choice((b"Sua bai", b"", b"\xff", b"x" * 5000, b"\x1b[2J"))
    return forge.commit(made, head if random_.random() < 0.9 else "", message)


def _content(forge: Forge, head: str, random_: random.Random, mode: bytes) -> bytes:
    """Write what an entry of this mode leads to, not always of the right kind."""
    if mode == b"160000":
        return random_.choice((bytes.fromhex(head), random_.randbytes(20)))
    if mode in (b"40000", b"040000"):
        return forge.object_(b"tree", b"")
    if mode == b"120000":
        return forge.object_(b"blob", random_.choice((b"/etc/passwd", b"../../mkdocs.yml", b"bai.md", b"x" * 5000)))
    data = article().encode()
    if random_.random() < 0.5:
        data = spoiled(random_, data, (*VECTORS, *SIGNS, *YAML))
    return forge.object_(b"blob", data)
