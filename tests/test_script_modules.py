"""Scripts of the theme: modules joined into one file, and nothing that a phone of 2019 cannot read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_builder.errors import SettingsError
from site_builder.frame.assets import FOLDER, OWN
from site_builder.frame.script_modules import joined, lean, published
from site_builder.mkdocs_plugin import render_chrome
from tests import browser_scripts
from tests.conftest import REPOSITORY

SCRIPTS = [name.removeprefix(FOLDER) for name in OWN if name.endswith(".js")]
MODULES = sorted(file.relative_to(browser_scripts.ASSETS).as_posix() for file in browser_scripts.ASSETS.rglob("*.mjs"))
YEAR = 2019
ACORN = """
const { createRequire } = await import("node:module");
const require = createRequire(`${assets}/x.js`);
const acorn = require("internal/deps/acorn/acorn/dist/acorn");
const { full } = require("internal/deps/acorn/acorn-walk/dist/walk");
const told = (error) => `${error.message}`;
const parsed = (text, sourceType) => acorn.parse(text, { ecmaVersion: 2019, sourceType, locations: true });
"""
"""Node carries a parser that knows the editions of the language."""
NEWER = (
    "matchAll replaceAll replaceChildren at allSettled any globalThis BigInt structuredClone hasOwn findLast "
    "findLastIndex toSorted toReversed toSpliced with groupBy randomUUID WeakRef AggregateError requestSubmit "
    "isWellFormed toWellFormed ResizeObserver showModal queueMicrotask getAnimations"
)  # fmt: skip
"""What came after Safari 12.1 and Chrome 73, or with them for some: names of methods and of globals."""
NEW_NAMES = f"""
const newer = new Set("{NEWER}".split(" "));
const found = [];
full(tree, ({{ type, callee, loc }}) => {{
  const name = ["CallExpression", "NewExpression"].includes(type) && (callee.property || callee).name;
  if (newer.has(name)) found.push(`${{loc.start.line}}: ${{name}}`);
}});
"""


def of(**files: str) -> Callable[[str], bytes | None]:
    """Return a reader of made-up modules: `a` stands for `a.mjs`."""
    named = {f"{name}.mjs": text.encode() for name, text in files.items()}
    return named.get


def told(**files: str) -> list[str]:
    """Return what is said of modules that do not fit together, `a` being the one that pages load."""
    with pytest.raises(SettingsError) as caught:
        published("a.mjs", of(**files))
    return [str(problem) for problem in caught.value.problems]


def parse(text: str, kind: str = "script") -> str:
    """Parse a script as one of the year; return the error, or nothing."""
    code = f"{ACORN} try {{ parsed(given, '{kind}'); return ''; }} catch (error) {{ return told(error); }}"
    said: str = browser_scripts.run(code, text, "--expose-internals")
    return said


def test_modules_come_in_the_order_of_their_imports_each_once() -> None:
    """A module stands after all that it imports, whoever else imports them."""
    text = joined(
        "a.mjs",
        of(
            a='import { b } from "./b.mjs";\nimport { c } from "./c.mjs";\nrun(b, c);\n',
            b='import { c } from "./c.mjs";\nexport const b = () => c();\n',
            c="export function c() {}\n",
        ),
    )
    assert [text.count(part) for part in ("function c", "const b", "run(b, c)", "import", "export")] == [1, 1, 1, 0, 0]
    assert text.index("function c") < text.index("const b") < text.index("run(b, c)")
    assert text.startswith('"use strict";\n(() => {\n')


def test_a_joined_script_does_what_its_modules_do() -> None:
    """Numbers stand for their names, spaces go, words and patterns stay: run, it says the same."""
    read = of(
        a='import { FULL, spaced } from "./b.mjs";\nanswer = [FULL * 0.5, "FULL", { FULL: 1 }.FULL, `${FULL} = 1`, '
        'spaced("a  = ;\\n b"), '
        '"x  {  y", \'"  =  "\', / [=]  \\/ {2}/.test(" =  /  "), 3 - -1, 1 + +1];\n',
        b="/* About\n   b. */\nexport const FULL = 10;\n// Why.\nexport function spaced(text) {\n\n  return text;\n}\n",
    )
    script = published("a.mjs", read).decode()
    assert "10 * 0.5" in script
    assert "b. " not in script
    expected = [5, "FULL", 1, "10 = 1", "a  = ;\n b", "x  {  y", '"  =  "', True, 4, 2]
    assert browser_scripts.run(f"let answer; {script} return answer;") == expected


def test_a_script_without_imports_stays_as_it_is() -> None:
    """A portal's own plain script only loses its indentation and comments on lines of their own."""
    plain = b'// Why.\n(function () {\n\n  var  a = "b  c";  // kept\n})();\n'
    assert published("x.js", lambda _: plain) == lean(plain) == b'(function () {\nvar  a = "b  c";  // kept\n})();\n'


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"a": '\nimport { x } from "./b.mjs";\n', "b": "export const y = 1;\n"}, "a.mjs:2", "không export “x”"),
        ({"a": '/* a\n\n*/\nimport { x } from "./none.mjs";\n'}, "a.mjs:4", "none.mjs"),
        (
            {"a": 'import { b } from "./b.mjs";\n', "b": '\nimport { c } from "./c.mjs";\nexport const b = 1;\n',
             "c": '\n\nimport { b } from "./b.mjs";\nexport const c = b;\n'},
            "c.mjs:3", "b.mjs → c.mjs → b.mjs",
        ),
        ({"a": '\nimport { a } from "./a.mjs";\nexport const a = 1;\n'}, "a.mjs:2", "a.mjs → a.mjs"),
        (
            {"a": 'import { b } from "./b.mjs";\nimport { c } from "./c.mjs";\n',
             "b": "export const b = 1;\nconst same = 1;\n", "c": "export const c = 1;\n\nfunction same() {}\n"},
            "c.mjs:3", "theme/assets/b.mjs:2",
        ),
        (
            {"a": 'import { one } from "./b.mjs";\nimport { two } from "./c.mjs";\n',
             "b": "export const one = 1;\nexport class both {}\n",
             "c": "export const two = 1;\nexport async function both() {}\n"},
            "c.mjs:2", "“both”",
        ),
        ({"a": 'import x from "./b.mjs";\n', "b": "export default 1;\n"}, "a.mjs:1", "import x from"),
        ({"a": 'import { x as y } from "./b.mjs";\n', "b": "export const x = 1;\n"}, "a.mjs:1", "import { x as y }"),
        ({"a": '\nimport "./b.mjs";\n', "b": ""}, "a.mjs:2", "./b.mjs"),
        ({"a": 'import { x } from "b";\n'}, "a.mjs:1", "from"),
        ({"a": 'import { x } from "./b.mjs";\n', "b": "const x = 1;\nexport { x };\n"}, "b.mjs:2", "export { x }"),
        ({"a": "export const x = 1;\n\nconst { y } = x;\n"}, "a.mjs:3", "const { y }"),
        ({"a": 'export const x = () => import("./b.mjs");\n', "b": ""}, "a.mjs:1", "import("),
    ],
)  # fmt: skip
def test_modules_that_do_not_fit_are_named_with_file_and_line(files: dict[str, str], place: str, words: str) -> None:
    """Unknown names and files, circles, a name of two modules, forms that the joiner does not read."""
    [said] = told(**files)
    assert said.startswith(f"theme/assets/{place}: mo-dun: ")
    assert words in said


