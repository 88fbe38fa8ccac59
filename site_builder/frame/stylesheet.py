"""One stylesheet of many: Material's rules that a page of ours can meet, and our own parts.

A rule of Material's is kept when every element, class, id and attribute that its selector asks for can stand in a
page: in the frame, or in a body that the sanitiser let through. What a reader chooses with a button holds as what the
system asks for: `@media (prefers-color-scheme: dark) { :root { … } }` is written once, and counts for both.

Knows: how CSS is cut into rules. Never: reads a file; never decides how anything looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from site_builder.markup.sanitise import CLASSES, TAGS

CHOICES = {
    "(prefers-color-scheme:dark)": ("data-md-color-scheme", "slate"),
    "(prefers-contrast:more)": ("data-contrast", "more"),
}
"""Media queries that a reader may answer otherwise: the attribute of the root element, and its value for yes."""
_ELEMENTS = TAGS | {
    "html", "body", "main", "article", "nav", "header", "footer", "form", "button", "select", "input", "label",
}  # fmt: skip
_CLASSES = CLASSES - {"headerlink"} | {
    "js", "no-js", "md-container", "md-main", "md-main__inner", "md-grid", "md-content", "md-typeset",
}  # fmt: skip
"""Classes of bodies but for links of headings, which pages do not show, and those of the frame that Material knows."""
_ATTRIBUTES = frozenset(["checked", "disabled", "type", "href", "src", "open", "title", "dir", "data-md-color-scheme"])
_ONLY_WITH = {
    "pymdownx.tabbed": frozenset(name for name in CLASSES if name.startswith("tabbed-")),
    "pymdownx.tasklist": frozenset(name for name in CLASSES if name.startswith("task-")),
}
"""Classes that no body has unless the portal reads Markdown with an extension."""
_NEVER = re.compile(r"\[(?:id[=^]|dir=\"?rtl|data-md-color-(?:primary|accent)|data-md-(?:toggle|state|visible))")
_TOKEN = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^\"')]*\)|\\.|[{}();,\[\]]", re.DOTALL)
_COMMENT = re.compile(r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')|\s*([{};,>])\s*|(?<![:(\s])(\s)\s*|\s+", re.DOTALL)
_ASKED = re.compile(r"(?P<kind>[.#]?)(?P<name>-?[A-Za-z_][\w-]*)|\[\s*(?P<attribute>[\w-]+)[^\]]*\]|::?[\w-]+")
_INNER = re.compile(r":(?:not|is|where|has|nth-[\w-]+|lang|dir)\((?:[^()]|\([^()]*\))*\)")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_SET = re.compile(r"(--md-[\w-]+):")
"""What our parts set of Material's: for everything in a page."""
_MOVES = re.compile(r"animation(?:-name)?:[^;}]*")


def joined(material: Iterable[str], own: Iterable[str], extensions: Collection[str]) -> str:
    """Return one stylesheet: what pages can meet of `material`, then the parts of our `own`, in their order.

    Custom properties that nothing asks for are left out of Material's part; so are its animations. `extensions` are
    those of Markdown in use.
    """
    parts = "".join(lean(part) for part in own)
    classes = _CLASSES.difference(*(names for extension, names in _ONLY_WITH.items() if extension not in extensions))
    kept = "".join(_kept(lean("".join(material).replace('@charset "UTF-8";', "")), classes))
    return '@charset "UTF-8";' + _without_unused(kept, parts) + _chosen(parts)


def lean(css: str) -> str:
    """Return a stylesheet without comments, and without space that says nothing."""
    text = _COMMENT.sub(lambda found: found[1] or "", css)
    return _SPACE.sub(lambda found: found[1] or found[2] or (" " if found[3] else ""), text).strip()


def _cut(css: str, end: str) -> Iterator[str]:
    """Cut at `end` wherever it stands outside brackets, strings and addresses; a block ends with its brace."""
    start = depth = 0
    for found in _TOKEN.finditer(css):
        sign = found[0]
        if sign in ("{", "(", "["):
            depth += 1
        elif sign in ("}", ")", "]"):
            depth -= 1
        if depth == 0 and (sign == end or (sign == "}" and end == ";")):
            yield css[start : found.end()] if end == ";" else css[start : found.start()]
            start = found.end()
    if css[start:].strip():
        yield css[start:]


def _block(rule: str) -> tuple[str, str]:
    """Return what stands before a rule's block, and what stands in it."""
    head, _, rest = rule.partition("{")
    return head, rest.removesuffix("}")


def _kept(css: str, classes: frozenset[str]) -> Iterator[str]:
    """Yield the rules that a page can meet, each with the selectors that it can meet."""
    for rule in _cut(css, ";"):
        head, inner = _block(rule)
        if head.startswith(("@media", "@supports")):
            body = "".join(_kept(inner, classes))
            yield f"{head}{{{body}}}" if body else ""
        elif head.startswith("@page"):
            yield rule
        elif not head.startswith("@"):
            selectors = [one for one in _cut(head, ",") if _can_match(one, classes)]
            yield f"{','.join(selectors)}{{{inner}}}" if selectors else ""


def _can_match(selector: str, classes: frozenset[str]) -> bool:
    """Say whether everything that a selector asks for can stand in a page."""
    known = {"": _ELEMENTS, ".": classes, "#": frozenset[str]()}
    asked = _ASKED.finditer(_INNER.sub("", selector))
    return not _NEVER.search(selector) and all(
        found["attribute"] in _ATTRIBUTES if found["attribute"] else found["name"] in known[found["kind"]]
        for found in asked
        if found["name"] or found["attribute"]
    )


def _without_unused(css: str, beside: str) -> str:
    """Leave out custom properties that neither sheet asks for or that ours sets, and moves whose frames are gone."""
    css, ours = _MOVES.sub("", css), {*_SET.findall(beside)}
    while True:
        used = {*_USED.findall(css), *_USED.findall(beside)} - ours
        left = "".join(_used(rule, used) for rule in _cut(css, ";"))
        if left == css:
            return css
        css = left


def _used(rule: str, used: set[str]) -> str:
    head, inner = _block(rule)
    if head.startswith(("@media", "@supports")):
        body = "".join(_used(one, used) for one in _cut(inner, ";"))
    else:
        said = (one.removesuffix(";") for one in _cut(inner, ";"))
        named = ((one.partition(":")[0].strip(), one) for one in said)
        body = ";".join(one for name, one in named if one and not (name.startswith("--") and name not in used))
    return f"{head}{{{body}}}" if body else ""


def _chosen(css: str) -> str:
    """Let what a reader chose hold as what the system asks for: each such block counts for both."""
    return "".join(_both(rule) for rule in _cut(css, ";"))


def _both(rule: str) -> str:
    head, inner = _block(rule)
    query = head.removeprefix("@media").replace(" ", "")
    if not head.startswith("@media") or query not in CHOICES:
        return rule
    name, value = CHOICES[query]
    asked = inner.replace(":root", f":root:not([{name}])")
    return f"{head}{{{asked}}}" + inner.replace(":root", f':root[{name}="{value}"]')
