"""Documents lead where they say: links, pictures, commands, and every file and name that the English ones cite.

In README and `docs/kien-truc.md` a name in backticks with a slash or a known ending is a file of the repository, and
`path/file.py:name` (or `path/file.py:Class.method`) what stands in it; a bare word occurs in the program.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from PIL import Image

from bench.__main__ import parser as bench_parser
from site_builder.cli import parser
from tests.conftest import REPOSITORY

DOCUMENTS = sorted([REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *(REPOSITORY / "docs").glob("*.md")])
CITING = (REPOSITORY / "README.md", REPOSITORY / "docs" / "kien-truc.md")
"""Documents for who works on the program: what they cite of it exists."""
MADE = (".cache", "bao-cao", "public", "public-drafts", "site", ".venv", "DIR", "cong-cua-toi", "origin")
"""Folders that commands make, those that stand for a person's own, and git's name for a server."""
FILE = re.compile(r"(?P<path>[\w.@-]*(?:/[\w.@-]+)*/?)(?::(?P<name>[A-Za-z_][\w.]*))?")
ENDINGS = {".py", ".md", ".yml", ".toml", ".txt", ".js", ".css", ".html"}
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_FENCE = re.compile(r"^ *```.*\n([\s\S]*?)^ *```$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_ROW = re.compile(r"^\| ((?:`[a-z-]+`[^|]*?)+) \| (.*) \|$", re.MULTILINE)
_ACCOUNT = re.compile(r"sudo -u \w+ |[\w/-]+/(?=cchc )")
"""What stands before the program's name: another account, a folder."""
_COMMAND = re.compile(r"(?:^|&& )(cchc|python -m bench|make)( [^`&#;]*)?(?=$|[`&#;])")
_FOREIGN = {"--force", "--checksum", "--times", "--link-dest", "--host", "--nthreads"}
"""Options in the documents that are git's, rsync's and Dask's."""


def prose(text: str) -> str:
    """Return a document without its boxes."""
    return _FENCE.sub("\n", text)


def spans(text: str) -> list[str]:
    """Return what stands in backticks, on one line each."""
    return [" ".join(found[2].split()).replace(r"\|", "|") for found in _SPAN.finditer(prose(text))]


def anchors(text: str) -> set[str]:
    """Return the anchors that forges give to headings."""
    titles = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@cache
def tracked() -> frozenset[str]:
    """Return the files of the repository, and their folders."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=REPOSITORY, capture_output=True,
                            text=True, check=True).stdout.splitlines()  # fmt: skip
    there = [PurePosixPath(name) for name in listed if (REPOSITORY / name).is_file()]
    return frozenset(str(place) for path in there for place in (path, *path.parents))


@cache
def vocabulary() -> frozenset[str]:
    """Return every word of the program, its theme, settings and tests."""
    kinds = ("site_builder/", "theme/", "tests/", "bench/", "content/taxonomy/", ".ci/", ".github/")
    roots = ("pyproject.toml", "mkdocs.yml", "Makefile", "constraints.txt", ".gitignore", "CODEOWNERS")
    names = [name for name in tracked() if name.startswith(kinds) or name in roots]
    texts = [(REPOSITORY / name) for name in names if PurePosixPath(name).suffix not in (".png", ".docx", ".xlsx")]
    own = Path(__file__)
    words = (re.findall(r"[\w-]+", path.read_text(encoding="utf-8", errors="replace"))
             for path in texts if path.is_file() and path != own)  # fmt: skip
    return frozenset(word for found in words for word in found)


def names_in(path: str) -> frozenset[str]:
    """Return what a module defines: functions, classes, constants, and `Class.member`."""
    return frozenset(_defined(ast.parse((REPOSITORY / path).read_text(encoding="utf-8")).body, ""))


def _defined(body: list[ast.stmt], before: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield before + node.name
        if isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{before}{node.name}.")
        for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
            if isinstance(target, ast.Name):
                yield before + target.id


def is_cited(span: str) -> bool:
    """Tell whether a span names a file, and nothing that a command makes or a reader asks for."""
    path = span.partition(":")[0]
    plain = FILE.fullmatch(span) and not path.startswith("/") and path.split("/")[0] not in MADE
    return bool(plain) and ("/" in path or PurePosixPath(path).suffix in ENDINGS or path == "Makefile")


def missing(span: str) -> str:
    """Return what of a cited `path` or `path:name` does not exist, empty when all does."""
    path, _, name = span.partition(":")
    path = path.rstrip("/")
    if path not in tracked():
        return path
    return "" if not name or name in names_in(path) else span


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Return program and words of each command in backticks and boxes."""
    boxes = [re.sub(r"\\\n *", "", box) for box in _FENCE.findall(text)]
    lines = [*spans(text), *(line for box in boxes for line in box.splitlines())]
    plain = [_ACCOUNT.sub("", line.strip()) for line in lines]
    found = [command for line in plain for command in _COMMAND.finditer(line)]
    return [(command[1], re.sub(r"[\[\]|…·]", " ", command[2] or "").split()) for command in found]