def test_several_unknown_names_are_told_at_once() -> None:
    """Each at its line, with the names that the other module has."""
    said = told(a='import { x, y } from "./b.mjs";\n', b="export const z = 1;\n")
    assert len(said) == 2
    assert all("z" in one for one in said)


@pytest.mark.heavy
def test_a_portal_may_replace_a_module(tmp_path: Path) -> None:
    """Its own `theme/assets/search/wording.mjs` takes the place of ours; no module is published by itself."""
    for name in ("mkdocs.yml", "content/pages", "content/taxonomy"):
        source, target = REPOSITORY / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            text = source.read_text(encoding="utf-8").replace("name: material", "name: material\n  custom_dir: theme")
            target.write_text(text, encoding="utf-8")
    own = tmp_path / "theme/assets/search/wording.mjs"
    own.parent.mkdir(parents=True)
    text = (browser_scripts.ASSETS / "search/wording.mjs").read_text(encoding="utf-8")
    own.write_text(text.replace("Tìm thấy", "Có"), encoding="utf-8")
    files = dict(render_chrome(tmp_path).bundle.files)
    [script] = [data.decode() for path, data in files.items() if path.startswith("assets/search.")]
    assert '"Có"' in script
    assert "Tìm thấy" not in script
    assert not [path for path in files if path.endswith(".mjs")]

    own.write_text(text.replace("export const integer", "const integer"), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"theme/assets/search/filters\.mjs:\d+: mo-dun: .*integer"):
        render_chrome(tmp_path)


