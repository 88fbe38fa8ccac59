"""The git program, thinly: with `programs`, the only files of the product that run a command.

Every call names the repository itself and carries a scrubbed environment: no settings of the machine or of a
person, no filters, no replaced objects. Of a hook's variables only those of the quarantine are kept, so that what
was pushed can be read before it is accepted. Paths come as git stores them (`-z`), never quoted.

Knows: git's commands and output. Never: knows what a portal is; never prints.
"""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from site_builder.errors import Problem, PublishError

SYMLINK, GITLINK, EXECUTABLE = "120000", "160000", "100755"
_KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
_QUARANTINE = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
_FIXED = {
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ATTR_NOSYSTEM": "1",
}
_SETTINGS = (
    "core.symlinks=false",  # a link that slipped in lies there as a plain file
    "core.autocrlf=false",
    "core.fsmonitor=false",
    "core.quotePath=false",
    f"core.attributesFile={os.devnull}",
    f"core.hooksPath={os.devnull}",
    "gc.auto=0",
)
_PATIENCE = 60
"""Seconds that a reload command may take."""
_CHUNK = 1 << 16
_LONG = 4096
"""Bytes that one path, or one other word of git, has at most on average."""
ENDLESS = 10**9
"""As good as no bound."""


_INVALID = re.compile(rb"^error: invalid path '(.*)'$", re.MULTILINE)


class TooManyError(PublishError):
    """Git has more to tell than anybody wants to hear."""


class UnfitPathError(PublishError):
    """A commit holds a path that git itself checks out nowhere, such as a link in the place of one of its own files."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeEntry:
    """One file that a commit adds or changes."""

    commit: str
    mode: str
    oid: str
    path: bytes
    added: bool

    @property
    def name(self) -> str:
        r"""The path as text; bytes that are not UTF-8 show as `\xff`."""
        return self.path.decode("utf-8", errors="backslashreplace")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clone:
    """A person's clone, with its files."""

    repo: Path
    """Git's own folder."""
    top: Path
    """The folder of the files."""


def clone_around(folder: Path) -> Clone | None:
    """Return the clone that a folder lies in, None when it lies in none. Starts no program."""
    for top in (folder.resolve(), *folder.resolve().parents):
        place = top / ".git"
        if place.is_dir():
            return Clone(repo=place, top=top)
        if place.is_file():  # a further work tree, or a submodule
            named = place.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
            return Clone(repo=top / named, top=top)
    return None


def run(repo: Path, *args: str, stdin: bytes = b"") -> bytes:
    """Run git on the repository in `repo` and return what it prints.

    Raises:
        PublishError: git failed; with git's words.
    """
    done = _run(repo, args, stdin, None)
    if done.returncode:
        raise _failed(repo, args, done.stderr)
    return done.stdout


def succeeds(repo: Path, *args: str) -> bool:
    """Say whether git ends without an error."""
    return _run(repo, args, b"", None).returncode == 0


