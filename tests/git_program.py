"""Stands in for the program behind the hooks in tests: the real hook and builder, a publisher quick to watch.

    python git_program.py -P -m site_builder git receive|received|overtaken|build REPO

A static page that says so makes the check sleep until a file wakes it, or take all memory, as nothing of ours should.
The publisher copies what is checked out to DIR/shown.json, and fails or dawdles as `DIR/ways.json` says.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from site_builder.build import Options, Rendered
from site_builder.errors import ContentError, Problem
from site_builder.publish import builder, overtaken, receive
from site_builder.text import VIETNAM
from site_builder.text.terminal import say


def chrome(root: Path) -> Rendered:
    """Return the chrome that the test rendered, where the settings are the ones it was rendered with."""
    _suffer(root)
    kept = pickle.loads(Path(__file__).with_name("chrome.pickle").read_bytes())
    if (root / "mkdocs.yml").read_bytes() != kept["settings"]:
        from site_builder.mkdocs_plugin import render_chrome

        return render_chrome(root)
    rendered: Rendered = kept["rendered"]
    return rendered


def _suffer(root: Path) -> None:
    """Do what a hostile page asks for: the walls around the check must hold whatever happens inside."""
    pages = "".join(file.read_text(errors="replace") for file in (root / "content/pages").glob("*.md"))
    if "HÃY NGỦ" in pages:
        (root.parent / "asleep").touch()
        while not (root.parent / "awake").exists():
            time.sleep(0.02)
    kept = []
    while "HÃY ĂN" in pages:
        kept.append(bytearray(10_000_000))


def publish(root: Path, to: Path, _chrome: object, options: Options, *, commit: str = "") -> Any:
    """Show what is checked out."""
    ways = json.loads((to / "ways.json").read_text()) if (to / "ways.json").exists() else {}
    with (to / "builds.log").open("a") as log:
        log.write(f"{commit}\n")
    texts = {file.relative_to(root).as_posix(): file.read_text() for file in sorted(root.rglob("*.md"))}
    time.sleep(ways.get("seconds", 0))
    while "until" in ways and not Path(ways["until"]).exists():
        time.sleep(0.02)
    if "bug" in ways:
        raise RuntimeError(ways["bug"])
    if "fails" in ways:
        raise ContentError(Problem("content/news/2024/05/hong.md", 3, "hong", ways["fails"]))
    shown = {"commit": commit, "files": texts, "now": options.now.isoformat()}
    (to / "shown~").write_text(json.dumps(shown))
    (to / "shown~").replace(to / "shown.json")
    return SimpleNamespace(
        report=SimpleNamespace(made=tuple(texts)), commit=commit, server_files_changed=ways.get("server", False)
    )


def next_due(to: Path) -> datetime | None:
    """Return what the test says is due."""
    file = to / "due.txt"
    return datetime.fromisoformat(file.read_text()) if file.exists() else None


def publish_if_due(root: Path, to: Path, render_chrome: object, options: Options) -> Any:
    """Show again, and nothing is due any more."""
    shown = publish(root, to, render_chrome, options, commit="due")
    (to / "due.txt").unlink()
    return shown


PUBLISHING = builder.Publishing(publish=publish, publish_if_due=publish_if_due, next_due=next_due)


def main(words: list[str]) -> int:
    """Do what the hooks ask for."""
    command, repo = words[-2], Path(words[-1])
    options = Options(now=datetime.now(VIETNAM).replace(microsecond=0))

    if command == "receive":
        return receive.run_receive(repo, sys.stdin.buffer.read(), chrome, options, say)
    if command == "received":
        return builder.run_received(repo, sys.stdin.buffer.read(), options.now, say)
    if command == "overtaken":
        return overtaken.run_overtaken(repo, builder.main_branch(repo), say)
    return builder.run_build(repo, chrome, options, publishing=PUBLISHING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
