"""A push that came too late: what to type, in Vietnamese, also where git alone refuses and no hook ever runs.

Git compares branches on the sender's machine: whoever was overtaken is refused there, in English, and the server's
hooks hear nothing of it. Only the forced command of the key file sees that connection end. It gives the hooks a
file to note in (`DOOR`), and asks `run_overtaken` for words when they noted that nothing came, or that git took
nothing of what they had accepted.

Knows: git's commands as people type them. Never: decides whether a push is good.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from site_builder.publish import git, rules

DOOR = "CCHC_DOOR"
"""Environment variable that names the file to note in; not set when a push does not come through our forced command."""
ACCEPTED, REFUSED, RECEIVED = "accepted", "refused", "received"
_NAMED = 8
"""Branches named at most."""


def note(word: str, branch: str = "") -> None:
    """Note how far a push came; nothing where nobody waits for it."""
    file = os.environ.get(DOOR)
    if file:
        with suppress(OSError), Path(file).open("a", encoding="utf-8") as door:
            door.write(f"{word} {branch}\n")


def recipe(branch: str) -> Iterator[str]:
    """Yield the lines that bring an overtaken push to its end; each command stands alone, to be copied as it is."""
    yield "→ Bài của bạn còn nguyên trên máy này. Gõ lần lượt hai dòng:"
    yield f"    git pull --rebase=merges --autostash origin {branch}"
    yield f"    git push origin HEAD:{branch}"
    yield "  Nếu dòng đầu báo CONFLICT (hai người cùng sửa một chỗ) thì khoan gửi. Xem tệp nào phải gộp:"
    yield "    git diff --name-only --diff-filter=U"
    yield "  Mở từng tệp ấy: từ <<<<<<< đến ======= là chữ của người gửi trước, từ ======= đến >>>>>>> là chữ của bạn."
    yield "  Giữ lại chữ đúng, xóa cả ba dòng dấu, lưu tệp, rồi gõ lần lượt:"
    yield "    git add -u"
    yield "    git -c core.editor=true rebase --continue"
    yield f"    git push origin HEAD:{branch}"
    yield "  Dòng “rebase --continue” lại báo CONFLICT thì gộp tiếp như trên. Muốn thôi, trở về như lúc chưa gõ:"
    yield "    git rebase --abort"


def run_overtaken(repo: Path, branch: str, say: Callable[[str], None]) -> int:
    """`cchc git overtaken REPO`: the forced command's last word to whoever pushed; return 0.

    Args:
        repo: the bare repository.
        branch: the branch that is published.
        say: prints a line to the person.
    """
    word, name = _noted()
    if not word:
        lines = _nothing_came(repo, branch)
    elif word == ACCEPTED:
        lines = ["✗ Chưa nhận được bài: người khác vừa gửi xong trước, trong lúc máy chủ kiểm tra.", *recipe(name)]
    else:
        lines = []
    for line in lines:
        say(line)
    return 0


def _noted() -> tuple[str, str]:
    """Return the last word noted and its branch, empty when there is none."""
    with suppress(OSError, KeyError):
        lines = Path(os.environ[DOOR]).read_text(encoding="utf-8").splitlines()
        if lines:
            word, _, name = lines[-1].partition(" ")
            return word, name
    return "", ""


def _nothing_came(repo: Path, branch: str) -> list[str]:
    """Say what it means that git sent nothing: that there was nothing to send, or that the sender was overtaken."""
    target, others = _target(repo, branch)
    return [
        "! Lần gửi này không có bài nào tới máy chủ. Hãy xem git báo gì ở dưới:",
        "• “Everything up-to-date”: mọi bài đã lưu (git commit) đều có trên máy chủ rồi, không phải làm gì.",
        "• “[rejected]” (hoặc “[Bị từ chối]”): người khác đã gửi trước bạn.",
        *recipe(target),
        *others,
    ]


def _target(repo: Path, branch: str) -> tuple[str, list[str]]:
    """Return the branch that this person most likely pushed to, and what to know when it was another."""
    allowed = rules.publishers(repo)
    if allowed is None or rules.pusher(repo) in allowed:
        return branch, [f"  Gửi lên nhánh khác thì thay {branch} bằng tên nhánh ấy."]
    names = git.branches(repo)
    own = [name for name in names if name != branch]
    if len(own) == 1:
        return own[0], []
    known = ", ".join(own[:_NAMED]) + (", …" if len(own) > _NAMED else "")
    return "TÊN-NHÁNH", [
        f"  Thay TÊN-NHÁNH bằng nhánh bạn vừa gửi; máy chủ đang có: {known or 'chưa có nhánh riêng nào'}."
    ]
