"""`cchc git install`: a bare repository that checks what it takes, publishes what it took, and never waits.

Everything written is text that an administrator can read: two hooks, a timer, an example of the key file. Running
it again changes nothing that is right already; a hook of somebody else is left alone and told about.

Knows: git's hooks and settings, systemd's and cron's files. Never: starts or enables anything on the machine.
"""

from __future__ import annotations

import getpass
import os
import secrets
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from site_builder import atomic
from site_builder.errors import Problem, PublishError
from site_builder.publish import git, preview_access, previews
from site_builder.publish.place import Place, program, program_environment
from site_builder.publish.preview_access import Access
from site_builder.publish.rules import DOOR, DOOR_KEY

MARK = "cchc git install"
"""Stands in every hook that is ours."""
HOOKS = (("pre-receive", "receive"), ("post-receive", "received"))
PUBLISHERS = "nguoi-dang.txt"
"""Name of the publishers' list in the repository."""
UNIT = "cchc-dang-bai"
_SETTINGS = {
    "receive.denyNonFastForwards": "true",
    "receive.denyDeletes": "true",
    "receive.fsckObjects": "true",
    "core.logAllRefUpdates": "true",
    "core.symlinks": "false",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "transfer.hideRefs": "refs/replace",
    "core.bigFileThreshold": "16m",  # larger files go through git's memory piece by piece
}
FIRST_SETTINGS = {"receive.maxInputSize": str(256 * 1024**2)}
"""What an administrator may have changed since."""
_ATTRIBUTES = "# do cchc git install tạo: không bộ lọc nào của kho được chạy trên máy chủ\n"
_ATTRIBUTES += "* -text -eol -ident -filter -working-tree-encoding\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What an administrator may decide anew; None leaves it as it was before."""

    branch: str = "main"
    """The branch that is published."""
    publishers: Path | None = None
    """A list of those who may push to it, one name a line; at first everybody may."""
    max_file_bytes: int | None = None
    """Largest file taken, whatever the portal's own settings allow; at first what they allow."""
    reload: str | None = None
    """Command that makes the web server read its settings again; at first none."""
    preview: str | None = None
    """Rooted URL of the previews of branches; at first none; empty: none any more."""
    preview_for: Sequence[str] | None = None
    """Who may look at them, see `preview_access.read_access`."""


AS_BEFORE = Choices()


