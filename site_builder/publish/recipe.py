"""What an editor runs, word for word, when a push holds what may not lie in the repository: its history is made anew.

A file that only a later commit removes is still in the history, so the commits of the push become one. The commands
are git's own, so that they work in any shell, with the names of this push filled in. Nothing is lost: what is taken
out stays in the editor's own copy of the old commit.

Knows: the answer to a refused push. Never: runs git.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

OF_HISTORY = frozenset((
    "lien-ket-tuong-trung", "mo-dun-con", "ten-khong-utf8", "ngoai-thu-muc", "tep-qua-nang", "tep-chay-duoc",
    "ten-qua-dai",
))  # fmt: skip
"""Codes of faults that a new commit does not mend."""
_UNTYPED = re.compile(rb"[\x00-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A branch of a push whose new commits hold what may not lie in the repository."""

    branch: str
    tip: str
    """The commit that was pushed."""
    base: str
    """The newest commit of it that the server has, empty when it has none."""
    faults: Mapping[bytes, str]
    """Code by path."""
    paths: Collection[bytes]
    """All files of the tip."""


def recipe(refused: Refused) -> Iterator[str]:
    """Yield sentences and, indented by four spaces, the commands that make the push acceptable."""
    tip = refused.tip[:12]
    found = [(_typed(path), code) for path, code in sorted(refused.faults.items()) if path in refused.paths]
    yield "  Tệp không được nhận phải bỏ khỏi cả lịch sử. Trong thư mục của cổng, chạy lần lượt từng dòng:"
    yield f"    git reset --soft {refused.base[:12]}" if refused.base else "    git update-ref -d HEAD"
    for name, code in found:
        yield from (f"    {command}" for command in _commands(name, code, refused.base[:12]))
    yield f"    git commit --allow-empty -C {tip}"
    yield f"    git push origin HEAD:refs/heads/{shlex.quote(refused.branch)}"
    taken = [name for name, code in found if code not in ("tep-chay-duoc", "mo-dun-con")]
    if taken:
        yield (
            f"  Bản gốc lấy lại được bằng: git restore --source={tip} -- {taken[0]}. Bài còn dùng tệp ấy thì trước "
            "dòng git commit, đặt bản được nhận vào chỗ cũ (ảnh: cchc check --fix thu nhỏ giúp) rồi chạy: git add -A"
        )


def _commands(name: str, code: str, base: str) -> tuple[str, ...]:
    """Return the commands that take a fault out of what is to be committed, and off the disk."""
    if code == "tep-chay-duoc":
        return (f"git update-index --chmod=-x -- {name}", f"git restore -- {name}")
    if code == "mo-dun-con":
        return (f"git rm --cached -- {name}",)
    if not base:
        return (f"git rm -f --quiet -- {name}",)
    return (f"git restore --source={base} --staged --worktree -- {name}",)


def _typed(path: bytes) -> str:
    """Write a path as a person can type it: `?` stands for each byte that no keyboard has."""
    plain = _UNTYPED.sub(b"?", path).decode("utf-8", errors="surrogateescape")
    return shlex.quote(re.sub("[\udc80-\udcff]", "?", plain))
