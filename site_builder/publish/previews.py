"""Previews of branches: what a publisher pushed beside the main branch, drafts and embargoed articles included.

    DIR/preview/SLUG                   what the web server reads: a link to a tree
    DIR/.cchc/preview/wishes/SLUG.json the commit that a publisher wants to see
    DIR/.cchc/preview/made/SLUG.json   what became of it
    DIR/.cchc/preview/trees/           finished trees, which share their files by hard links
    DIR/.cchc/preview/source, state    one checkout and one state for all branches: another branch is a small change

The hook leaves a wish and starts `run_previews`, which picks up what a killed one left, too; the timer only sweeps.
Whoever may not publish is never previewed: theme and settings of a commit run on the server. The live site's lock is
not touched, and its publication goes first. `publish.preview_access` says who may look.

Knows: wishes, their order, and which tree a branch shows. Never: touches the live site; decides who may look.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import atomic
from site_builder.errors import SiteError
from site_builder.publish import git, pointers, rules
from site_builder.publish.place import Place, lock
from site_builder.publish.rules import Update
from site_builder.text import date_time, slug

if TYPE_CHECKING:
    from site_builder.build import Options, RenderChrome

PATH = "cchc.preview"
"""Setting of the repository: rooted URL of the previews, `/` at both ends; empty when there are none."""
KEPT = 10
"""Previews kept: the branches that were pushed last."""
LOCK = "preview.lock"
_PATIENCE = 120.0
"""Seconds that a preview waits at most for a publication that is under way."""
_REST = timedelta(hours=1)
"""Time between two tries of a commit that failed."""
_TOLD = 5
"""Lines of a failure told at most."""
_STEP = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What a publisher pushed and wants to see."""

    branch: str
    commit: str
    pusher: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePreview:
    """What became of a wish."""

    commit: str
    finished: str
    """Instant, ISO 8601."""
    problems: tuple[str, ...] = ()
    """Why the preview could not be made; the one before it stands."""


