"""The builder behind a repository: brings the site to the head of the main branch, one at a time, the latest wins.

The hook only starts it; the timer starts it, too, and picks up what a killed one left. Whoever holds the lock
works until the site shows the head; whoever finds it held goes home, because the holder looks again after it
let go. All that is remembered is in `status.json`; a word lost there costs a build that finds nothing to do.

Knows: the order of the work, when to try again, what `status.json` says. Never: builds a page; decides what is good.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.engine.garbage import never_collect
from site_builder.errors import Problem, PublishError, SiteError
from site_builder.publish import git, overtaken, pointers, previews, rules
from site_builder.publish.place import Place, Status, lock, program, program_environment
from site_builder.text import date_time, decimal

if TYPE_CHECKING:
    from site_builder.build import Options, RenderChrome
    from site_builder.publish.site import Published

LOCK = "builder.lock"
PATIENCE = 600.0
"""Seconds that a person's command waits for a build that runs."""
_LONGEST = 60
"""Minutes between two tries at most, when a commit keeps failing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Publishing:
    """How a checked-out commit is published: `publish.site`'s functions."""

    publish: Callable[..., Published]
    publish_if_due: Callable[..., Published | None]
    next_due: Callable[[Path], datetime | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class BuilderRun:
    """What the builder did."""

    commit: str
    published: Published | None
    """None when it failed."""
    problems: tuple[Problem, ...] = ()
    """Why it failed."""
    reload: str = ""
    """What went wrong when the web server was told to read its settings again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    """One run of the builder."""

    repo: Path
    place: Place
    render_chrome: RenderChrome
    options: Options
    publishing: Publishing
    began: float

    @property
    def head(self) -> str:
        """The newest commit of the main branch, empty when there is none."""
        return git.commit_of(self.repo, f"refs/heads/{main_branch(self.repo)}")

    def now(self) -> datetime:
        """The moment: what the caller said, and what has gone by since."""
        return self.options.now + timedelta(seconds=int(time.monotonic() - self.began))


def main_branch(repo: Path) -> str:
    """Return the name of the branch that is published."""
    return git.setting(repo, "cchc.branch") or "main"


def place_of(repo: Path) -> Place:
    """Return the folder that a repository publishes into.

    Raises:
        PublishError: the repository was not made by `cchc git install`.
    """
    to = git.setting(repo, "cchc.to")
    if not to:
        message = "kho git này chưa được chuẩn bị; hãy chạy: cchc git install KHO --to THƯ-MỤC"
        raise PublishError(Problem(str(repo), 0, "chua-cai-dat", message))
    return Place(Path(to))


def bring_forward(
    repo: Path,
    to: Path,
    render_chrome: RenderChrome,
    options: Options,
    *,
    if_due: bool,
    publishing: Publishing | None = None,
) -> BuilderRun | None:
    """Bring the site in `to` to the head of the main branch; None when there was nothing to do.

    Args:
        repo: the bare repository.
        to: the folder that is published into.
        render_chrome: runs MkDocs.
        options: how to build; its `now` is when this began.
        if_due: do only what is waiting (a commit not shown yet, timed work), and leave it to a builder that runs;
            otherwise publish the head in any case, also when an older state is held.
        publishing: stands in for `publish.site`.

    What a person can put right is in `BuilderRun.problems` and in `status.json`; the site stands as it was.
    """
    job = _Job(
        repo=repo, place=Place(to), render_chrome=render_chrome, options=options,
        publishing=publishing or site_publishing(), began=time.monotonic(),
    )  # fmt: skip
    built: BuilderRun | None = None
    forced = not if_due
    while True:
        job.place.make()
        with lock(job.place.state / LOCK, PATIENCE if forced else 0) as held:
            if not held:
                return built
            head = job.head
            built = _turn(job, head, forced=forced) or built
        forced = False
        if job.head == head:  # looked at after the lock was let go: no push in between is lost
            return built


def site_publishing(*, steady: bool = True) -> Publishing:
    """Return `publish.site`'s functions; not `steady` when a person says what the moment is."""
    from site_builder.publish import site  # noqa: PLC0415 - the builder of pages is slow to import

    publish = site.publish_steadily if steady else site.publish
    return Publishing(publish=publish, publish_if_due=site.publish_if_due, next_due=site.next_due)


def _turn(job: _Job, head: str, *, forced: bool) -> BuilderRun | None:
    """Do what is waiting, under the lock."""
    last = job.place.status()
    if not head or (not forced and (last.held_at == head or _too_soon(job, last, head))):
        return None
    if forced or last.published != head:
        return _attempt(job, head, lambda source, options: _publish(job, source, options, head))
    due = job.publishing.next_due(job.place.to)
    if due is None or due > job.now():
        return None
    return _attempt(job, head, lambda source, options: _publish_due(job, source, options))


def _publish(job: _Job, source: Path, options: Options, commit: str) -> Published:
    return job.publishing.publish(source, job.place.to, job.render_chrome, options, commit=commit)


def _publish_due(job: _Job, source: Path, options: Options) -> Published | None:
    return job.publishing.publish_if_due(source, job.place.to, job.render_chrome, options)


def _too_soon(job: _Job, last: Status, head: str) -> bool:
    """Say whether a commit that failed should rest: 1, 2, 4 … minutes, an hour at most."""
    if last.state != "failed" or last.commit != head:
        return False
    rest = timedelta(minutes=min(2 ** min(last.attempts - 1, 10), _LONGEST))
    with suppress(ValueError):
        since = job.now() - datetime.fromisoformat(last.finished)
        return timedelta() <= since < rest  # a clock set back does not make it wait
    return False


def _attempt(
    job: _Job, commit: str, publish: Callable[[Path, Options], Published | None], *, held_at: str = ""
) -> BuilderRun | None:
    """Check a commit out and publish it; keep the outcome in `status.json` and the log."""
    before = job.place.status()
    begun = replace(
        before, state="building", commit=commit, subject=git.subject(job.repo, commit),
        started=job.now().isoformat(), finished="", problems=(), reload="",
    )  # fmt: skip
    published: Published | None = None
    problems: tuple[Problem, ...] = ()
    reload = ""
    started = time.monotonic()
    try:
        job.place.tell(begun)
        job.place.log(job.now(), f"bắt đầu {commit[:10]} {begun.subject}")
        git.check_out(job.repo, commit, *job.place.source)
        published = publish(job.place.source[0], replace(job.options, now=job.now()))
        reload = _reload(job, published)
    except SiteError as error:
        problems = error.problems
    except Exception as error:  # noqa: BLE001 - whatever happens is told: nobody looks at this process
        problems = (_bug(job, error),)
    status = replace(begun, finished=job.now().isoformat(), seconds=round(time.monotonic() - started, 2))
    if problems:
        again = before.state == "failed" and before.commit == commit
        attempts = before.attempts + 1 if again else 1
        status = replace(status, state="failed", attempts=attempts, problems=tuple(map(str, problems)))
    else:
        status = replace(
            status, state="held" if held_at else "ok", attempts=0, published=commit, held_at=held_at,
            site_url=pointers.site_url(job.repo, commit), reload=reload,
        )  # fmt: skip
    _finish(job, status, published)
    return BuilderRun(commit=commit, published=published, problems=problems, reload=reload)


def _finish(job: _Job, status: Status, published: Published | None) -> None:
    """Keep the outcome; a disk that takes no word of it costs only another try."""
    if status.state == "failed":
        job.place.log(job.now(), f"KHÔNG ĐĂNG ĐƯỢC {status.commit[:10]}; trang cũ vẫn nguyên:")
        for line in status.problems:
            job.place.log(job.now(), f"  {line}")
    else:
        made = f", {len(published.report.made)} tệp mới hoặc đổi" if published else ", không có gì phải làm"
        job.place.log(job.now(), f"đã đăng {status.commit[:10]} trong {decimal(status.seconds, 2)} giây{made}")
    if status.reload:
        job.place.log(job.now(), f"KHÔNG nạp lại được máy chủ web: {status.reload}")
    with suppress(OSError):
        job.place.tell(status)


def _reload(job: _Job, published: Published | None) -> str:
    """Tell the web server to read its settings again when they changed; return what went wrong."""
    command = git.setting(job.repo, "cchc.reload")
    if published is None or not published.server_files_changed or not command:
        return ""
    return git.run_command(command)


def _bug(job: _Job, error: Exception) -> Problem:
    """Keep what a developer needs, and say it in one line."""
    job.place.log(job.now(), traceback.format_exc())
    message = f"{type(error).__name__}: {error}; xin gửi tệp {job.place.log_file} cho người phát triển"
    return Problem(str(job.place.to), 0, "loi-chuong-trinh", message)


# An older state


def hold(to: Path) -> None:
    """Keep what is shown now until the next push: timed work does not go forward to the head by itself."""
    place = Place(to)
    repo = place.repository()
    if repo is None:
        return
    with lock(place.state / LOCK, PATIENCE):
        head = git.commit_of(repo, f"refs/heads/{main_branch(repo)}")
        place.tell(replace(place.status(), state="held", held_at=head))


def rollback_to_commit(
    to: Path, rev: str, render_chrome: RenderChrome, options: Options, *, publishing: Publishing | None = None
) -> BuilderRun:
    """Publish an older commit of the main branch and hold it until the next push.

    Raises:
        PublishError: there is no such commit on the main branch; no repository publishes here; a build runs on and on.
        SiteError: that commit cannot be published.
    """
    place = Place(to)
    repo = place.repository()
    if repo is None:
        message = "thư mục này không do “cchc git install” tạo nên không biết kho git nào; hãy dựng từ bản cũ của kho"
        raise PublishError(Problem(str(to), 0, "khong-co-kho", message))
    job = _Job(
        repo=repo, place=place, render_chrome=render_chrome, options=options,
        publishing=publishing or site_publishing(), began=time.monotonic(),
    )  # fmt: skip
    commit = git.commit_of(repo, rev)
    if not commit or not git.is_ancestor(repo, commit, job.head):
        message = f"nhánh {main_branch(repo)} không có phiên bản {rev!r}; xem danh sách: git log --oneline"
        raise PublishError(Problem(str(repo), 0, "phien-ban-la", message))
    with lock(place.state / LOCK, PATIENCE) as held:
        if not held:
            raise PublishError(Problem(str(to), 0, "dang-dung-trang", "máy chủ đang dựng trang; hãy thử lại sau"))
        publish = lambda source, options: _publish(job, source, options, commit)  # noqa: E731 - one use, below
        built = _attempt(job, commit, publish, held_at=job.head)
    if built is None or built.problems:
        raise SiteError(*(built.problems if built else ()))
    return built


# Behind the hook


def run_build(
    repo: Path, render_chrome: RenderChrome, options: Options, *, publishing: Publishing | None = None
) -> int:
    """`cchc git build REPO`: the builder that the hook started; return its exit code."""
    place = place_of(repo)
    never_collect()
    try:
        built = bring_forward(repo, place.to, render_chrome, options, if_due=True, publishing=publishing)
    except SiteError as error:
        place.log(options.now, f"KHÔNG DỰNG ĐƯỢC: {error}")
        return 1
    return 1 if built and built.problems else 0


def run_received(repo: Path, data: bytes, now: datetime, say: Callable[[str], None]) -> int:
    """`cchc git received REPO`: the post-receive hook: start the builder, tell where to look, return 0.

    Args:
        repo: the bare repository.
        data: what git gives the hook: `old new ref` lines.
        now: the moment, to tell what is published from what is timed.
        say: prints a line to the editor.
    """
    overtaken.note(overtaken.RECEIVED)
    updates = [line.split(b" ", 2) for line in data.splitlines()]
    ref = f"refs/heads/{main_branch(repo)}".encode()
    main = [(old.decode(), new.decode()) for old, new, name in updates if name == ref]
    if not main:
        if any(name.startswith(b"refs/heads/") for _, _, name in updates):
            say("✓ Đã nhận nhánh, chưa đăng. Khi được duyệt và gộp vào nhánh chính, bài sẽ lên trang.")
            _preview(repo, data, say)
        else:
            say("✓ Đã nhận thẻ; thẻ không làm thay đổi trang.")
        return 0
    try:
        place = place_of(repo)
        place.make()
        words = (*program(git.setting(repo, "cchc.python") or "python3"), "git", "build", str(repo.absolute()))
        git.start(words, place.log_file, program_environment())
        _preview(repo, data, say)
    except (SiteError, OSError) as error:
        say(f"✗ Đã nhận bài nhưng chưa khởi động được việc dựng trang: {error}")
        say("→ Bài không mất: lần hẹn giờ tới của máy chủ sẽ dựng. Xin báo người quản trị.")
        return 0
    say("✓ Đã nhận. Máy chủ đang dựng trang, thường xong sau vài giây.")
    for line in pointers.where(repo, main[-1], place.status().site_url, now):
        say(line)
    say(f"  Tiến độ: {place.status_file} · nhật ký: {place.log_file}")
    return 0


def _preview(repo: Path, data: bytes, say: Callable[[str], None]) -> None:
    """Have the branches of a push previewed, where the administrator set that up; what fails there is told, no more."""
    try:
        place = place_of(repo)
        lines = tuple(previews.wish(repo, place, rules.updates(data), main_branch(repo)))
        for line in lines:
            say(line)
        if lines:
            words = (*program(git.setting(repo, "cchc.python") or "python3"), "git", "preview", str(repo.absolute()))
            git.start(words, place.log_file, program_environment())
    except (SiteError, OSError) as error:
        say(f"! Chưa khởi động được bản xem thử: {error}. Bài đã được nhận; xin báo người quản trị.")


def failure_of(place: Place) -> tuple[str, ...]:
    """Say, to whoever pushes next, that the last build failed; empty when it did not."""
    last = place.status()
    if last.state != "failed":
        return ()
    told = last.finished
    with suppress(ValueError):
        told = date_time(datetime.fromisoformat(last.finished))
    more = len(last.problems) - _SHOWN
    return (
        f"! Lần dựng trang gần nhất KHÔNG thành công ({told}, {last.commit[:10]} {last.subject}); trang cũ vẫn nguyên:",
        *(f"  {line}" for line in last.problems[:_SHOWN]),
        *((f"  … và {more} dòng nữa",) if more > 0 else ()),
        f"  Nhật ký: {place.log_file}",
    )


_SHOWN = 10
