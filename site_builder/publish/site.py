"""Builds a portal straight into the folder that a web server reads, and goes back.

    DIR/public        the web server's root: a link to one of two complete trees
    DIR/.cchc/        their state, for the builder only
    DIR/nginx/        what nginx is told about the site

The tree is checked before it is shown (`verify`), the one before it is kept for `rollback`, and the instant at which
the site changes by itself is written down, so that a timer's question costs one small read.

Knows: the order of a publication. Never: runs a command; makes a page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import atomic
from site_builder.engine import Workspace
from site_builder.errors import MakeError, Problem, PublishError
from site_builder.text import date_time

if TYPE_CHECKING:
    from site_builder.build import Built, Options, RenderChrome
    from site_builder.cache.upcoming import Upcoming

STATE = ".cchc"
LINK = "public"
SERVER = "nginx"
_DUE = "due"
_AT = "at"
"""When the site was published last, as the clock said."""
_STEP = timedelta(hours=1)
"""Clocks are put right by less; more is a clock that is wrong, now or then."""
_SCRIPTS = "scripts.json"
_BEFORE = "nginx-before"
"""What nginx was told about the site before this one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What a publication did."""

    report: Built
    commit: str
    server_files_changed: bool
    """A web server that runs has to read its settings again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rolled:
    """What readers see after going back."""

    commit: str
    """The label of the state that is shown now; empty when it had none."""
    server_files_changed: bool


def publish(
    root: Path, to: Path, render_chrome: RenderChrome, options: Options, *, commit: str | None = None
) -> Published:
    """Bring the site in `to` to what the portal in `root` says.

    Args:
        root: the portal's folder.
        to: the folder that is published into; made when it is not there.
        render_chrome: runs MkDocs.
        options: how to build; state, link and manner of publishing are set here.
        commit: names what is published; None when it is what was published before, at a later moment.

    Raises:
        SiteError: for what a person can put right; the old site stands.
    """
    from site_builder import build  # noqa: PLC0415 - slow to import, and a timer asks every minute

    to = to.absolute()
    state = to / STATE
    scripts = _Scripts(state / _SCRIPTS)
    if commit is None:
        with Workspace.open(state, to / LINK) as workspace:
            commit = workspace.label
    report = build.build(
        root,
        render_chrome,
        replace(
            options,
            state=state,
            link=str(to / LINK),
            drafts=False,
            encoded=True,
            strict=True,
            label=commit,
            verify=scripts.verify,
        ),
    )
    changed = _tell_server(to, report, scripts.all(), swapped=scripts.swapped)
    _write(state / _DUE, report.due.isoformat() if report.due else "")
    _write(state / _AT, options.now.isoformat())
    return Published(report=report, commit=commit, server_files_changed=changed)


def publish_if_due(root: Path, to: Path, render_chrome: RenderChrome, options: Options) -> Published | None:
    """Publish what has become due; None, after one small read, when nothing has."""
    due = next_due(to)
    if due is None or due > options.now:
        return None
    return publish_steadily(root, to, render_chrome, options)


def next_due(to: Path) -> datetime | None:
    """Read when the published site changes next by itself; None when it never does, or is held after a roll-back."""
    with suppress(OSError, ValueError):
        return datetime.fromisoformat((to / STATE / _DUE).read_text(encoding="ascii").strip())
    return None


def steady(to: Path, now: datetime) -> datetime:
    """Return the moment to publish at when the clock says `now`: never before the last publication.

    What readers have seen does not go away because a clock was set back.

    Raises:
        PublishError: the clock is far behind the last publication; a person must say which one was wrong.
    """
    last = now
    with suppress(OSError, ValueError):
        last = datetime.fromisoformat((to / STATE / _AT).read_text(encoding="ascii").strip())
    if last - now > _STEP:
        said = (
            f"đồng hồ của máy đang chỉ {date_time(now)}, sớm hơn lần đăng trước ({date_time(last)}); trang đang đăng "
            f"vẫn nguyên. Hãy chỉnh lại đồng hồ; nếu đồng hồ bây giờ mới đúng thì chạy: cchc publish --to {to} "
            f"--now {now:%Y-%m-%dT%H:%M}"
        )
        raise PublishError(Problem(str(to), 0, "dong-ho-lui", said))
    return max(now, last)