@dataclass(frozen=True, slots=True)
class Previews:
    """The previews of one folder."""

    place: Place

    @property
    def state(self) -> Path:
        """The folder that nobody is shown."""
        return self.place.state / "preview"

    @property
    def shown(self) -> Path:
        """The folder that the web server reads."""
        return self.place.to / "preview"

    def wishes(self) -> dict[str, Wish]:
        """Read all wishes by slug, the newest first."""
        files = [(file.stat().st_mtime_ns, file) for file in (self.state / "wishes").glob("*.json")]
        read = ((file.stem, _wish(file)) for _, file in sorted(files, reverse=True))
        return {name: wish for name, wish in read if wish is not None}

    def made(self, name: str) -> MadePreview | None:
        """Read what became of a wish; nothing when it is not there or cannot be read."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            read = json.loads((self.state / "made" / f"{name}.json").read_text(encoding="utf-8"))
            return MadePreview(commit=read["commit"], finished=read["finished"], problems=tuple(read["problems"]))
        return None

    def drop(self, name: str) -> None:
        """Forget a preview: first what readers see, last the wish."""
        (self.shown / name).unlink(missing_ok=True)
        for tree in (self.state / "trees").glob(f"{name}.*"):
            shutil.rmtree(tree, ignore_errors=True)
        for kind in ("made", "wishes"):
            (self.state / kind / f"{name}.json").unlink(missing_ok=True)


def name_of(branch: str) -> str:
    """Return the name of a branch in an address; two branches never share one."""
    plain = slug(branch)
    return plain if plain == branch else f"{plain}-{blake2b(branch.encode(), digest_size=4).hexdigest()}".lstrip("-")


# At a push


def wish(repo: Path, place: Place, updates: tuple[Update, ...], main: str) -> Iterator[str]:
    """Note the branches that a publisher pushed, and yield what to tell about their previews.

    Args:
        repo: the bare repository.
        place: the folder that is published into.
        updates: what the push moved.
        main: the branch that is published.
    """
    path = git.setting(repo, PATH)
    branches = [update for update in updates if update.is_branch and update.new and update.name != main]
    if not path or not branches:
        return
    who, allowed = rules.pusher(repo), rules.publishers(repo)
    if allowed is not None and who not in allowed:
        yield "  Bản xem thử chỉ được dựng khi người trong danh sách đăng gửi nhánh."
        return
    previews = Previews(place)
    for update in branches:
        name = name_of(update.name)
        yield from _failure(previews.made(name))
        _write(previews.state / "wishes" / f"{name}.json", Wish(branch=update.name, commit=update.new, pusher=who))
        home = f"{_origin(repo, update.new)}{path}{name}"
        yield f"  Bản xem thử (cả bài nháp, bài hẹn giờ), chỉ người được phép vào, có sau ít phút: {home}/"
        yield from (f"  {home}{url}" for url in pointers.addresses(repo, _fork(repo, main, update.new), update.new))


def _failure(last: MadePreview | None) -> Iterator[str]:
    """Tell that the preview of this branch before did not come about."""
    if last is None or not last.problems:
        return
    told = last.finished
    with suppress(ValueError):
        told = date_time(datetime.fromisoformat(last.finished))
    yield f"! Bản xem thử lần trước của nhánh này KHÔNG dựng được ({told}, {last.commit[:10]}):"
    yield from (f"  {line}" for line in last.problems[:_TOLD])


def _origin(repo: Path, commit: str) -> str:
    """Return scheme and host of the portal, empty when its settings do not say them."""
    return "/".join(pointers.site_url(repo, commit).split("/")[:3])


def _fork(repo: Path, main: str, commit: str) -> str:
    """Return where a branch left the main branch."""
    head = git.commit_of(repo, f"refs/heads/{main}")
    return (git.merge_base(repo, head, commit) if head else "") or git.empty_tree(repo)


# Behind the hook


def run_previews(repo: Path, place: Place, main: str, render_chrome: RenderChrome, options: Options) -> int:
    """`cchc git preview REPO`: make every preview that is wished for and not there; return the exit code.

    Args:
        repo: the bare repository.
        place: the folder that is published into.
        main: the branch that is published.
        render_chrome: runs MkDocs for a preview.
        options: how to build; its `now` is when this began.
    """
    previews, tried, good = Previews(place), set[str](), True
    while _todo(repo, previews, tried, options.now):  # looked at again after the lock was let go: no wish is lost
        previews.state.mkdir(parents=True, exist_ok=True)
        with lock(previews.state / LOCK, 0) as held:
            if not held:
                return 0
            for name in _unwanted(repo, previews):
                previews.drop(name)
            for name, wanted in _waiting(previews, tried, options.now):
                tried.add(wanted.commit + name)
                _after_the_live_site(repo, place, main)
                good = _make(repo, previews, name, wanted, render_chrome, options) and good
    return 0 if good else 1


def sweep(repo: Path, place: Place) -> None:
    """Remove what has to go, at a timer's turn; leave it to a maker of previews that runs."""
    previews = Previews(place)
    if previews.state.is_dir() and _unwanted(repo, previews):
        with lock(previews.state / LOCK, 0) as held:
            for name in _unwanted(repo, previews) if held else ():
                previews.drop(name)


def clear(place: Place) -> None:
    """Remove all previews and what was kept for them."""
    previews = Previews(place)
    for name in list(previews.wishes()):
        previews.drop(name)
    for folder in (previews.shown, previews.state):
        shutil.rmtree(folder, ignore_errors=True)


def _todo(repo: Path, previews: Previews, tried: set[str], now: datetime) -> bool:
    return bool(_unwanted(repo, previews) or _waiting(previews, tried, now))


def _unwanted(repo: Path, previews: Previews) -> list[str]:
    """List what has to go: of branches that are gone, of people who may no longer publish, the oldest beyond `KEPT`."""
    wishes = previews.wishes()
    if not wishes and not previews.shown.is_dir():
        return []
    branches, allowed = git.branches(repo), rules.publishers(repo)
    is_on = bool(git.setting(repo, PATH))
    kept = [
        name
        for name, wanted in wishes.items()
        if is_on and wanted.branch in branches and (allowed is None or wanted.pusher in allowed)
    ][:KEPT]
    shown = [link.name for link in previews.shown.iterdir()] if previews.shown.is_dir() else []
    return sorted({*wishes, *shown} - set(kept))