def wrong_words(top: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """Return the subcommand or the options of a command that the program does not know."""
    while words[:1] == ["--root"]:
        words = words[2:]
    command = next((action for action in top._actions if isinstance(action, argparse._SubParsersAction)), None)
    if command and words and not words[0].startswith("-") and not words[0].isupper():
        if words[0] not in command.choices:
            return [words[0]]
        return wrong_words(command.choices[words[0]], words[1:])
    known = {option for action in top._actions for option in action.option_strings}
    return [word for word in words if word.startswith("--") and word.partition("=")[0] not in known]


def every_option(top: argparse.ArgumentParser) -> set[str]:
    """Return all options of a program and its commands."""
    found = {option for action in top._actions for option in action.option_strings}
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            found = found.union(*(every_option(choice) for choice in action.choices.values()))
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_and_picture_leads_to_a_file(document: Path) -> None:
    """Relative ones, with their anchors."""
    broken = []
    for link in _LINK.findall(_SPAN.sub("", prose(document.read_text(encoding="utf-8")))):
        path, _, anchor = unquote(link).partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = document.parent / path if path else document
        there = target.is_file() and target.resolve().is_relative_to(REPOSITORY.resolve())
        if not there or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)

    assert broken == []


def test_every_picture_is_shown_and_small() -> None:
    """None that nobody sees; each under 150 KB."""
    shown = {name for file in DOCUMENTS for name in re.findall(r"anh/([\w-]+\.png)\)", file.read_text("utf-8"))}
    there = {path.name: path for path in (REPOSITORY / "docs" / "anh").iterdir()}

    assert set(there) == shown
    assert [name for name, path in there.items() if path.stat().st_size >= 150_000] == []


def test_readme_shows_the_portal_on_a_desktop_and_on_a_phone() -> None:
    """As wide as they say (an edge of one point besides), and README is short."""
    folder = REPOSITORY / "docs" / "anh"
    widths = []
    for name in ("cong-may-tinh", "cong-dien-thoai"):
        with Image.open(folder / f"{name}.png") as picture:
            widths.append(picture.width)

    assert widths == [1282, 362]
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize("document", CITING, ids=lambda file: file.name)
@pytest.mark.heavy
def test_every_file_and_name_that_is_cited_exists(document: Path) -> None:
    """A file that moved and a function that got another name make the sentence wrong that told of them."""
    cited = [span for span in spans(document.read_text(encoding="utf-8")) if is_cited(span)]

    assert len(cited) >= 3
    assert [told for span in cited if (told := missing(span))] == []


@pytest.mark.parametrize("document", CITING, ids=lambda file: file.name)
def test_every_word_in_backticks_occurs_in_the_program(document: Path) -> None:
    """A bare name that stands nowhere any more is an old one; a dotted path of a module is written as a file."""
    told = [span for span in spans(document.read_text(encoding="utf-8")) if re.fullmatch(r"[\w.-]+", span)]
    bare = [span for span in told if not is_cited(span) and re.search(r"\w", span)]

    assert [span for span in told if span.startswith("site_builder.")] == []
    words = vocabulary() | set(MADE)
    assert [word for span in bare for word in span.split(".") if word and word not in words] == []


@pytest.mark.parametrize("document", sorted((REPOSITORY / "docs").glob("*.md")), ids=lambda file: file.name)
def test_every_module_in_backticks_is_a_file(document: Path) -> None:
    """Also in the documents for people: written from the root of the repository. (A changelog tells of the past.)"""
    own = ("site_builder/", "tests/", "bench/", "theme/", ".ci/")
    told = [span for span in spans(document.read_text(encoding="utf-8")) if is_cited(span)]

    assert [span for span in told if (span.startswith(own) or ".py" in span) and missing(span)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_and_option_exists(document: Path) -> None:
    """Of the program, of the measurements, of the Makefile."""
    text = document.read_text(encoding="utf-8")
    programs = {"cchc": parser(), "python -m bench": bench_parser()}
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    wrong = [(name, word) for name, words in commands(text) if name != "make"
             for word in wrong_words(programs[name], words)]  # fmt: skip
    wrong += [
        ("make", words[0]) for name, words in commands(text) if name == "make" and words[:1] and words[0] not in targets
    ]
    known = every_option(parser()) | every_option(bench_parser()) | _FOREIGN
    lone = [span.split()[0] for span in spans(text) if re.match("--[a-z]", span)]

    assert wrong == []
    assert [option for option in lone if option not in known] == []


def test_the_readers_of_documents_can_fail() -> None:
    """Each kind of fault is seen."""
    assert wrong_words(parser(), ["biuld"]) == ["biuld"]
    assert wrong_words(parser(), ["--root", "DIR", "build", "--jobs", "2", "--fast"]) == ["--fast"]
    assert wrong_words(parser(), ["git", "install", "KHO", "--to", "DIR", "--publisher", "TỆP"]) == ["--publisher"]
    assert commands("`sudo -u cchc /opt/cchc/bin/cchc serve`") == [("cchc", ["serve"])]
    assert missing("site_builder/buidl.py") == "site_builder/buidl.py"
    assert missing("site_builder/build.py:biuld") == "site_builder/build.py:biuld"
    assert missing("site_builder/build.py:build") == ""
    assert [span for span in ("site_builder/model", "/media/anh.png", "cchc build") if is_cited(span)] == [
        "site_builder/model"
    ]


def test_the_messages_in_the_editors_guide_are_the_programs() -> None:
    """What stands in italics in its table is what a broken site prints, but for what `…` leaves out."""
    text = (REPOSITORY / "docs" / "bien-tap.md").read_text(encoding="utf-8")
    files = sorted((REPOSITORY / "tests" / "sites" / "broken").glob("*/expected.txt"))
    printed = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [(re.findall(r"`([a-z-]+)`", codes), re.findall(r"\*(.+?)\*", told)) for codes, told in _ROW.findall(text)]
    of_sites = [
        (codes, told) for codes, told in rows if any(f": {code}: " in line for code in codes for line in printed)
    ]
    parts = [part for _, told in of_sites for words in told for part in re.split(r"\s*…\s*", words) if part]

    assert len(parts) >= 20
    assert [part for part in parts if not any(part in line for line in printed)] == []