@dataclass(frozen=True, kw_only=True, slots=True)
class Installed:
    """What was prepared."""

    repo: Path
    to: Path
    guide: Path
    """The file to read first."""
    notices: tuple[str, ...]
    """What the administrator should know, Vietnamese sentences."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plan:
    """What to prepare."""

    repo: Path
    to: Path
    branch: str
    python: str

    @property
    def server(self) -> Path:
        """The folder of the files for the machine."""
        return self.to / "server"

    @property
    def command(self) -> tuple[str, ...]:
        """What the timer runs."""
        return (*program(self.python), "publish", "--to", str(self.to), "--if-due")


def install(repo: Path, to: Path, chosen: Choices = AS_BEFORE, *, python: str = sys.executable) -> Installed:
    """Prepare a bare repository in `repo` that publishes its main branch into `to`.

    Args:
        repo: made when it is not there.
        to: the folder that is published into; the web server's root is `to/public`.
        chosen: what is decided anew.
        python: the interpreter that runs this program.

    Raises:
        PublishError: `repo` is something else, or cannot be written; previews would be open to everybody.
    """
    plan = _Plan(repo=repo.absolute(), to=to.absolute(), branch=chosen.branch, python=python)
    opened = preview_access.decided(plan.repo, chosen.preview, chosen.preview_for)
    try:
        notices = _install(plan, chosen)
        notices += tuple(_previews(plan, opened))
    except (OSError, UnicodeDecodeError) as error:
        message = f"không ghi được: {error}; hãy xem quyền ghi, đĩa còn chỗ, và đường dẫn đúng chưa"
        raise PublishError(Problem(str(repo), 0, "khong-ghi-duoc", message)) from error
    return Installed(repo=plan.repo, to=plan.to, guide=plan.server / "DOC-TRUOC.txt", notices=notices)


def _install(plan: _Plan, chosen: Choices) -> tuple[str, ...]:
    """Prepare everything but the previews; return what the administrator should know."""
    notices = [*_repository(plan)]
    place = Place(plan.to)
    place.make()
    _write(place.state / "repository", f"{plan.repo}\n")
    settings = _SETTINGS | {
        "cchc.to": str(plan.to),
        "cchc.branch": plan.branch,
        "cchc.python": plan.python,
    }
    if chosen.max_file_bytes is not None:
        settings["cchc.maxFileBytes"] = str(chosen.max_file_bytes)
    if chosen.publishers is not None:
        _write(plan.repo / PUBLISHERS, chosen.publishers.read_text(encoding="utf-8-sig"))
        settings["cchc.publishers"] = PUBLISHERS
    if chosen.reload is not None:
        settings["cchc.reload"] = chosen.reload
    settings |= {key: value for key, value in FIRST_SETTINGS.items() if not git.setting(plan.repo, key)}
    git.set_settings(plan.repo, settings)
    _make_key(plan.repo / DOOR_KEY)
    _write(plan.repo / "info" / "attributes", _ATTRIBUTES)
    _write(plan.repo / f"{PUBLISHERS}.vi-du", _PUBLISHERS)
    notices += _hooks(plan)
    for name, text in server_files(plan.repo, plan.to, plan.command).items():
        _write(plan.server / name, text)
    return tuple(notices)


def _previews(plan: _Plan, opened: tuple[str, Access] | None) -> Iterator[str]:
    """Open the previews to those who may look, or remove them; nginx has to hear of a change."""
    file, place = plan.to / preview_access.FILE, Place(plan.to)
    text = ""
    if opened is None:
        if git.setting(plan.repo, previews.PATH):
            git.set_settings(plan.repo, {previews.PATH: ""})
            previews.clear(place)
    else:
        path, access = opened
        text = preview_access.server_text(str(plan.to / "public"), str(previews.Previews(place).shown), path, access)
        git.set_settings(plan.repo, {previews.PATH: path, preview_access.ACCESS: "\n".join(access.words)})
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if text != before:
        yield f"phần xem thử trong {file} đã đổi; hãy nạp lại nginx: nginx -t && systemctl reload nginx"
    if text:
        _write(file, text)
    else:
        file.unlink(missing_ok=True)


def _repository(plan: _Plan) -> Iterator[str]:
    """Make the repository, or take the one that is there."""
    repo = plan.repo
    if not repo.exists() or not any(repo.iterdir()):
        git.make_bare(repo, plan.branch)
        return
    if not ((repo / "HEAD").is_file() and (repo / "objects").is_dir()):
        message = (
            "không phải kho git trần (bare); hãy chọn thư mục mới, hoặc tạo từ kho cũ: git clone --bare KHO-CŨ KHO"
        )
        raise PublishError(Problem(str(repo), 0, "khong-phai-kho", message))
    head = git.run(repo, "symbolic-ref", "HEAD").decode().strip()
    if head != f"refs/heads/{plan.branch}":
        if git.commit_of(repo, "HEAD") and not git.commit_of(repo, f"refs/heads/{plan.branch}"):
            yield f"kho chưa có nhánh {plan.branch}; nhánh đang dùng là {head.removeprefix('refs/heads/')}"
        git.run(repo, "symbolic-ref", "HEAD", f"refs/heads/{plan.branch}")
    before = git.setting(repo, "cchc.to")
    if before and before != str(plan.to):
        yield f"trước đây kho này đăng vào {before}; từ nay đăng vào {plan.to}"


def _hooks(plan: _Plan) -> Iterator[str]:
    """Write the hooks, beside nothing but our own."""
    folder = git.setting(plan.repo, "core.hooksPath")
    home = plan.repo / folder if folder else plan.repo / "hooks"
    if not folder:
        git.set_settings(plan.repo, {"core.hooksPath": str(home)})
    for name, command in HOOKS:
        file = home / name
        text = hook(plan.python, command, plan.repo)
        if file.exists() and MARK not in file.read_text(encoding="utf-8", errors="replace"):
            _write(file.with_suffix(".cchc"), text, mode=0o755)
            yield (
                f"{file} là của người khác nên được giữ nguyên; bài CHƯA được kiểm tra khi nhận. "
                f"Hãy gọi {file.with_suffix('.cchc').name} từ tệp ấy, hoặc xóa nó rồi chạy lại lệnh này"
            )
        else:
            _write(file, text, mode=0o755)


def hook(python: str, command: str, repo: Path) -> str:
    """Return the text of a hook: it runs this program wherever git stands, and nothing that was pushed."""
    words = (*program(python), "git", command, str(repo))
    return f"#!/bin/sh\n# Do “{MARK}” tạo; chạy lại lệnh ấy thay vì sửa tệp này.\n{exports()}exec {shlex.join(words)}\n"


def exports() -> str:
    """Return the lines of a shell script that let Python find this program."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in sorted(program_environment().items()))


