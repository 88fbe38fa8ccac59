"""The pre-receive hook: looks at a push before git takes it, and answers the editor in Vietnamese.

The rules of files and people come first (`rules`). What passes them is checked out beside the builder's own
copy and checked by the same function that `cchc check` and the builder call, so that all three say the same. A push
that changes more than articles and media (settings, theme, static pages, taxonomy), or that links to lists and
files which only a build knows, is built on trial, too.

Whatever goes wrong in the check itself, the push is refused: nothing passes unchecked.

Knows: the order of the checks, and how an answer looks. Never: changes what is published.
"""

from __future__ import annotations

import gc
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import Problem, PublishError, SiteError, errors_of
from site_builder.publish import git, history, overtaken, rules
from site_builder.publish.builder import failure_of, main_branch, place_of
from site_builder.publish.place import Place, lock
from site_builder.publish.recipe import OF_HISTORY, Refused, recipe
from site_builder.publish.rules import Update
from site_builder.text import integer

if TYPE_CHECKING:
    from site_builder.build import Options, RenderChrome
    from site_builder.upcoming import Upcoming

LOCK = "check.lock"
PATIENCE = 120.0
"""Seconds that a push waits for the check of another."""
_SHOWN = 200
"""Lines told at most."""
_NOTICES = 20
"""Warnings told at most."""
_MADE = re.compile(rb"tin-tuc/trang-|luu-tru/|thong-ke/|feeds/|du-lieu/|assets/")
_PLAIN = dict.fromkeys((*range(32), *range(127, 160), 8232, 8233), " ")
"""A name in a push may hold what a terminal obeys."""

Say = Callable[[str], None]


@dataclass(slots=True)
class _Findings:
    """What was found in a push."""

    problems: list[Problem] = field(default_factory=list)
    unchecked: bool = False
    """Some content was not looked at, because the rules of files come first."""
    articles: int = 0
    refused: list[Refused] = field(default_factory=list)
    """Branches whose new commits hold what may not lie in the repository."""

    def errors(self) -> tuple[Problem, ...]:
        """Every error once, sorted by place."""
        return tuple(sorted(set(errors_of(self.problems))))

    def warnings(self) -> tuple[Problem, ...]:
        """Every warning once, sorted by place."""
        return tuple(sorted({problem for problem in self.problems if problem.level == "warning"}))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Hook:
    """One run of the hook."""

    repo: Path
    place: Place
    branch: str
    render_chrome: RenderChrome
    options: Options
    say: Say


def run_receive(repo: Path, data: bytes, render_chrome: RenderChrome, options: Options, say: Say) -> int:
    """`cchc git receive REPO`: return 0 to take the push, 1 to refuse it, having said why.

    Args:
        repo: the bare repository.
        data: what git gives the hook on stdin: `old new ref` lines.
        render_chrome: runs MkDocs.
        options: moment and processes of the check.
        say: prints a line that reaches the editor.
    """
    gc.disable()  # one push, then the process ends: looking for garbage costs more than it finds
    overtaken.note(overtaken.REFUSED)  # until it is accepted: whatever stops the check stops the push
    place: Place | None = None
    try:
        place = place_of(repo)
        place.make()
        hook = _Hook(
            repo=repo, place=place, branch=main_branch(repo), render_chrome=render_chrome, options=options, say=say
        )
        updates = rules.updates(data)
        findings = _look(hook, updates)
    except SiteError as error:
        _log(place, options.now)
        return _cannot(say, [str(problem) for problem in error.problems])
    except Exception as error:  # noqa: BLE001 - the boundary: an editor is told a sentence, a developer reads the log
        logged = _log(place, options.now)
        return _cannot(say, [f"{type(error).__name__}: {error}", *([f"Chi tiết: {logged}"] if logged else [])])
    code = _answer(hook, findings)
    overtaken.note(overtaken.REFUSED if code else overtaken.ACCEPTED, next((one.name for one in updates), ""))
    return code


# Looking


def _look(hook: _Hook, updates: Sequence[Update]) -> _Findings:
    """Find every problem of a push."""
    findings = _Findings()
    for update in updates:
        findings.problems += rules.ref_problems(hook.repo, update)
    bad = {problem.path for problem in findings.problems}
    good = [update for update in updates if update.new and not {update.name, update.ref} & bad]
    entries = tuple(git.entries(hook.repo, git.new_commits(hook.repo, [update.new for update in good])))
    limit = rules.max_file(hook.repo, [update.new for update in good if update.is_branch])
    sizes = git.sizes(hook.repo, [entry.oid for entry in entries if entry.mode != git.GITLINK])
    files = rules.file_problems(entries, sizes, limit, {update.new for update in good})
    findings.problems += files
    findings.refused += _refused(hook, good, entries, files)
    who, allowed = rules.pusher(), rules.publishers(hook.repo)
    for update in good:
        if update.is_branch:
            _look_at_branch(hook, update, who, allowed, findings)
    return findings


