"""A thousand mutated inputs: each is refused by a Problem or passes; what passes builds, and runs nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz_kinds import kinds
from tests.fuzz_pushes import pushes
from tests.fuzzing import Figures, Input, Kind, fuzz
from tests.git_desk import make_desk
from tests.planted import planted

INPUTS, SEED = 1000, 20261122


def held(kind: Kind, folder: Path) -> Figures:
    """Fuzz one kind, and see that nothing failed and that both answers were given."""
    figures = fuzz(kind, INPUTS, SEED, folder / "failures")

    assert not figures.failures, "\n".join(figures.failures)
    assert figures.passed, "everything was refused: nothing was tried behind the door"
    assert figures.refused, "nothing was refused: the inputs are not hostile"
    return figures


@pytest.mark.parametrize("number", range(9))
def test_a_mutated_file_is_a_problem_or_passes_and_what_passes_builds(tmp_path: Path, number: int) -> None:
    """Articles, pages, taxonomy, media, Word files, Excel forms, activities, JSON of others, filed figures."""
    kind = kinds(tmp_path)[number]
    figures = held(kind, tmp_path)

    assert figures.built or kind.build is None


def test_a_mutated_push_is_answered(tmp_path: Path) -> None:
    """Random trees, modes, names and refs; the hook never blames itself."""
    held(pushes(make_desk(tmp_path), 0.02), tmp_path)


def test_every_kind_together_makes_the_whole() -> None:
    """Pushes are the rest."""
    assert sum(kind.share for kind in kinds(Path("/nonexistent"))) == pytest.approx(0.98)


@pytest.mark.parametrize(
    "html",
    ["<script>x", "<p onclick=x>", "<a href=' java\tscript:x'>", "<a href='&#106;avascript:x'>", "<iframe srcdoc=x>"],
)
def test_a_planted_script_is_seen(html: str) -> None:
    """The eye of all this is not blind."""
    assert planted(html)


def test_what_raises_passes_for_a_failure_and_is_kept(tmp_path: Path) -> None:
    """With the file, to be looked at again."""

    def judge(_one: Input) -> bool:
        raise ZeroDivisionError

    def make(random_: random.Random) -> Input:
        return Input(path="x.md", data=random_.randbytes(3))

    figures = fuzz(Kind(name="x", share=1, make=make, judge=judge), 2, 7, tmp_path)

    assert len(figures.failures) == 2
    assert "ZeroDivisionError" in figures.failures[0]
    assert (tmp_path / "x-7-0/x.md").read_bytes() == random.Random("x-7-0").randbytes(3)