def _make_key(file: Path) -> None:
    """Make the word that only the account of the repository can read, once."""
    if not file.is_file():
        with open(file, "x", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as key:
            key.write(f"{secrets.token_hex(32)}\n")


def _write(file: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a file by rename, when it is not so already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file() or file.read_bytes() != text.encode():
        atomic.write(file, text.encode(), mode=mode)
    elif file.stat().st_mode & 0o777 != mode:
        file.chmod(mode)


# For the machine


def server_files(repo: Path, to: Path, command: tuple[str, ...]) -> dict[str, str]:
    """Return the files for the machine by name: unit, timer, cron line, key file, and what to do with them."""
    environment = program_environment()
    account = _account()
    lines = "".join(f"Environment={_unit_word(f'{name}={value}')}\n" for name, value in sorted(environment.items()))
    values = {
        "account": account,
        "environment": lines,
        "command": " ".join(map(_unit_word, command)),
        "cron": " ".join((*(f"{n}={shlex.quote(v)}" for n, v in sorted(environment.items())), shlex.join(command))),
        "repo": str(repo),
        "to": str(to),
        "unit": UNIT,
        "publishers": str(repo / PUBLISHERS),
        "exports": exports(),
        "overtaken": shlex.join((*program(command[0]), "git", "overtaken", str(repo))),
        "door_key": shlex.quote(str(repo / DOOR_KEY)),
        "door": _key_word(shlex.quote(str(to / "server" / DOOR))),
        "shell": shutil.which("git-shell") or "git-shell",
    }
    values["cron"] = values["cron"].replace("%", "\\%")  # a bare % ends the command in a crontab
    texts = {
        f"{UNIT}.service": _SERVICE,
        f"{UNIT}.timer": _TIMER,
        f"{UNIT}.cron": _CRON,
        "authorized_keys.vi-du": _KEYS,
        DOOR: _DOOR,
        "DOC-TRUOC.txt": _GUIDE,
    }
    return {name: text.format(**values) for name, text in texts.items()}


def _account() -> str:
    with suppress(OSError, KeyError):
        return getpass.getuser()
    return str(os.getuid())


def _key_word(word: str) -> str:
    """Write a word of a forced command, which stands in double quotes in the key file."""
    return word.replace('"', '\\"')


def _unit_word(word: str) -> str:
    """Quote a word for a systemd unit."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


_SERVICE = """\
[Unit]
Description=Đăng bài đã đến giờ của cổng tin CCHC
After=local-fs.target

[Service]
Type=oneshot
User={account}
{environment}ExecStart={command}
Nice=5
UMask=0022
NoNewPrivileges=yes
PrivateTmp=yes
"""
_TIMER = """\
[Unit]
Description=Mỗi phút xem có bài đến giờ đăng không

[Timer]
OnCalendar=*:0/1
AccuracySec=1s
Persistent=true
Unit={unit}.service

[Install]
WantedBy=timers.target
"""
_CRON = """\
# Thay cho systemd: thêm dòng dưới vào crontab của tài khoản {account} (crontab -e)
* * * * * {cron} >/dev/null 2>&1
"""
_KEYS = """\
# Mỗi người một dòng trong ~{account}/.ssh/authorized_keys: đổi ten-nguoi và khóa công khai.
# Người ấy chỉ gửi và lấy bài được, không mở được dòng lệnh trên máy chủ.
command="env CCHC_PUSHER=ten-nguoi sh {door} {shell} -c \\"$SSH_ORIGINAL_COMMAND\\"",restrict \
ssh-ed25519 AAAA... ten-nguoi
"""
_DOOR = """\
# Do “cchc git install” tạo; chạy lại lệnh ấy thay vì sửa tệp này. authorized_keys gọi tệp này trước git-shell.
# Khi người khác đã gửi trước, git dừng ngay trên máy người gửi và chỉ nói tiếng Anh; tệp này nói thêm phải gõ gì.
case "$SSH_ORIGINAL_COMMAND" in
    "git-receive-pack "* | "git receive-pack "*) ;;
    *) exec "$@" ;;