def _refused(
    hook: _Hook, updates: Iterable[Update], entries: Iterable[git.Entry], problems: Iterable[Problem]
) -> Iterator[Refused]:
    """Yield the branches that must be made anew without some files, or with others."""
    known = sorted(problems, key=lambda problem: problem.code != "tep-chay-duoc")  # taking out mends that, too
    codes = {problem.path: problem.code for problem in known if problem.code in OF_HISTORY}
    faults = {entry.path: codes[entry.name] for entry in entries if entry.name in codes}
    if faults:
        for update in (update for update in updates if update.is_branch):
            base = _base(hook, update)
            yield Refused(
                branch=update.name,
                tip=update.new,
                base=git.commit_of(hook.repo, base),
                faults=faults,
                paths=frozenset(git.paths(hook.repo, update.new)),
            )


def _look_at_branch(
    hook: _Hook, update: Update, who: str, allowed: tuple[str, ...] | None, findings: _Findings
) -> None:
    """Look at the files that the tip of a branch has."""
    changed = git.changed(hook.repo, _base(hook, update), update.new)
    names = [path.decode("utf-8", errors="backslashreplace") for path in changed]
    twins: tuple[Problem, ...] = ()
    if "A" in changed.values():
        twins = tuple(rules.twins(git.paths(hook.repo, update.new), names))
    persons = tuple(rules.person_problems(hook.branch, update, who, allowed, names))
    findings.problems += (*twins, *persons)
    garbled = any(problem.code == "ten-khong-utf8" for problem in findings.problems)
    if garbled or any(problem.code == "cai-dat-can-quyen" for problem in persons):
        findings.unchecked = True  # no file system takes every name; nobody's settings run before they may
        return
    faulty = {problem.path for problem in findings.problems}
    sound = (name for name in names if name not in faulty)
    trial = any(name.startswith(rules.PORTAL) and not name.startswith(rules.READ) for name in sound)
    for problem in _check(hook, update, findings, trial=trial or _leads_to_made_pages(hook, update, names)):
        if problem.path in faulty or (problem.level == "warning" and problem.path not in names):
            continue
        findings.problems.append(problem)
    findings.problems += history.push_problems(hook.repo, hook.branch, update, hook.options.now)


def _leads_to_made_pages(hook: _Hook, update: Update, names: Iterable[str]) -> bool:
    """Say whether a changed article may link to a page of which only a build knows whether it exists."""
    articles = [name for name in names if name.startswith("content/news/")]
    return any(map(_MADE.search, git.contents(hook.repo, update.new, articles).values()))


def _base(hook: _Hook, update: Update) -> str:
    """Return what a branch is compared with: what it was, else where it left the main branch."""
    if update.old:
        return update.old
    main = git.commit_of(hook.repo, f"refs/heads/{hook.branch}")
    return (git.merge_base(hook.repo, main, update.new) if main else "") or git.empty_tree(hook.repo)


def _check(hook: _Hook, update: Update, findings: _Findings, *, trial: bool) -> tuple[Problem, ...]:
    """Check out the tip of a branch and check it as `cchc check` does, one push at a time."""
    with _turn(hook):
        if update.old and git.commit_of(hook.repo, update.ref) != update.old:
            message = "người khác vừa gửi bài trước; hãy chạy “git pull --rebase” rồi “git push” lại"
            return (Problem(update.name, 0, "co-bai-moi", message),)
        git.check_out(hook.repo, update.new, *hook.place.check)
        found = _judge(hook, findings, trial=trial, strict=update.ref == f"refs/heads/{hook.branch}")
    here = f"{hook.place.check[0].absolute()}/"  # MkDocs names its files in full: an editor has no such folder
    return tuple(replace(problem, message=problem.message.replace(here, "")) for problem in found)


def _judge(hook: _Hook, findings: _Findings, *, trial: bool, strict: bool) -> tuple[Problem, ...]:
    """Return every problem of what is checked out; `strict` as in `build.Options`."""
    from site_builder import build  # noqa: PLC0415 - slow to import, and a push that breaks a rule needs none of it

    root = hook.place.check[0]
    state, link = hook.place.state / "check-state", hook.place.state / "check-public"
    options = replace(hook.options, state=state.absolute(), link=str(link.absolute()), strict=strict)
    if not trial:
        found = build.check(root, hook.render_chrome, options)
        findings.articles = found.articles
        return found.problems
    hook.say("  Thay đổi này cần dựng thử cả cổng để kiểm tra; xin đợi…")
    try:
        report = build.build(root, hook.render_chrome, replace(options, verify=_verify))
    except SiteError as error:
        return error.problems
    findings.articles = report.articles
    return report.problems


