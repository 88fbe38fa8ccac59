"""What a push, or the files of a clone, would take away from readers: git's side of `content.published`.

Only what differs from the published branch is read, at the place where the work left it: what others published
since is nobody's loss. Nothing is fetched. Where the clone does not know the published branch, that is said.

Knows: which commit is compared with. Never: decides what is a loss; never changes a repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_builder import content
from site_builder.content import Entry, Fate
from site_builder.errors import Problem, PublishError
from site_builder.publish import git
from site_builder.publish.git import Clone
from site_builder.publish.rules import Update

NEWS, SETTINGS = "content/news/", "mkdocs.yml"
_BATCH = 200
"""Articles read at once when one that is published is looked for."""
Read = Callable[[Sequence[str]], Mapping[str, bytes]]
"""The bytes of the files that there are of some names."""


STATE = ".cache"
"""Where the program keeps its state, below the portal's folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What differs from the published branch."""

    files: Mapping[str, str]
    """By path from the portal's folder: `A` (added), `M` or `D` (deleted)."""
    before: Read
    after: Read
    published: Callable[[], Iterable[str]]
    """Lists the articles of the published branch."""
    main: str
    """The published branch as a clone names it, `origin/main`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What comparing a clone's files with the published branch gave."""

    problems: tuple[Problem, ...] = ()
    note: str = ""
    """Why nothing could be compared."""


# In a push


def push_problems(repo: Path, branch: str, update: Update, now: datetime) -> tuple[Problem, ...]:
    """Find what a push takes away, compared with where it left the main branch.

    Args:
        repo: the bare repository.
        branch: the main branch.
        update: what is pushed, to it or to another branch.
        now: the moment at which is asked what readers see.
    """
    main = git.commit_of(repo, f"refs/heads/{branch}")
    base = git.merge_base(repo, main, update.new) if main else ""
    if not base:
        return ()
    files = {
        path.decode("utf-8", errors="replace"): status for path, status in git.changed(repo, base, update.new).items()
    }
    change = Difference(
        files=files,
        before=lambda names: git.contents(repo, base, names),
        after=lambda names: git.contents(repo, update.new, names),
        published=lambda: [path.decode("utf-8", errors="replace") for path in git.paths(repo, base)],
        main=f"origin/{branch}",
    )
    return _problems(change, now)


# In a clone


def compare(root: Path, now: datetime, against: str = "") -> Compared:
    """Find what the files of the portal in `root` take away; nothing where there is no git.

    Args:
        root: the portal's folder.
        now: the moment at which is asked what readers see.
        against: the commit to compare with, when it is not the published branch that the clone knows.

    Raises:
        PublishError: there is no such commit.
    """
    change, note = _change(root, against)
    found = _problems(change, now) if change else ()
    return Compared(problems=(*found, *_state_problems(root)), note=note)


def _state_problems(root: Path) -> tuple[Problem, ...]:
    """A state in the repository is a stranger's: nobody's build may start from it."""
    clone = git.clone_around(root)
    prefix = root.resolve().relative_to(clone.top).as_posix().removeprefix(".") if clone else ""
    folder = f"{prefix}/{STATE}".lstrip("/")
    try:
        known = git.followed(clone, folder) if clone and (root / STATE).exists() else []
    except PublishError:
        return ()  # a broken clone is told by the comparison
    if not known:
        return ()
    message = f"git đang theo dõi {len(known)} tệp trạng thái của chương trình; hãy chạy: git rm -r --cached {folder}"
    return (Problem(STATE, 0, "trang-thai-trong-git", message),)


