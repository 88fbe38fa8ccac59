"""Sites with one fault each print exactly the lines a person should see (tests/sites/README.md tells the format)."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from tests.conftest import NOW, rendered_chrome, small_portal

BROKEN = Path(__file__).parent / "sites" / "broken"
FAULTS = sorted(folder for folder in BROKEN.iterdir() if folder.is_dir())


def broken_portal(fault: Path, folder: Path) -> Path:
    """Lay a fault over the small portal."""
    root = small_portal(folder)
    if (fault / "content").is_dir():
        shutil.copytree(fault / "content", root / "content", dirs_exist_ok=True)
    if (fault / "mkdocs.yml").is_file():
        shutil.copy(fault / "mkdocs.yml", root / "mkdocs.yml")
    recipe = fault / "faults.toml"
    if recipe.is_file():
        _follow(tomllib.loads(recipe.read_text(encoding="utf-8")), root)
    return root


def _follow(recipe: dict[str, object], root: Path) -> None:
    """Make the files that text cannot hold."""
    for path in recipe.get("delete", []):  # type: ignore[attr-defined]
        (root / path).unlink()
    for entry in recipe.get("file", []):  # type: ignore[attr-defined]
        file = root / entry["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        if "symlink_to" in entry:
            file.symlink_to(entry["symlink_to"])
        elif "hex" in entry:
            file.write_bytes(bytes.fromhex(entry["hex"]))
        else:
            file.write_text(
                entry.get("head", "") + entry["repeat"]["text"] * entry["repeat"]["times"], encoding="utf-8"
            )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.heavy
def test_a_fault_is_told_exactly(fault: Path, tmp_path: Path) -> None:
    """One fault gives exactly the expected lines: place, code, what was found and what to write."""
    root = broken_portal(fault, tmp_path / "portal")
    found = build.check(root, lambda _root: rendered_chrome(), Options(now=NOW))
    lines = "".join(f"{problem}\n" for problem in found.problems)

    assert lines == (fault / "expected.txt").read_text(encoding="utf-8")


def test_there_are_faults_enough() -> None:
    """At least 30 different faults are held."""
    codes = {
        line.split(": ")[1] for fault in FAULTS for line in (fault / "expected.txt").read_text("utf-8").splitlines()
    }

    assert len(FAULTS) >= 30
    assert len(codes) >= 30


def test_the_small_portal_has_no_fault(portal: Path) -> None:
    """What the faults are laid over is good itself."""
    assert build.check(portal, lambda _root: rendered_chrome(), Options(now=NOW)).problems == ()


def test_all_faults_are_told_in_one_run(tmp_path: Path) -> None:
    """Faults in several files are reported together, sorted by place."""
    root = small_portal(tmp_path / "portal")
    for name in ("a", "b", "c"):
        file = root / f"content/news/2024/05/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Không có đầu bài.\n", encoding="utf-8")
    (root / "content/taxonomy/topics.yml").write_text("- {id: a\n", encoding="utf-8")
    problems = build.check(root, lambda _root: rendered_chrome(), Options(now=NOW)).problems

    assert problems == tuple(sorted(problems))
    assert {problem.path.rpartition("/")[2] for problem in problems} >= {"a.md", "b.md", "c.md", "topics.yml"}
