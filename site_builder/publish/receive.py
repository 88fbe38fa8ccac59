"""The pre-receive hook: looks at a push before git takes it, and answers the editor in Vietnamese.

The rules of files and people come first (`rules`). What passes them is checked out beside the builder's own
copy and checked by the same function that `cchc check` and the builder call, so that all three say the same. A push
that changes more than articles and media (settings, theme, static pages, taxonomy), or that links to lists and
files which only a build knows, is built on trial, too.

Whatever goes wrong in the check itself, the push is refused: nothing passes unchecked. What a push makes us read is
read by a process of its own with limits; pushes of people who may not publish wait for each other alone.

Knows: the order of the checks, and how an answer looks. Never: changes what is published.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.engine.garbage import never_collect
from site_builder.errors import Problem, PublishError, SiteError, errors_of
from site_builder.model.settings import FILE
from site_builder.publish import git, history, limits, overtaken, rules
from site_builder.publish.allowance import USUAL, Allowance, allowance
from site_builder.publish.builder import failure_of, main_branch, place_of
from site_builder.publish.code_files import code_files
from site_builder.publish.limits import Clock, Ended
from site_builder.publish.place import Lane, Place, lock
from site_builder.publish.recipe import OF_HISTORY, Refused, recipe
from site_builder.publish.rules import Update
from site_builder.text import integer

if TYPE_CHECKING:
    from site_builder.build import Options, RenderChrome
    from site_builder.cache.upcoming import Upcoming

PATIENCE = 120.0
"""Seconds that a push waits for the checks of others."""
_NICE = 10
"""How far the check of a stranger's push stands back behind everything else."""
_SHOWN = 200
"""Lines told at most."""
_LONG_LINE = 4000
"""Letters of a line told at most: a name in a push may be as long as git takes."""
_NOTICES = 20
"""Warnings told at most."""
_SITE_URL = re.compile(rb"^site_url[ \t]*:.*", re.MULTILINE)
_ADDRESS = re.compile(rb"https?://[^\s\"'\],]+")
_MADE = re.compile(rb"tin-tuc/trang-|luu-tru/|thong-ke/|feeds/|du-lieu/|assets/")

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
    reading: int = 0
    """Articles that have to be read for it."""
    suspect: str = ""
    """The heaviest article: the likely reason when a check takes too long."""

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
    lane: Lane
    branch: str
    who: str
    publishers: tuple[str, ...] | None
    allowance: Allowance
    is_first: bool
    """Nothing was ever published: the administrator imports."""
    clock: Clock
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
    never_collect()
    overtaken.note(overtaken.REFUSED)  # until it is accepted: whatever stops the check stops the push
    place: Place | None = None
    try:
        place = place_of(repo)
        place.make()
        hook = _hook(repo, place, data, render_chrome, options, say)
        ended = limits.run(lambda clock: _work(replace(hook, clock=clock), data), _waiting(hook))
    except SiteError as error:
        _log(place, options.now)
        return _cannot(say, [str(problem) for problem in error.problems])
    except Exception as error:  # noqa: BLE001 - the boundary: an editor is told a sentence, a developer reads the log
        return _broken(place, options.now, say, error)
    return _ended(say, ended)


def _hook(repo: Path, place: Place, data: bytes, render_chrome: RenderChrome, options: Options, say: Say) -> _Hook:
    """Find out who pushes, how much that may cost, and where it is checked."""
    settings, branch = git.settings(repo, "cchc"), main_branch(repo)
    who, publishers = rules.pusher(repo), rules.publishers(repo)
    is_first = not git.commit_of(repo, f"refs/heads/{branch}")
    is_publisher = who in publishers if publishers is not None else branch in {one.name for one in rules.updates(data)}
    return _Hook(
        repo=repo, place=place, lane=place.lane(publisher=is_publisher), branch=branch, who=who,
        publishers=publishers, allowance=allowance(settings, first=is_first), is_first=is_first, clock=Clock(-1),
        render_chrome=render_chrome, options=options if is_publisher else replace(options, jobs=1), say=say,
    )  # fmt: skip


