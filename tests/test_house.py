"""The house rules that a tool can hold: sizes, names, docstrings, settings told to administrators."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from site_builder.cache import versions
from site_builder.cache.versions import FLOORS
from site_builder.engine import libraries
from site_builder.model.settings import OPTIONS
from tests.conftest import REPOSITORY

MODULES = sorted((REPOSITORY / "site_builder").rglob("*.py"))
BANNED = {
    "utils",
    "helpers",
    "common",
    "misc",
    "base",
    "core",
    "manager",
    "handler",
    "processor",
    "service",
    "info",
    "data",
}
MOST_PARAMETERS, MOST_METHODS, MOST_LAYERS, MOST_LOOSE = 6, 15, 11, 9


@cache
def tree_of(file: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(REPOSITORY).as_posix())
def test_modules_and_functions_stay_small(file: Path) -> None:
    """No module is over 500 lines and no function over 50."""
    source = file.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 50]

    assert source.count("\n") <= 500
    assert long == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(REPOSITORY).as_posix())
def test_modules_say_what_they_are(file: Path) -> None:
    """Every module has a docstring, and every one with code says what it knows and never does."""
    tree = tree_of(file)
    doc = ast.get_docstring(tree) or ""
    has_code = any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)

    assert doc
    assert not has_code or ("Knows:" in doc and "Never:" in doc)


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of every module, with the module's path in the package."""
    for file in MODULES:
        path = file.relative_to(REPOSITORY / "site_builder").as_posix()
        for node in ast.walk(tree_of(file)):
            yield path, node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return the names of a function's parameters, but for the instance or class that it is called on."""
    told = function.args
    rest = (one for one in (told.vararg, told.kwarg) if one)
    found = [one.arg for one in (*told.posonlyargs, *told.args, *told.kwonlyargs, *rest)]
    return found[1:] if found[:1] in (["self"], ["cls"]) else found


@pytest.mark.heavy
def test_functions_take_few_parameters_and_classes_have_few_methods() -> None:
    """What needs more is about several things."""
    large = set()
    for file, node in nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(parameters(node)) > MOST_PARAMETERS:
            large.add(f"{file}:{node.name}")
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) for one in node.body)
            if methods > MOST_METHODS:
                large.add(f"{file}:{node.name}")

    assert large == set()


@pytest.mark.heavy
def test_a_class_has_a_name_of_its_own() -> None:
    """One word per thing: no two public classes have one name."""
    places = defaultdict(set)
    for file, node in nodes():
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            places[node.name].add(file)

    assert sorted(name for name, files in places.items() if len(files) > 1) == []


def test_the_house_has_few_floors_and_few_loose_modules() -> None:
    """Every room is on a floor (import-linter is exhaustive); floors and modules beside the rooms are counted."""
    told = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    floors = next(one for one in told["contracts"] if one["type"] == "layers")
    rooms = {room.strip() for layer in floors["layers"] for room in layer.split("|")}
    top = REPOSITORY / "site_builder"
    loose = {file.stem for file in top.glob("*.py")} - {"__init__"}

    assert floors["exhaustive"]
    assert rooms == loose | {file.parent.name for file in top.glob("*/__init__.py")}
    assert len(floors["layers"]) <= MOST_LAYERS
    assert len(loose) <= MOST_LOOSE


def test_no_module_cites_a_document_that_is_not_here() -> None:
    """Paragraphs of a design that only its writers had, and files of `docs` that are gone, help nobody."""
    cited = re.compile(r"\b[A-Z]{4,}(?:\.md)?,? §|\bdocs/[\w-]+\.md")
    found = {
        (file.name, span)
        for file in MODULES
        for span in cited.findall(file.read_text(encoding="utf-8"))
        if not (REPOSITORY / span).is_file()
    }

    assert found == set()


def test_names_say_something() -> None:
    """No module has a name that could mean anything."""
    assert {file.stem for file in MODULES} & BANNED == set()


def test_every_setting_is_in_the_administrators_guide() -> None:
    """A setting that the guide does not name does not exist for the people who need it."""
    guide = (REPOSITORY / "docs" / "quan-tri.md").read_text(encoding="utf-8")

    assert [name for name in OPTIONS if f"`{name}`" not in guide] == []


def test_no_file_names_a_package_host_or_a_machine() -> None:
    """What is installed comes by name from wherever the machine is set up for; nothing depends on a folder."""
    names = ("pyproject.toml", "constraints.txt", "Makefile", ".ci/run", ".ci/tools")
    texts = {name: (REPOSITORY / name).read_text(encoding="utf-8").replace("http://127.0.0.1", "") for name in names}

    assert [name for name, text in texts.items() if "://" in text or str(REPOSITORY) in text] == []


def test_the_floors_that_code_is_digested_by_are_those_of_the_house() -> None:
    """A room's makers are made again for what they can import: the layers below `build` that import-linter holds."""
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [set(layer.split(" | ")) for layer in contracts["contracts"][0]["layers"]]

    assert list(map(set, FLOORS)) == layers[layers.index({"build"}) + 1 :]


def test_code_of_a_room_changes_its_own_makers_and_those_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change in the feeds is none of pages, but of the plan; a change of the templates' room is one of both."""
    modules = [f"site_builder.{name}" for name in ("feeds.items", "pages.cards", "plan.feeds", "model.articles")]
    real = versions.rooms()
    try:
        found = []
        for room in ("feeds", "frame", "cli"):
            changed = []
            for known in (real, real | {room: "other"}):
                monkeypatch.setattr(versions, "rooms", lambda known=known: known)
                versions.code_of.cache_clear()
                changed.append([versions.code_of(module) for module in modules])
            found.append([before != after for before, after in zip(*changed, strict=True)])
    finally:
        versions.code_of.cache_clear()

    assert found == [[True, False, True, False], [True, True, True, False], [False] * 4]


def test_a_new_version_of_a_library_touches_what_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another feedgen makes feeds again and converts nothing; another Markdown converts everything."""
    modules = [f"site_builder.{name}" for name in ("feeds.items", "pages.cards", "plan.feeds")]
    real = libraries.version_of
    found = []
    try:
        for library in ("feedgen", "Jinja2", "markdown"):
            kept = []
            for other in ("", library):
                monkeypatch.setattr(
                    libraries, "version_of", lambda name, other=other: "x" if name == other else real(name)
                )
                versions.code_of.cache_clear()
                kept.append([versions.code_of_reading(), *map(versions.code_of, modules)])
            found.append([before != after for before, after in zip(*kept, strict=True)])
    finally:
        versions.code_of.cache_clear()

    assert found == [[False, True, False, True], [False, True, True, True], [True, True, True, True]]


def test_every_library_that_shapes_bytes_belongs_to_a_room() -> None:
    """What stands in no room's list would never make anything again."""
    assert versions._LIBRARIES.keys() <= set().union(*FLOORS)  # noqa: SLF001 - the table itself


@pytest.mark.xdist_group("one")
def test_tests_of_one_group_are_kept_on_one_worker(request: pytest.FixtureRequest) -> None:
    """A pytest that drops the groups would make everything that is shared once a worker, and nobody would see it."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@one")
