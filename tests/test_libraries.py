"""The versions of libraries are those that Python itself names."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distributions, version

import pytest

from site_builder.engine.libraries import version_of


def test_versions_are_those_of_the_metadata() -> None:
    """Of everything that is installed here."""
    names = sorted({found.metadata["Name"] for found in distributions()})

    assert len(names) > 20
    assert {name: version_of(name) for name in names} == {name: version(name) for name in names}


def test_what_is_not_installed_is_said() -> None:
    """A package that a portal lacks has no version."""
    with pytest.raises(PackageNotFoundError):
        version_of("khong-co-goi-nay")
