"""The law of hostile newsrooms: what passes `check` builds, and is read by whom it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NOW, SMALL, rendered_chrome
from tests.hostile import Newsroom, hold, scratch
from tests.lengths import examples

PORTALS, EACH = 4, examples(250, 500)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PORTALS))
def test_what_passes_check_builds_now_and_when_every_embargo_is_due(tmp_path: Path, seed: int) -> None:
    """A thousand hostile articles: what `check` refuses is taken out, the rest is built, read, and built later."""
    held = hold(scratch(tmp_path / "portal", SMALL), EACH, seed, lambda _root: rendered_chrome(), NOW)

    assert held.accepted > EACH // 4, "check refuses nearly everything: the law says little"
    assert held.refused > EACH // 4, "check refuses next to nothing: the newsroom is not hostile"


def test_equal_seeds_write_equal_newsrooms() -> None:
    """A failure can be looked at again."""
    assert list(Newsroom(7).articles(50)) == list(Newsroom(7).articles(50))