def _waiting(hook: _Hook) -> limits.Budget:
    """Return what a push may take before its turn has come."""
    usual = hook.allowance.budget(0, 0)
    return replace(usual, seconds=usual.seconds + PATIENCE)


def _work(hook: _Hook, data: bytes) -> int:
    """Look at a push and answer, in a process with limits."""
    try:
        if hook.lane != hook.place.lane(publisher=True):
            os.nice(_NICE)
        with _turn(hook):
            findings = _look(hook, data)
    except SiteError as error:
        _log(hook.place, hook.options.now)
        return _cannot(hook.say, [str(problem) for problem in error.problems])
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - as in `run_receive`
        return _broken(hook.place, hook.options.now, hook.say, error)
    code = _answer(hook, findings)
    name = next((one.name for one in rules.updates(data)), "")
    overtaken.note(overtaken.REFUSED if code else overtaken.ACCEPTED, name)
    return code


# Looking


def _look(hook: _Hook, data: bytes) -> _Findings:
    """Find every problem of a push."""
    findings = _Findings()
    try:
        updates = rules.updates(data)
        findings.problems += rules.crowd_problems(hook.repo, updates, hook.who, hook.publishers, hook.allowance.refs)
        if not findings.problems:
            _look_at(hook, updates, findings)
    except git.TooManyError:
        findings.problems.append(_too_many(hook))
    return findings


def _look_at(hook: _Hook, updates: Sequence[Update], findings: _Findings) -> None:
    """Find every problem of some branches and tags."""
    most, known = hook.allowance, {*git.refs(hook.repo), *(update.ref for update in updates)}
    for update in updates:
        findings.problems += rules.ref_problems(hook.repo, update, known)
    bad = {problem.path for problem in findings.problems}
    good = [update for update in updates if update.new and not {update.name, update.ref} & bad]
    commits = git.new_commits(hook.repo, [update.new for update in good], most.commits)
    entries = tuple(git.entries(hook.repo, commits, most.paths))
    limit = rules.max_file(hook.repo, [update.new for update in good if update.is_branch])
    sizes = git.sizes(hook.repo, [entry.oid for entry in entries if entry.mode != git.GITLINK])
    if sum(sizes.get(entry.oid, 0) for entry in entries) > most.size:
        raise git.TooManyError(_too_many(hook))
    findings.suspect = _heaviest(entries, sizes)
    files = rules.file_problems(entries, sizes, limit, {update.new for update in good})
    findings.problems += files
    findings.refused += _refused(hook, good, entries, files)
    for update in good:
        if update.is_branch:
            _look_at_branch(hook, update, findings)


def _too_many(hook: _Hook) -> Problem:
    """Say that a push brings more than anybody writes in a day."""
    most = hook.allowance
    message = (
        f"lần gửi này quá lớn: một lần chỉ nhận tới {integer(most.commits)} phiên bản (commit), "
        f"{integer(most.paths)} tệp thêm hoặc đổi, tổng cộng {integer(most.size // 1_000_000)} MB; hãy gửi từng phần "
        "(git push origin MÃ-COMMIT:NHÁNH), đợt nhập lớn thì nhờ người quản trị"
    )
    return Problem("git push", 0, "gui-qua-nhieu", message)


def _heaviest(entries: Iterable[git.TreeEntry], sizes: Mapping[str, int]) -> str:
    """Return the article of a push that takes longest to read, as far as its size tells."""
    articles = (entry for entry in entries if entry.name.endswith(".md"))
    heaviest = max(articles, key=lambda entry: sizes.get(entry.oid, 0), default=None)
    return heaviest.name if heaviest else ""