@contextmanager
def _turn(hook: _Hook) -> Iterator[None]:
    """Wait for one's turn to check; say so when it takes a while."""
    for patience in (1.0, PATIENCE):
        with lock(hook.place.state / LOCK, patience) as held:
            if held:
                yield
                return
        if patience < PATIENCE:
            hook.say("  Người khác đang gửi bài; xin đợi tới lượt…")
    message = "nhiều người đang gửi bài cùng lúc, đợi quá lâu chưa tới lượt; hãy gửi lại sau ít phút"
    raise PublishError(Problem(str(hook.place.to), 0, "dang-ban", message))


def _verify(upcoming: Upcoming) -> None:
    """Look at a trial build as the builder looks at its own."""
    from site_builder.publish.verify import verify  # noqa: PLC0415 - slow to import, and seldom needed

    verify(upcoming)


# Answering


def _answer(hook: _Hook, findings: _Findings) -> int:
    """Tell the editor; return the hook's exit code."""
    errors, warnings = findings.errors(), findings.warnings()
    if not errors:
        hook.say(f"✓ Nội dung đạt{_count(findings)}.")
        _notices(hook.say, warnings)
        _tell(hook.say, failure_of(hook.place))
        return 0
    hook.say(f"✗ Không nhận bài: có {integer(len(errors))} lỗi cần sửa.")
    _tell(hook.say, [str(problem) for problem in errors[:_SHOWN]])
    if len(errors) > _SHOWN:
        hook.say(f"… và {integer(len(errors) - _SHOWN)} lỗi nữa, xem bằng: cchc check")
    _notices(hook.say, warnings)
    _tell(hook.say, _next_steps(errors, findings.refused, unchecked=findings.unchecked))
    _tell(hook.say, failure_of(hook.place))
    return 1


def _count(findings: _Findings) -> str:
    return f" (đã kiểm tra cả cổng, {integer(findings.articles)} bài)" if findings.articles else ""


def _notices(say: Say, warnings: Sequence[Problem]) -> None:
    """Tell what the editor may mend, in what was pushed."""
    _tell(say, [str(problem) for problem in warnings[:_NOTICES]])
    if len(warnings) > _NOTICES:
        say(f"… và {integer(len(warnings) - _NOTICES)} cảnh báo nữa, xem bằng: cchc check")


_OF_REFS = frozenset(("ref-la", "xoa-nhanh", "doi-the", "ghi-de-lich-su", "khong-duoc-dang", "co-bai-moi"))


_OVERTAKEN = frozenset(("co-bai-moi", "ghi-de-lich-su"))


def _next_steps(errors: Sequence[Problem], refused: Iterable[Refused], *, unchecked: bool) -> Iterator[str]:
    """Yield what to do."""
    codes = {problem.code for problem in errors}
    if codes - _OF_REFS:
        yield "→ Sửa các dòng trên rồi lưu (git commit) và gửi (git push) lại. Trang đang đăng không thay đổi."
    else:
        yield "→ Làm theo chỉ dẫn ở dòng trên. Trang đang đăng không thay đổi."
    for name in sorted({problem.path for problem in errors if problem.code in _OVERTAKEN}):
        yield from overtaken.recipe(name)
    for branch in refused:
        yield from recipe(branch)
    if unchecked:
        yield "  Nội dung các bài chưa được kiểm tra; sẽ kiểm tra khi các lỗi trên đã hết."


def _tell(say: Say, lines: Iterable[str]) -> None:
    for line in lines:
        say(line.translate(_PLAIN))


def _cannot(say: Say, lines: Iterable[str]) -> int:
    """Refuse, because the check itself did not work."""
    say("✗ Không nhận bài: máy chủ không kiểm tra được (lỗi của máy chủ, không phải của bài).")
    _tell(say, (f"  {line}" for text in lines for line in text.splitlines()))
    say("→ Hãy gửi lại sau ít phút; nếu vẫn vậy, xin báo người quản trị. Trang đang đăng không thay đổi.")
    return 1


def _log(place: Place | None, now: datetime) -> Path | None:
    """Keep what a developer needs to know; a full disk keeps nothing."""
    if place is None:
        return None
    file = place.state / "log" / "nhan-bai.log"
    with suppress(OSError), file.open("a", encoding="utf-8") as log:
        log.write(f"{now:%Y-%m-%d %H:%M:%S}\n{traceback.format_exc()}\n")
        return file
    return None