def test_our_modules_are_short() -> None:
    """At most 250 lines each, and each is part of a script."""
    texts = {name: (browser_scripts.read(name) or b"").decode() for name in (*SCRIPTS, *MODULES)}
    assert len(MODULES) > 10
    assert [name for name, text in texts.items() if text.count("\n") > 250] == []
    assert [name for name in MODULES if f'/{Path(name).name}";' not in "".join(texts.values())] == []


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.heavy
def test_a_published_script_is_the_same_program_as_its_source(name: str) -> None:
    """The tree of the language is the same, but for places in the text; what spaces went were none of it."""
    data = browser_scripts.read(name) or b""
    whole = joined(name, browser_scripts.read) if b"\nimport " in data else data.decode()
    code = f"""{ACORN}
    const place = new Set(["start", "end", "loc"]);
    const shown = (key, value) => (place.has(key) ? undefined : value);
    return given.map((text) => JSON.stringify(parsed(text, "script"), shown));
    """
    script = published(name, browser_scripts.read).decode()
    source, made = browser_scripts.run(code, [whole, script], "--expose-internals")
    assert len(source) > 1000
    assert source == made


@pytest.mark.parametrize("name", [*SCRIPTS, *MODULES])
def test_a_script_is_of_the_generation_of_2019(name: str) -> None:
    """Syntax of ECMAScript 2019, and no method or global that is younger."""
    text = (browser_scripts.read(name) or b"").decode()
    code = f"""{ACORN}
    let tree;
    try {{ tree = parsed(given, "module"); }} catch (error) {{ return [told(error)]; }}
    {NEW_NAMES}
    return found;
    """
    assert browser_scripts.run(code, text, "--expose-internals") == []


@pytest.mark.parametrize(
    "text", ["a?.b;", "a ?? b;", "class A { #b = 1; }", "a ||= b;", "1_000;", "10n;", "await f();", "import.meta;"]
)
def test_the_check_of_generations_sees_what_is_younger(text: str) -> None:
    """Else it would be no check."""
    assert parse(text, "module")


@pytest.mark.parametrize(
    "text",
    [
        "a.replaceAll('b', 'c');",
        "new ResizeObserver(f);",
        "[1].at(-1);",
        "Object.hasOwn(a, 'b');",
        "structuredClone(a);",
    ],
)
def test_the_check_of_generations_sees_younger_names(text: str) -> None:
    """Methods, and classes of the browser."""
    code = f"{ACORN} const tree = parsed(given, 'module'); {NEW_NAMES} return found;"
    found: list[Any] = browser_scripts.run(code, text, "--expose-internals")
    assert found