def _waiting(previews: Previews, tried: set[str], now: datetime) -> list[tuple[str, Wish]]:
    """List the wishes that nothing was made of yet; what failed rests for a while."""
    found = []
    for name, wanted in previews.wishes().items():
        last = previews.made(name)
        done = last is not None and last.commit == wanted.commit
        if not (done and not _may_try_again(last, now)) and wanted.commit + name not in tried:
            found.append((name, wanted))
    return found


def _may_try_again(last: MadePreview | None, now: datetime) -> bool:
    with suppress(ValueError):
        return last is not None and bool(last.problems) and now - datetime.fromisoformat(last.finished) >= _REST
    return False


def _after_the_live_site(repo: Path, place: Place, main: str) -> None:
    """Wait until the builder is done with the head of the main branch, without touching its lock; not for ever."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        head, last = git.commit_of(repo, f"refs/heads/{main}"), place.status()
        if not head or (last.state != "building" and head in {last.commit, last.held_at}):
            return
        time.sleep(_STEP)


def _make(
    repo: Path, previews: Previews, name: str, wanted: Wish, render_chrome: RenderChrome, options: Options
) -> bool:
    """Make one preview and show it, or note why it could not be made; say whether it could."""
    problems: tuple[str, ...] = ()
    try:
        _show(previews, name, _build(repo, previews, wanted.commit, render_chrome, options))
    except SiteError as error:
        problems = tuple(map(str, error.problems))
    except Exception as error:  # noqa: BLE001 - whatever happens is told: nobody looks at this process
        previews.place.log(options.now, traceback.format_exc())
        problems = (f"{type(error).__name__}: {error}",)
    said = "; ".join(problems[:_TOLD]) or "xong"
    previews.place.log(options.now, f"xem thử nhánh {wanted.branch} {wanted.commit[:10]}: {said}")
    finished = MadePreview(commit=wanted.commit, finished=options.now.isoformat(), problems=problems)
    with suppress(OSError):
        _write(previews.state / "made" / f"{name}.json", finished)
    return not problems


def _build(repo: Path, previews: Previews, commit: str, render_chrome: RenderChrome, options: Options) -> Path:
    """Build a commit with its drafts and return the finished tree."""
    from site_builder import build  # noqa: PLC0415 - slow to import, and a timer asks every minute

    source = previews.state / "source"
    git.check_out(repo, commit, source, previews.state / "source.index")
    manner = replace(
        options, state=previews.state / "state", link=str(previews.state / "current"), drafts=True, jobs=1, label=None
    )
    return build.build(source, render_chrome, manner).tree


def _show(previews: Previews, name: str, tree: Path) -> None:
    """Keep a finished tree for a branch and lead readers to it; the one before goes."""
    trees = previews.state / "trees"
    fresh = trees / f"{name}.{time.time_ns()}"
    shutil.copytree(tree, fresh, copy_function=os.link)  # the engine replaces files, and never writes into one
    previews.shown.mkdir(parents=True, exist_ok=True)
    link = previews.state / "link~"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("..", *fresh.relative_to(previews.place.to).parts))
    link.replace(previews.shown / name)
    for old in trees.glob(f"{name}.*"):
        if old != fresh:
            shutil.rmtree(old, ignore_errors=True)


# Files


def _wish(file: Path) -> Wish | None:
    """Read a wish; nothing when it is not there or cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        read = json.loads(file.read_text(encoding="utf-8"))
        return Wish(branch=read["branch"], commit=read["commit"], pusher=read["pusher"])
    return None


def _write(file: Path, value: Wish | MadePreview) -> None:
    """Write a wish or what became of it by rename."""
    file.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(file, f"{json.dumps(asdict(value), ensure_ascii=False, indent=1)}\n".encode())