def _refused(
    hook: _Hook, updates: Iterable[Update], entries: Iterable[git.TreeEntry], problems: Iterable[Problem]
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


def _look_at_branch(hook: _Hook, update: Update, findings: _Findings) -> None:
    """Look at the files that the tip of a branch has."""
    changed = git.changed(hook.repo, _base(hook, update), update.new, hook.allowance.paths)
    names = [path.decode("utf-8", errors="backslashreplace") for path in changed]
    twins: tuple[Problem, ...] = ()
    if "A" in changed.values():
        twins = tuple(rules.twins(git.paths(hook.repo, update.new), names))
    code = _code(hook, update)
    persons = tuple(rules.person_problems(hook.branch, update, hook.who, hook.publishers, names, code))
    findings.problems += (*twins, *persons)
    garbled = any(problem.code in _NO_FILE for problem in findings.problems)
    if garbled or any(problem.code == "cai-dat-can-quyen" for problem in persons):
        findings.unchecked = True  # no file system takes every name; nobody's settings run before they may
        return
    faulty = {problem.path for problem in findings.problems}
    sound = [name for name in names if name not in faulty]
    trial = any(name.startswith(rules.PORTAL) and not name.startswith(rules.READ) for name in sound)
    trial = trial or _leads_to_made_pages(hook, update, names)
    for problem in _check(hook, update, findings, len(sound), trial=trial):
        if problem.path in faulty or (problem.level == "warning" and problem.path not in names):
            continue
        findings.problems.append(problem)
    findings.problems += history.push_problems(hook.repo, hook.branch, update, hook.options.now)


def _code(hook: _Hook, update: Update) -> frozenset[str]:
    """Return what the settings that stand before a stranger's push name as code; they are publishers' own words."""
    if hook.publishers is None or hook.who in hook.publishers:
        return frozenset()
    commits = {_base(hook, update), git.commit_of(hook.repo, f"refs/heads/{hook.branch}")} - {""}
    return frozenset().union(*(code_files(partial(git.contents, hook.repo, commit)) for commit in commits))


def _leads_to_made_pages(hook: _Hook, update: Update, names: Iterable[str]) -> bool:
    """Say whether a changed article may link to a page of which only a build knows whether it exists."""
    articles = [name for name in names if name.startswith("content/news/")]
    own = _own_addresses(hook, update) if articles else ()
    batches = (articles[at : at + USUAL] for at in range(0, len(articles), USUAL))
    texts = (text for batch in batches for text in git.contents(hook.repo, update.new, batch).values())
    return any(_MADE.search(text) or any(address in text for address in own) for text in texts)


def _own_addresses(hook: _Hook, update: Update) -> tuple[bytes, ...]:
    """Return the portal's address in full, as articles may write it: its own pages are looked at in the made site."""
    line = _SITE_URL.search(git.contents(hook.repo, update.new, [FILE]).get(FILE, b""))
    return tuple(_ADDRESS.findall(line[0])) if line else ()


def _base(hook: _Hook, update: Update) -> str:
    """Return what a branch is compared with: what it was, else where it left the main branch."""
    if update.old:
        return update.old
    main = git.commit_of(hook.repo, f"refs/heads/{hook.branch}")
    return (git.merge_base(hook.repo, main, update.new) if main else "") or git.empty_tree(hook.repo)


def _check(hook: _Hook, update: Update, findings: _Findings, files: int, *, trial: bool) -> tuple[Problem, ...]:
    """Check out the tip of a branch and check it as `cchc check` does."""
    if update.old and git.commit_of(hook.repo, update.ref) != update.old:
        message = "người khác vừa gửi bài trước; hãy chạy “git pull --rebase” rồi “git push” lại"
        return (Problem(update.name, 0, "co-bai-moi", message),)
    try:
        git.check_out(hook.repo, update.new, *hook.lane.checkout)
    except git.UnfitPathError as error:
        return error.problems
    found = _judge(hook, findings, files, trial=trial, strict=update.ref == f"refs/heads/{hook.branch}")
    here = f"{hook.lane.checkout[0].absolute()}/"  # MkDocs names its files in full: an editor has no such folder
    return tuple(replace(problem, message=problem.message.replace(here, "")) for problem in found)


def _judge(hook: _Hook, findings: _Findings, files: int, *, trial: bool, strict: bool) -> tuple[Problem, ...]:
    """Return every problem of what is checked out, of which `files` changed; `strict` as in `build.Options`."""
    from site_builder import build  # noqa: PLC0415 - slow to import, and a push that breaks a rule needs none of it
    from site_builder.cache.versions import code_version  # noqa: PLC0415 - same

    root, lane = hook.lane.checkout[0], hook.lane
    code = code_version()
    is_read = lane.state.is_dir() and lane.read.is_file() and lane.read.read_text(encoding="utf-8") == code
    everything = git.files_in(lane.checkout[1])
    findings.reading += files if is_read and not trial else everything
    hook.clock.allow(_budget(hook, findings, everything))
    options = replace(hook.options, state=lane.state.absolute(), link=str(lane.link.absolute()), strict=strict)
    if not trial:
        checked = build.check(root, hook.render_chrome, options)
        findings.articles, found = checked.articles, checked.problems
    else:
        found = _try(hook, findings, options)
    lane.read.write_text(code, encoding="utf-8")
    return found


def _try(hook: _Hook, findings: _Findings, options: Options) -> tuple[Problem, ...]:
    """Return every problem that building all of it shows."""
    from site_builder import build  # noqa: PLC0415 - as above

    hook.say("  Thay đổi này cần dựng thử cả cổng để kiểm tra; xin đợi…")
    try:
        report = build.build(hook.lane.checkout[0], hook.render_chrome, replace(options, verify=_verify))
    except SiteError as error:
        return error.problems
    findings.articles = report.articles
    return report.problems


def _budget(hook: _Hook, findings: _Findings, files: int) -> limits.Budget:
    """Return what a check may take since its turn came."""
    budget = hook.allowance.most if hook.is_first else hook.allowance.budget(findings.reading, files)
    return replace(budget, suspect=findings.suspect)


@contextmanager
def _turn(hook: _Hook) -> Iterator[None]:
    """Wait for one's turn to check; say so when it takes a while."""
    for patience in (1.0, PATIENCE):
        with lock(hook.lane.lock, patience) as held:
            if held:
                hook.clock.start(_budget(hook, _Findings(), 0))
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


_NO_FILE = frozenset(("ten-khong-utf8", "ten-qua-dai"))
"""Codes of names that no file system takes."""
_OF_REFS = frozenset(
    (
        "ref-la",
        "xoa-nhanh",
        "doi-the",
        "ghi-de-lich-su",
        "khong-duoc-dang",
        "co-bai-moi",
        "ten-nhanh-la",
        "gui-qua-nhieu",
        "qua-nhieu-nhanh",
    )
)


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
        say(line[:_LONG_LINE])


def _cannot(say: Say, lines: Iterable[str]) -> int:
    """Refuse, because the check itself did not work."""
    say("✗ Không nhận bài: máy chủ không kiểm tra được (lỗi của máy chủ, không phải của bài).")
    _tell(say, (f"  {line}" for text in lines for line in text.splitlines()))
    say("→ Hãy gửi lại sau ít phút; nếu vẫn vậy, xin báo người quản trị. Trang đang đăng không thay đổi.")
    return 1


def _broken(place: Place | None, now: datetime, say: Say, error: Exception) -> int:
    """Refuse, because the program has a fault: the editor reads its name, a developer the log."""
    logged = _log(place, now)
    return _cannot(say, [f"{type(error).__name__}: {error}", *([f"Chi tiết: {logged}"] if logged else [])])


def _ended(say: Say, ended: Ended) -> int:
    """Return the hook's exit code; refuse what had to be ended, and say what to do."""
    if not ended.why:
        return 1 if ended.code else 0
    seconds, megabytes = int(ended.budget.seconds), ended.budget.memory // 1024**2
    took = f"quá {integer(seconds)} giây" if ended.why == "time" else f"quá {integer(megabytes)} MB bộ nhớ"
    say(f"✗ Không nhận bài: kiểm tra lần gửi này cần {took}, nên máy chủ đã dừng lại.")
    if ended.budget.suspect:
        _tell(say, [f"  Bài nặng nhất trong lần gửi, hãy xem lại trước tiên: {ended.budget.suspect}"])
    say("→ Hãy tách bài quá dài, hoặc gửi ít bài hơn mỗi lần: git push origin MÃ-COMMIT:NHÁNH (từ commit cũ nhất).")
    say("  Vẫn vậy, hoặc đây là đợt nhập nhiều bài, thì xin báo người quản trị. Trang đang đăng không thay đổi.")
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