def publish_steadily(
    root: Path, to: Path, render_chrome: RenderChrome, options: Options, *, commit: str | None = None
) -> Published:
    """Publish, minding a clock that was set back: see `steady` and `publish`."""
    return publish(root, to, render_chrome, replace(options, now=steady(to, options.now)), commit=commit)


def rollback(to: Path) -> Rolled:
    """Show the site before this one, at once; doing it again comes back. Timed work then waits for a publication.

    Raises:
        PublishError: nothing was ever published there.
        MakeError: there is none to go back to; a build runs.
    """
    to = to.absolute()
    if not (to / STATE).is_dir():
        raise PublishError(_no_site(to))
    with Workspace.open(to / STATE, to / LINK) as workspace:
        due = next_due(to)
        _write(to / STATE / _DUE, "")
        try:
            commit = workspace.go_back()
        except MakeError:
            _write(to / STATE / _DUE, due.isoformat() if due else "")
            raise
        now, before = _texts(to / SERVER), _texts(to / STATE / _BEFORE)
        if before:
            _replace(to / SERVER, before)
            _replace(to / STATE / _BEFORE, now)
    return Rolled(commit=commit, server_files_changed=bool(before) and before != now)


# What the web server is told


class _Scripts:
    """The theme's inline scripts, page by page: a policy must name them, and only changed pages are read.

    What stands in a page and in no file of the theme was brought by content, and is never named.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.swapped = False

    def verify(self, upcoming: Upcoming) -> None:
        """Check the new site, and keep what its changed pages hold."""
        from site_builder.publish import verify  # noqa: PLC0415 - only when there is something to look at

        found = verify.verify(upcoming)
        gone = {*upcoming.candidate.changed, *upcoming.candidate.deleted}
        kept = {path: hashes for path, hashes in self._read().items() if path not in gone}
        own = {path: [one for one in hashes if one in upcoming.scripts] for path, hashes in (kept | found).items()}
        _write(self._file, json.dumps({path: hashes for path, hashes in own.items() if hashes}, sort_keys=True))
        self.swapped = True

    def all(self) -> tuple[str, ...]:
        """Return every script once."""
        return tuple(sorted({one for hashes in self._read().values() for one in hashes}))

    def _read(self) -> dict[str, tuple[str, ...]]:
        with suppress(OSError, ValueError):
            read: dict[str, tuple[str, ...]] = json.loads(self._file.read_text(encoding="utf-8"))
            return read
        return {}


def _tell_server(to: Path, report: Built, scripts: tuple[str, ...], *, swapped: bool) -> bool:
    """Write nginx' files where they changed; return whether any did."""
    from site_builder.publish import nginx  # noqa: PLC0415 - as above

    facts = nginx.ServerFacts(
        base_path=report.base_path,
        root=str(to / LINK),
        moved=report.moved,
        gone=report.gone,
        script_hashes=scripts,
        measured=report.measured,
    )
    fresh, old = nginx.files(facts), _texts(to / SERVER)
    if swapped:
        _replace(to / STATE / _BEFORE, old)
    if fresh == old:
        return False
    _replace(to / SERVER, fresh)
    return True


def _texts(folder: Path) -> dict[str, str]:
    """Read our files of a folder."""
    if not folder.is_dir():
        return {}
    return {
        file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.suffix in {".conf", ".map"}
    }


def _replace(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a folder hold these files, each replaced by rename."""
    folder.mkdir(parents=True, exist_ok=True)
    old = _texts(folder)
    for name, text in texts.items():
        if old.get(name) != text:
            _write(folder / name, text)
    for name in old.keys() - texts.keys():
        (folder / name).unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    """Write a file by rename, when it does not say so already.

    Raises:
        MakeError: the disk refuses.
    """
    from site_builder.engine.failures import told  # noqa: PLC0415 - as above

    with told(file.parent):
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(file, text.encode())


def _no_site(to: Path) -> Problem:
    said = "thư mục này chưa từng được đăng vào; hãy xem lại đường dẫn sau --to, hoặc đăng lần đầu: cchc publish --to"
    return Problem(str(to), 0, "chua-dang-lan-nao", said)