def keep_identities(root: Path, now: datetime, against: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield path and new bytes of every file that must say an article's `id` and `aliases`; write nothing."""
    change, _ = _change(root, against)
    if change is None:
        return
    after, found = _fates(change, now)
    for fate in found:
        owed = content.debt(fate, after)
        if fate.now is None or owed == content.NOTHING:
            continue
        data = change.after([fate.now.file])[fate.now.file]
        made = content.keep_identity(fate.now.file, data, fate.was.id, owed.aliases)
        if made is not None:
            yield fate.now.file, made


def published_file(root: Path, path: str) -> bytes | None:
    """Return a file of the portal as the published branch has it, None when it has none or is not known."""
    change, _ = _change(root, "")
    return change.before([path]).get(path) if change else None


def _change(root: Path, against: str) -> tuple[Difference | None, str]:
    """Return what the files of a portal change; else why nobody knows, empty where there is no git."""
    clone = git.clone_around(root)
    try:
        change = _of_clone(clone, root, against) if clone else None
    except PublishError:
        if against:
            raise
        return None, "không đọc được kho git ở đây"
    if change is None and clone is not None:
        return None, "bản sao này chưa có nhánh được đăng (origin/main); hãy chạy git fetch rồi kiểm tra lại"
    return change, ""


def _of_clone(clone: Clone, root: Path, against: str) -> Difference | None:
    """Return what the files of a clone change; None when it does not know the published branch."""
    main = against or _main(clone.repo)
    tip = git.commit_of(clone.repo, main if against else f"refs/remotes/{main}") if main else ""
    if against and not tip:
        message = "không có phiên bản (commit) này trong kho; hãy lấy thêm lịch sử (git fetch), hoặc ghi tên khác"
        raise PublishError(Problem(f"--against {against}", 0, "phien-ban-la", message))
    base = git.merge_base(clone.repo, tip, "HEAD") if tip else ""
    if not base:
        return None
    inside = root.resolve().relative_to(clone.top).as_posix()
    prefix = "" if inside == "." else f"{inside}/"
    found = git.changed_files(clone, base, [f"{prefix}{NEWS}", f"{prefix}{SETTINGS}"])
    return Difference(
        files={path.decode("utf-8", errors="replace").removeprefix(prefix): status for path, status in found.items()},
        before=lambda names: _inside(prefix, git.contents(clone.repo, base, [f"{prefix}{name}" for name in names])),
        after=lambda names: _on_disk(root, names),
        published=lambda: _inside(prefix, dict.fromkeys(_texts(git.paths(clone.repo, base)), b"")).keys(),
        main="origin/main" if against else main,
    )


def _main(repo: Path) -> str:
    """Return the published branch as a clone knows it, `origin/main`; empty when it does not."""
    known = git.remote_branches(repo)
    remotes = sorted({name.partition("/")[0] for name in known} - {"origin"})
    names = (f"{remote}/{branch}" for remote in ("origin", *remotes) for branch in ("HEAD", "main", "master"))
    return next((known[name] for name in names if known.get(name) in known), "")


def _texts(paths: Iterable[bytes]) -> Iterator[str]:
    return (path.decode("utf-8", errors="replace") for path in paths)


def _inside(prefix: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix(prefix): data for name, data in files.items() if name.startswith(prefix)}


def _on_disk(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of the plain files; what cannot be read is told by whoever lists the folder."""
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


# What is lost


def _problems(change: Difference, now: datetime) -> tuple[Problem, ...]:
    after, found = _fates(change, now)
    return (*content.losses(found, after, now, change.main), *_settings_problems(change, now))


def _fates(change: Difference, now: datetime) -> tuple[Mapping[str, Entry], tuple[Fate, ...]]:
    """Return the changed articles as they are, and what became of those that were published."""
    old, kept, new = (_articles(change.files, kinds) for kinds in ("DM", "M", "A"))
    before = _entries(change.before, old)
    after = _entries(change.after, kept) if before else {}
    found = content.fates(before, after, now)
    if content.are_settled(found, after):
        return after, found
    after |= _entries(change.after, new)
    return after, content.fates(before, after, now)


def _articles(files: Mapping[str, str], kinds: str) -> list[str]:
    """Return the articles whose files were changed in one of some ways; a file of another kind counts as changed."""
    known = {path: status if status in "AD" else "M" for path, status in files.items()}
    return [path for path, kind in known.items() if kind in kinds and path.startswith(NEWS) and path.endswith(".md")]


def _entries(read: Read, names: Sequence[str]) -> dict[str, Entry]:
    files = read(names) if names else {}
    return {path: content.read_article(path, data) for path, data in files.items()}


def _settings_problems(change: Difference, now: datetime) -> tuple[Problem, ...]:
    """Find settings that may change no more once something is published."""
    if SETTINGS not in change.files:
        return ()
    old, new = (
        read([SETTINGS]).get(SETTINGS, b"").decode("utf-8", errors="replace") for read in (change.before, change.after)
    )
    found = content.new_authority(old, new)
    return found if found and _has_published(change, now) else ()


def _has_published(change: Difference, now: datetime) -> bool:
    """Say whether the published branch has an article that readers can see."""
    names = [path for path in change.published() if path.startswith(NEWS) and path.endswith(".md")]
    batches = (names[at : at + _BATCH] for at in range(0, len(names), _BATCH))
    entries = (entry for batch in batches for entry in _entries(change.before, batch).values())
    return any(content.is_public(entry, now) for entry in entries)
