"""What may lie in the repository, and who may push what: the rules that need no reading of content.

Every new commit is looked at, not only the last one: the history is published as well.

Knows: paths, modes, sizes, names. Never: reads an article; never runs a build.
"""

from __future__ import annotations

import getpass
import hmac
import os
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from site_builder.errors import Problem
from site_builder.model.settings import FILE, MAX_FILE, max_file_in
from site_builder.publish import git
from site_builder.publish.code_files import is_code
from site_builder.publish.git import EXECUTABLE, GITLINK, SYMLINK, TreeEntry
from site_builder.text import nfc

ALLOWED = (
    "content/*", "theme/*", "mkdocs.yml",
    "README*", "LICENSE*", "LICENCE*", ".gitignore", ".gitattributes", ".editorconfig", "CODEOWNERS",
    ".gitlab-ci.yml", ".gitlab/*", ".github/*", ".ci/*", "docs/CODEOWNERS",
    "Makefile", "requirements.txt", "pyproject.toml", "constraints.txt", "phan-mem/*",
)  # fmt: skip
"""What belongs to a portal; everything else is refused."""
SERVER = ("mkdocs.yml", "theme/")
"""What decides which programs run on the server: for publishers only."""
READ = ("content/news/", "content/media/")
"""What a change of is judged by reading alone; anything else of the portal is judged by building."""
PORTAL = ("content/", "theme/", "mkdocs.yml")
"""What the portal is made from."""
PUSHER, KEY = "CCHC_PUSHER", "CCHC_DOOR_KEY"
"""Environment variables: who pushes, and the word of `DOOR_KEY` that makes it count."""
DOOR, DOOR_KEY = "qua-ssh.sh", "cua-vao.key"
"""What the forced command of the key file runs git's shell through; a file of the repository that only the account
which owns it can read.
"""
_ID = re.compile("[0-9a-fA-F]{7,64}")
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
_GITS_OWN = frozenset(("HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "@"))
_CROWD = 10
"""So many times as many branches and tags as in one push may lie on the server before strangers add no more."""
_LONG_NAME, _LONG_PATH = 240, 1000
"""Bytes: what every file system takes, with room for what the site adds to a name."""
_GARBLED = "tên tệp không phải UTF-8; hãy đổi tên, chỉ dùng chữ không dấu, số và gạch nối"
_NAMED = 12
"""Publishers named in a message at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """One branch or tag that a push moves."""

    old: str
    """Empty when it is new."""
    new: str
    """Empty when it is deleted."""
    ref: str

    @property
    def name(self) -> str:
        """The short name, as people say it."""
        return short(self.ref)

    is_text: bool = True
    """Whether the name is UTF-8."""

    @property
    def is_branch(self) -> bool:
        """Whether it is a branch."""
        return self.ref.startswith("refs/heads/")

    @property
    def is_tag(self) -> bool:
        """Whether it is a tag."""
        return self.ref.startswith("refs/tags/")


def short(ref: str) -> str:
    """Return the short name of a branch or tag."""
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ref.removeprefix("refs/tags/")


def updates(data: bytes) -> tuple[Update, ...]:
    """Read the `old new ref` lines that git gives a hook."""
    found = []
    for line in data.removesuffix(b"\n").split(b"\n"):
        old, new, ref = line.decode("utf-8", errors="backslashreplace").split(" ", 2)
        old, new = old if old.strip("0") else "", new if new.strip("0") else ""
        found.append(Update(old=old, new=new, ref=ref, is_text=is_utf8(line)))
    return tuple(found)


# Branches, tags, people


def crowd_problems(
    repo: Path, updates: Sequence[Update], who: str, allowed: tuple[str, ...] | None, most: int
) -> Iterator[Problem]:
    """Find whether a push moves more branches and tags than one may, or a stranger fills the server with them."""
    if len(updates) > most:
        message = f"một lần gửi nhận nhiều nhất {most} nhánh và thẻ; hãy gửi từng nhánh: git push origin TÊN-NHÁNH"
        yield Problem("git push", 0, "gui-qua-nhieu", message)
        return
    is_stranger = allowed is not None and who not in allowed
    if is_stranger and any(update.new and not update.old for update in updates) and len(git.refs(repo)) > most * _CROWD:
        message = "máy chủ đã có quá nhiều nhánh và thẻ; hãy gửi vào nhánh cũ của mình, hoặc nhờ người quản trị xóa bớt"
        yield Problem("git push", 0, "qua-nhieu-nhanh", message)


def ref_problems(repo: Path, update: Update, known: Iterable[str]) -> Iterator[Problem]:
    """Find what an update may not do, whoever pushes it; `known` are all refs that there will be."""
    if not (update.is_branch or update.is_tag):
        message = "máy chủ chỉ nhận nhánh và thẻ (tag); hãy đẩy: git push origin main"
        yield Problem(update.ref, 0, "ref-la", message)
    elif not update.new:
        kind = "nhánh" if update.is_branch else "thẻ"
        message = f"không được xóa {kind} trên máy chủ; lịch sử đã đăng phải còn nguyên, hãy giữ lại"
        yield Problem(update.name, 0, "xoa-nhanh", message)
    elif not update.old and (why := _misnamed(update, known)):
        yield Problem(update.name, 0, "ten-nhanh-la", why)
    elif update.is_tag and update.old:
        message = "thẻ đã có trên máy chủ và không được dời; hãy đặt thẻ mới với tên khác"
        yield Problem(update.name, 0, "doi-the", message)
    elif not git.commit_of(repo, update.new):
        message = "không trỏ tới một phiên bản (commit) nào; hãy tạo thẻ bằng: git tag TÊN COMMIT"
        yield Problem(update.name, 0, "ref-la", message)
    elif update.is_branch and update.old and not git.is_ancestor(repo, update.old, update.new):
        message = (
            "đẩy đè (force push) làm mất bài người khác đã gửi; hãy chạy “git pull --rebase” rồi “git push”, "
            "không dùng --force"
        )
        yield Problem(update.name, 0, "ghi-de-lich-su", message)


def _misnamed(update: Update, known: Iterable[str]) -> str:
    """Say why a new branch or tag may not be called so, empty when it may: git would take it for something else."""
    name, kind = update.name, "nhánh" if update.is_branch else "thẻ"
    if not update.is_text or any(unicodedata.category(letter) in _UNSEEN for letter in name):
        return f"tên {kind} có ký tự không đọc được; hãy đặt tên bằng chữ không dấu, số và gạch nối"
    if name.startswith(("-", "refs/", "heads/", "tags/", "remotes/")) or name.upper() in _GITS_OWN:
        return f"tên {kind} giống từ riêng của git; hãy đặt tên khác, chẳng hạn: bai-cua-toi"
    if _ID.fullmatch(name):
        return f"tên {kind} giống mã phiên bản (commit); hãy thêm chữ, chẳng hạn: bai-{name}"
    alike = (ref for ref in known if ref != update.ref and short(ref).casefold() == name.casefold())
    for ref in alike:
        other = "nhánh" if ref.startswith("refs/heads/") else "thẻ"
        return f"{kind} trùng tên với {other} {short(ref)}, chữ hoa chữ thường không kể; hãy đặt tên khác"
    return ""


def pusher(repo: Path) -> str:
    """Return who pushes: what the server's key list says, else the account.

    A name counts only with the word that our forced command alone can read: whoever comes another way, by a path of
    this machine or by plain ssh, is who the system says, whatever the environment tells.
    """
    named = os.environ.get(PUSHER, "").strip()
    if named and _came_through_the_door(repo):
        return named
    try:
        import pwd  # noqa: PLC0415 - there is none on Windows

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return getpass.getuser()


def _came_through_the_door(repo: Path) -> bool:
    try:
        key = (repo / DOOR_KEY).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return bool(key) and hmac.compare_digest(key.encode(), os.environ.get(KEY, "").encode())


def publishers(repo: Path) -> tuple[str, ...] | None:
    """Return who may publish; None when everybody who can push may.

    A list that is named but cannot be read lets nobody publish.
    """
    named = git.setting(repo, "cchc.publishers")
    if not named:
        return None
    try:
        lines = (repo / named).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    names = (line.partition("#")[0].strip() for line in lines)
    return tuple(dict.fromkeys(name for name in names if name))


def person_problems(
    branch: str, update: Update, who: str, allowed: tuple[str, ...] | None, paths: Iterable[str],
    code: frozenset[str] = frozenset(),
) -> Iterator[Problem]:  # fmt: skip
    """Find what this person may not do; `code` as in `code_files`."""
    if allowed is None or who in allowed:
        return
    if os.environ.get(PUSHER, "").strip() not in {"", who}:
        who = f"{who} (tên trong {PUSHER} không tính, vì không qua cửa {DOOR} trong authorized_keys)"
    names = ", ".join(allowed[:_NAMED]) + (", …" if len(allowed) > _NAMED else "")
    listed = f"danh sách người đăng gồm: {names}" if allowed else "danh sách người đăng đang trống hoặc không đọc được"
    if update.ref == f"refs/heads/{branch}":
        message = (
            f"tài khoản {who!r} không được đăng thẳng lên nhánh {branch} ({listed}); hãy đẩy lên nhánh riêng: "
            "“git push origin HEAD:refs/heads/TÊN-NHÁNH”, rồi nhờ người trong danh sách duyệt và gộp"
        )
        yield Problem(branch, 0, "khong-duoc-dang", message)
    for path in paths:
        if path.startswith(SERVER) or is_code(path, code):
            message = (
                f"tài khoản {who!r} không được đổi cài đặt và giao diện, vì chúng chạy trên máy chủ ({listed}); "
                "hãy bỏ thay đổi này, hoặc nhờ người trong danh sách đổi"
            )
            yield Problem(path, 0, "cai-dat-can-quyen", message)


# Files


def max_file(repo: Path, tips: Iterable[str]) -> int:
    """Return the size that a file may have, in bytes: what the settings of the pushed portal say, as `check` reads
    them, but no more than the administrator of the server allows.
    """
    texts = (git.contents(repo, tip, [FILE]).get(FILE, b"") for tip in tips)
    said = min((max_file_in(text.decode("utf-8", errors="replace")) for text in texts), default=MAX_FILE)
    named = git.setting(repo, "cchc.maxFileBytes")
    most = int(named) if named.isdigit() else 0
    return said if most in (0, MAX_FILE) else min(said, most)  # 5 MB was written down before anybody asked for it


def file_problems(
    entries: Sequence[TreeEntry], sizes: Mapping[str, int], limit: int, tips: Iterable[str]
) -> tuple[Problem, ...]:
    """Find what new commits bring that may not lie in the repository; each file and fault once."""
    last = frozenset(tips)
    found: dict[tuple[bytes, str], Problem] = {}
    for entry in entries:  # the newest commit first
        for code, message in _faults(entry, sizes, limit):
            place = "" if entry.commit in last else f" (trong phiên bản {entry.commit[:10]})"
            found.setdefault((entry.path, code), Problem(entry.name, 0, code, f"{message}{place}"))
    return tuple(found.values())


def _faults(entry: TreeEntry, sizes: Mapping[str, int], limit: int) -> Iterator[tuple[str, str]]:
    """Yield code and sentence of each fault of one file."""
    if entry.mode == SYMLINK:
        yield (
            "lien-ket-tuong-trung",
            "là liên kết tượng trưng (symlink), không được dùng; hãy chép tệp thật vào chỗ này",
        )
    if entry.mode == GITLINK:
        yield "mo-dun-con", "là kho git con (submodule), không được dùng; hãy chép các tệp thật vào chỗ này"
    if entry.mode == EXECUTABLE and entry.name.startswith(PORTAL):
        yield "tep-chay-duoc", f"đang có quyền chạy; hãy bỏ: git update-index --chmod=-x {shlex.quote(entry.name)}"
    if not is_utf8(entry.path):
        yield "ten-khong-utf8", _GARBLED
    elif len(entry.path) > _LONG_PATH or max(map(len, entry.path.split(b"/"))) > _LONG_NAME:
        yield (
            "ten-qua-dai",
            f"tên dài quá {_LONG_NAME} byte, hay cả đường dẫn dài quá {_LONG_PATH}; hãy đặt tên ngắn hơn",
        )
    elif not belongs(entry.name):
        yield (
            "ngoai-thu-muc",
            "nằm ngoài các thư mục của cổng; bài để trong content/news, ảnh và tệp trong content/media",
        )
    size = sizes.get(entry.oid, 0)
    if size > limit:
        from site_builder.content import too_heavy  # noqa: PLC0415 - slow to import, and seldom needed

        yield "tep-qua-nang", too_heavy(entry.name, size, limit)


def belongs(path: str) -> bool:
    """Say whether a path is one of a portal's."""
    return any(fnmatchcase(path, pattern) and ("/" in pattern or "/" not in path) for pattern in ALLOWED)


def is_utf8(path: bytes) -> bool:
    """Say whether a path is text."""
    try:
        path.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def twins(paths: Iterable[bytes], changed: Iterable[str]) -> Iterator[Problem]:
    """Find changed paths that differ from another only by case or by Unicode form, folders included.

    Windows and macOS keep only one of two such files, and the address on the portal would be the same.
    """
    touched = frozenset(_with_folders(changed))
    alike: dict[str, set[str]] = {}
    for path in _with_folders(path.decode("utf-8", errors="backslashreplace") for path in paths):
        alike.setdefault(nfc(path).casefold(), set()).add(path)
    for group in alike.values():
        if len(group) > 1:
            yield from _twin_problems(sorted(group), touched)


def _twin_problems(group: Sequence[str], touched: frozenset[str]) -> Iterator[Problem]:
    new = [path for path in group if path in touched]
    old = [path for path in group if path not in touched]
    for path in new if old else new[1:]:
        other = old[0] if old else new[0]
        same = nfc(path) == nfc(other)
        how = "cách gõ Unicode (dựng sẵn và tổ hợp)" if same else "chữ hoa, chữ thường"
        message = f"chỉ khác {other} ở {how}, nhiều máy coi là một tệp; hãy đổi tên một trong hai"
        yield Problem(path, 0, "trung-ten", message)


def _with_folders(paths: Iterable[str]) -> Iterator[str]:
    """Yield every path and every folder above it, each folder once."""
    seen: set[str] = set()
    for path in paths:
        yield path
        folder = path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            yield folder
            folder = folder.rpartition("/")[0]