def _run(
    repo: Path, args: Sequence[str], stdin: bytes, checkout: tuple[Path, Path] | None, held: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    try:
        return subprocess.run(  # noqa: S603 - no shell; what a push names is never an option
            ["git", *settings, *args], input=stdin,  # noqa: S607 - whatever git the machine has
            capture_output=True, check=False,
            env=environment(repo, checkout), cwd=checkout[0] if checkout else repo,
            pass_fds=() if held is None else (held,),
        )  # fmt: skip
    except OSError as error:
        raise _failed(repo, args, str(error).encode()) from error


def environment(repo: Path, checkout: tuple[Path, Path] | None = None) -> dict[str, str]:
    """Return the environment of a git command."""
    kept = {name: os.environ[name] for name in (*_KEPT, *_QUARANTINE) if name in os.environ}
    place = {"GIT_DIR": str(repo.absolute())}
    if checkout:
        place |= {"GIT_WORK_TREE": str(checkout[0].absolute()), "GIT_INDEX_FILE": str(checkout[1].absolute())}
    return kept | _FIXED | place


def _failed(repo: Path, args: Sequence[str], stderr: bytes) -> PublishError:
    words = " ".join(stderr.decode("utf-8", errors="replace").split())[:500] or "không nói gì thêm"
    message = f"lệnh “git {args[0]}” không làm được; git nói: {words}"
    # Git that may have no more memory has counted more than anybody wants to hear.
    kind = TooManyError if "out of memory" in words.lower() else PublishError
    return kind(Problem(str(repo), 0, "git-loi", message))


def commit_of(repo: Path, name: str) -> str:
    """Return the commit that a branch, tag or abbreviated id names, empty when there is none."""
    done = _run(repo, ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"), b"", None)
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def branches(repo: Path) -> tuple[str, ...]:
    """Return the names of all branches, sorted."""
    out = run(repo, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads")
    return tuple(out.decode("utf-8", errors="replace").splitlines())


def refs(repo: Path) -> tuple[str, ...]:
    """Return the names of all branches and tags in full."""
    out = run(repo, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags")
    return tuple(out.decode("utf-8", errors="replace").splitlines())


def is_ancestor(repo: Path, old: str, new: str) -> bool:
    """Say whether `new` contains `old`."""
    return succeeds(repo, "merge-base", "--is-ancestor", old, new)


def merge_base(repo: Path, one: str, other: str) -> str:
    """Return the newest commit that both contain, empty when there is none."""
    done = _run(repo, ("merge-base", one, other), b"", None)
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def empty_tree(repo: Path) -> str:
    """Return the id of the tree without files, whatever kind of ids the repository has."""
    return run(repo, "hash-object", "-t", "tree", "--stdin").decode().strip()


def words_of(repo: Path, *args: str, most: int, stdin: bytes = b"", end: bytes = b"\0") -> Iterator[bytes]:
    """Yield what git prints, word by word as it comes, without keeping the whole.

    Args:
        repo: the repository.
        args: the command.
        most: how many words are taken.
        stdin: what git is told.
        end: what ends a word.

    Raises:
        TooManyError: there are more, or they are longer than paths are; git is ended.
        PublishError: git failed.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
        told.write(stdin)
        told.seek(0)
        with subprocess.Popen(  # noqa: S603 - no shell; what a push names is never an option
            ["git", *settings, *args], stdin=told, stdout=subprocess.PIPE, stderr=said,  # noqa: S607 - as in `_run`
            env=environment(repo), cwd=repo,
        ) as git:  # fmt: skip
            try:
                yield from _split(git.stdout, end, most, args)
            except BaseException:
                git.kill()
                raise
        if git.returncode > 0:
            said.seek(0)
            raise _failed(repo, args, said.read(_CHUNK))


def _split(out: IO[bytes] | None, end: bytes, most: int, args: Sequence[str]) -> Iterator[bytes]:
    """Yield the words of a stream up to its end, each once it is whole."""
    rest, count, size = b"", 0, 0
    while out is not None and (chunk := os.read(out.fileno(), _CHUNK)):
        *words, rest = (rest + chunk).split(end)
        count, size = count + len(words), size + len(chunk)
        if count > most or size > (most + 100) * _LONG or len(rest) > _LONG * 100:
            message = f"nhiều hơn {most} mục mà lệnh “git {args[0]}” kể ra"
            raise TooManyError(Problem("git", 0, "gui-qua-nhieu", message))
        yield from words
    if rest:
        yield rest


def new_commits(repo: Path, tips: Sequence[str], most: int = ENDLESS) -> tuple[str, ...]:
    """Return the commits below `tips` that no branch or tag holds yet, the newest first; `most` of them."""
    if not tips:
        return ()
    words = words_of(repo, "rev-list", *tips, "--not", "--all", most=most, end=b"\n")
    return tuple(word.decode() for word in words)


def _lines(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def entries(repo: Path, commits: Sequence[str], most: int = ENDLESS) -> Iterator[TreeEntry]:
    """Yield every file that each commit adds or changes, `most` of them; of a merge, what none of its parents has."""
    args = ("diff-tree", "--stdin", "-r", "-c", "--root", "-z", "--raw", "--no-renames", "--no-abbrev")
    words = words_of(repo, *args, most=2 * most + len(commits), stdin=_lines(commits))
    commit = ""
    for word in words:
        if not word.startswith(b":"):
            commit = word.decode()
            continue
        parents = len(word) - len(word.lstrip(b":"))
        fields = word[parents:].decode().split(" ")
        mode, oid, status = fields[parents], fields[2 * parents + 1], fields[-1]
        path = next(words)
        if mode != "000000":
            yield TreeEntry(commit=commit, mode=mode, oid=oid, path=path, added="A" in status)


def changed(repo: Path, old: str, new: str, most: int = ENDLESS) -> dict[bytes, str]:
    """Return the paths in which two trees differ, each with `A` (added), `M`, `D` (deleted) or `T` (its kind).

    Raises:
        TooManyError: they differ in more than `most`.
    """
    words = words_of(repo, "diff-tree", "-r", "-z", "--name-status", "--no-renames", old, new, most=2 * most)
    return {path: status.decode() for status, path in zip(words, words, strict=False)}


def paths(repo: Path, commit: str) -> tuple[bytes, ...]:
    """Return the paths of all files of a commit."""
    out = run(repo, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    return tuple(path for path in out.split(b"\0") if path)


def sizes(repo: Path, oids: Sequence[str]) -> dict[str, int]:
    """Return the size of each object, in bytes."""
    ask = _lines(dict.fromkeys(oids))
    out = run(repo, "cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=ask)
    pairs = (line.split(" ") for line in out.decode().splitlines())
    return {oid: int(size) for oid, size in pairs if size.isdigit()}


def contents(repo: Path, commit: str, names: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of the files that a commit has of `names`, in one call."""
    asked = [name for name in names if "\n" not in name]
    out = run(repo, "cat-file", "--batch", stdin="".join(f"{commit}:{name}\n" for name in asked).encode())
    found: dict[str, bytes] = {}
    at = 0
    for name in asked:
        end = out.index(b"\n", at)
        head, at = out[at:end], end + 1
        if head.endswith(b" missing"):
            continue
        size = int(head.rsplit(b" ", 1)[1])
        found[name], at = out[at : at + size], at + size + 1
    return found


def remote_branches(repo: Path) -> dict[str, str]:
    """Return what a clone knows of other repositories: `origin/HEAD` → `origin/main`, `origin/main` → itself."""
    out = run(repo, "for-each-ref", "--format=%(refname)%00%(symref)", "refs/remotes")
    lines = (line.split("\0") for line in out.decode("utf-8", errors="replace").splitlines())
    return {name[13:]: (target or name)[13:] for name, target in lines}


def changed_files(clone: Clone, commit: str, names: Sequence[str]) -> dict[bytes, str]:
    """Return the paths in which a clone's files differ from a commit, each with `A` (added), `M` or `D` (deleted).

    Files that git does not follow yet count, those that it is told to ignore do not.

    Args:
        clone: whose files.
        commit: what they are compared with.
        names: files and folders to look at, from the clone's top.
    """
    checkout = (clone.top, clone.repo / "index")
    found: dict[bytes, str] = {}
    words = _words(
        clone, checkout, "diff", "--name-status", "--no-renames", "--no-ext-diff", "-z", commit, "--", *names
    )
    for status, path in zip(words[::2], words[1::2], strict=False):
        found[path] = status.decode() if status in {b"A", b"D"} else "M"
    for path in _words(clone, checkout, "ls-files", "--others", "--exclude-standard", "-z", "--", *names):
        found[path] = "M" if path in found else "A"
    return found


def followed(clone: Clone, folder: str) -> list[bytes]:
    """Return the paths below a folder, named from the clone's top, that git follows."""
    return _words(clone, (clone.top, clone.repo / "index"), "ls-files", "-z", "--", folder)


def _words(clone: Clone, checkout: tuple[Path, Path], *args: str) -> list[bytes]:
    done = _run(clone.repo, ("--literal-pathspecs", *args), b"", checkout)
    if done.returncode:
        raise _failed(clone.repo, args, done.stderr)
    return done.stdout.split(b"\0")[:-1]


def subject(repo: Path, commit: str) -> str:
    """Return the first line of a commit's message and its author, for people."""
    out = run(repo, "log", "-1", "--no-show-signature", "--format=%s (%an)", commit)
    return out.decode("utf-8", errors="replace").strip()


def check_out(repo: Path, commit: str, folder: Path, index: Path) -> None:
    """Bring `folder` to exactly the files of a commit; only what differs is written.

    The caller holds the lock of this folder. A call that was killed is made good by the next: it waits for the git
    that still runs, removes the index lock, and sweeps out what was left without being noted.

    Raises:
        UnfitPathError: git takes no file of such a name.
        PublishError: git failed, as on a full disk.
    """
    unclean = index.with_name(f"{index.name}.unclean")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(PermissionError):  # drafts lie in it, and other accounts of the server are no editors
            folder.chmod(0o700)
        with _alone(index.with_name(f"{index.name}.busy")) as held:
            index.with_name(f"{index.name}.lock").unlink(missing_ok=True)
            sweep = unclean.exists() or not index.exists()
            unclean.touch()
            _read_tree(repo, commit, (folder, index), held, sweep=sweep)
            unclean.unlink()
    except OSError as error:
        message = f"không ghi được: {error.strerror}; hãy xem đĩa còn chỗ và quyền ghi không"
        raise PublishError(Problem(str(folder), 0, "khong-ghi-duoc", message)) from error


@contextmanager
def _alone(file: Path) -> Iterator[int]:
    """Hold a lock that a git started here keeps holding when we are killed, and give its number."""
    held = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield held
    finally:
        os.close(held)


def _read_tree(repo: Path, commit: str, checkout: tuple[Path, Path], held: int, *, sweep: bool) -> None:
    """Check a commit out; with a new index when the one that is there is broken."""
    args = ("read-tree", "-u", "--reset", commit)
    done = _run(repo, args, b"", checkout, held)
    if done.returncode and checkout[1].exists():
        checkout[1].unlink()
        sweep = True
        done = _run(repo, args, b"", checkout, held)
    if done.returncode:
        raise _unfit(done.stderr) or _failed(repo, args, done.stderr)
    if sweep:
        swept = _run(repo, ("clean", "-ffdxq"), b"", checkout, held)
        if swept.returncode:
            raise _failed(repo, ("clean",), swept.stderr)


def _unfit(stderr: bytes) -> UnfitPathError | None:
    """Read which path git would not check out; None when it failed for another reason."""
    found = _INVALID.search(stderr)
    if found is None:
        return None
    message = "git không nhận tên này, vì nó giống tệp riêng của git; hãy xóa tệp (git rm), hoặc đổi tên"
    return UnfitPathError(
        Problem(found[1].decode("utf-8", errors="backslashreplace"), 0, "ten-git-khong-nhan", message)
    )


def setting(repo: Path, key: str) -> str:
    """Return a setting of the repository, empty when there is none."""
    done = _run(repo, ("config", "--local", "--get", key), b"", None)
    return done.stdout.decode("utf-8", errors="replace").strip() if done.returncode == 0 else ""


def settings(repo: Path, section: str) -> dict[str, str]:
    """Return all settings of a section of the repository by their names below it, in small letters."""
    done = _run(repo, ("config", "--local", "-z", "--get-regexp", rf"^{section}\."), b"", None)
    words = done.stdout.decode("utf-8", errors="replace").split("\0")[:-1] if done.returncode == 0 else []
    pairs = (word.partition("\n") for word in words)
    return {name.removeprefix(f"{section}."): value.strip() for name, _, value in pairs}


def files_in(index: Path) -> int:
    """Return how many files a checkout's index names, 0 when there is none."""
    try:
        with index.open("rb") as file:
            head = file.read(12)
    except OSError:
        return 0
    return int.from_bytes(head[8:12], "big") if head.startswith(b"DIRC") else 0


def set_settings(repo: Path, values: Mapping[str, str]) -> None:
    """Keep settings in the repository."""
    for key, value in values.items():
        run(repo, "config", "--local", "--replace-all", key, value)


def make_bare(repo: Path, branch: str) -> None:
    """Make an empty bare repository; nothing but git's own folders comes from the machine's template."""
    repo.mkdir(parents=True, exist_ok=True)
    run(repo, "init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}", str(repo.absolute()))


def run_command(line: str) -> str:
    """Run a command of the repository's settings, without a shell; return what went wrong, empty when nothing."""
    try:
        words = shlex.split(line)
        done = subprocess.run(  # noqa: S603 - the administrator's own words, split without a shell
            words, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE, env=_plain(),
        )  # fmt: skip
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = " ".join((done.stderr or done.stdout).decode("utf-8", errors="replace").split())[:500]
    return f"mã {done.returncode}: {said}" if done.returncode else ""


def start(words: Sequence[str], log: Path, environ: Mapping[str, str]) -> None:
    """Start a program that outlives this one: a session of its own, what it prints goes to `log`.

    Nothing of the caller stays open in it, or git would wait for it before it answers the editor.
    """
    with log.open("ab") as out:
        subprocess.Popen(  # noqa: S603 - this program
            list(words), stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", start_new_session=True,
            env={**_plain(), **environ},
        )  # fmt: skip


def _plain() -> dict[str, str]:
    """Return our environment without a hook's variables."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CCHC_DOOR"))}