esac
# Tên người gửi chỉ được tính khi đi kèm từ khóa mà riêng tài khoản này đọc được.
CCHC_DOOR_KEY=$(cat {door_key})
export CCHC_DOOR_KEY
# Gói gửi lên bung ra quá lớn thì git dừng; phần kiểm tra của cổng có giới hạn riêng.
ulimit -S -d 1500000 2>/dev/null
ulimit -S -t 300 2>/dev/null
CCHC_DOOR=$(mktemp) || exec "$@"
export CCHC_DOOR
trap 'rm -f "$CCHC_DOOR"' EXIT
trap 'exit 129' HUP INT TERM
"$@" || exit
case "$(tail -n 1 "$CCHC_DOOR")" in
    refused* | received*) exit 0 ;;
esac
{exports}{overtaken} >&2 || exit 0
"""
_PUBLISHERS = """\
# Mỗi dòng một tên: người được đăng thẳng lên nhánh chính. Tên là CCHC_PUSHER trong authorized_keys,
# hoặc tên tài khoản trên máy chủ. Người khác gửi lên nhánh riêng rồi nhờ người trong danh sách duyệt.
# Dùng danh sách này: cchc git install KHO --to THƯ-MỤC --publishers TỆP
bien-tap-vien-1
bien-tap-vien-2
"""
_GUIDE = """\
CỔNG TIN CCHC: VIỆC TIẾP THEO TRÊN MÁY CHỦ

Kho git:      {repo}
Thư mục đăng: {to}
Gốc web:      {to}/public  (máy chủ web chỉ được đọc thư mục này, không đọc {to}/.cchc)

1. Đẩy các bài đang có lên lần đầu, từ máy có kho cũ:
     git remote add cong {account}@MÁY-CHỦ:{repo}
     git push cong main
   Đợt đầu quá lớn (trên 256 MB, trên 500.000 tệp, kiểm tra quá 15 phút) thì nới giới hạn trước, gửi xong đặt lại:
     git -C {repo} config receive.maxInputSize 4g
     git -C {repo} config cchc.deadline 3600     (giây)
     git -C {repo} config cchc.memory 8192       (MB)
   Các giới hạn khác của một lần gửi: cchc.maxCommits, cchc.maxPaths, cchc.maxPushBytes, cchc.maxRefs.
   Trang được dựng ngay sau đó. Xem tiến độ: {to}/.cchc/status.json và {to}/.cchc/log/dung-trang.log

2. Cấu hình nginx (có sau lần đăng đầu): thêm vào phần http
     include {to}/nginx/cchc-hash.conf;
     include {to}/nginx/cchc-http.conf;
   và vào phần server
     include {to}/nginx/cchc.conf;
   Đọc thêm ở đầu tệp cchc.conf. nginx đọc các tệp này với quyền root: chỉ tài khoản đăng bài được ghi vào {to}.

3. Đặt hẹn giờ (bài hẹn giờ lên trang, việc bị ngắt giữa chừng được làm lại), quyền quản trị:
     cp {to}/server/{unit}.service {to}/server/{unit}.timer /etc/systemd/system/
     systemctl daemon-reload
     systemctl enable --now {unit}.timer
   Máy không có systemd: dùng dòng trong {to}/server/{unit}.cron

4. Cấp quyền gửi bài: mỗi người một khóa, theo {to}/server/authorized_keys.vi-du
   Muốn chỉ một số người được đăng thẳng: xem {publishers}.vi-du
   Muốn xem thử nhánh trước khi đăng (cả bài nháp), chỉ cho người có mật khẩu hoặc ở mạng của cơ quan:
     cchc git install {repo} --to {to} --preview /xem-thu/ --preview-access TỆP-MẬT-KHẨU

5. Nếu mkdocs.yml lấy giá trị từ biến môi trường (!ENV), đặt biến ấy cho cả tài khoản nhận bài lẫn hẹn giờ;
   đơn giản hơn: ghi thẳng giá trị vào mkdocs.yml.

Lùi trang về bản trước: cchc rollback --to {to}
"""
