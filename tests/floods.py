"""Articles that are floods of one thing: what a converter of Markdown, or who looks at what it made, may do slowly."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Flood = Callable[[int], str]
"""A text of about so many characters."""

_REPEATED = (
    "\r", "\u00a0", "\u00a0 ", " ", "<!--", "<!-- a\n", "<!-- a -->\n", "<![", "<![CDATA[", "a <![CDATA[", "<?",
    "a <?", "[", "[a] ", "[a](b ", "[a][", "![", "![a](b ", '[a](b "c) ', "[a](https://a.vn) ",
    "[a](https://a.vn)\n\n", "[a](:b)\n\n", "![anh a b](/media/a.png)\n\n", "*", "*a ", "**a* ", "a**", "*a_ ",
    "*a* ", "*a **b", "_", "_a ", "`", "`a ", "`a` ", "~", "~a ", "~~a~ ", "|", "|a|b|\n|-|-|\n|c|d|\n\n", "|a|b|\n",
    ">", "> ", "> a\n", ">" * 100 + " a\n\n", "> - " * 50 + "a\n", "#", "# ", "## a\n\n", "<h2>a</h2>\n\n",
    "###### a\n\n", "##a\n", "\\", "\\*", "&", "&#8;", "&amp;", "&#1", "{: ", "a\n{: .a}\n", "**a**{: .a } ",
    "[^1] ", "[^", "*[", "a\n\n", "a\n", "a  \n", "a\\\n", "---\n\n", "- a\n", "- a\n\n", "- ", "- a\n* b\n",
    "- [ ] a\n", "```\n", "```\na\n```\n", "```a", "> ```\n", "    x = f(1);\n\n", "<div>", "<div>\n\n",
    "<div>\n\na\n\n</div>\n\n", "<div markdown=1>\n", "</div>", "<b>", "<b><p>", "a <a><b>", "<table>",
    "<table><tr><td>", "<", "<a ", '<a b="', "a <a b='c ", "<a b='>", "<a:", "a <a@", "<p a ", "<script>",
    "a <script>", "!!! note\n", "!!! note\n    ", "??? note\n", "a\n:   b\n\n", "a@", "a.b@c.", "https://a.vn ",
    "https://a*b ", "www.", "0912345678 ", "0 ", "gọi ", "<a href=ftp:a>a</a>\n\n", "a\n===\n\n", "a\n---\n",
    "|a|b|\n|c|d|\n\n", "• a\n", "a\tb\n", "a) b.\n", "Aa\nBb\n", "a½", "zqAa", "a", ".", "-", "=", '"', "@", ":",
    ")", "]", "!", "e\u0302\u0301 \n",
)  # fmt: skip
_BUILT: dict[str, Flood] = {
    "brackets inside brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "runs of backticks": lambda size: " ".join("`" * (1 + place % 600) for place in range(size // 300)),
    "a wide head of a table": lambda size: "|a" * (size // 4) + "|\n" + "|-" * (size // 4) + "|",
    "a wide table": lambda size: "|a" * 90 + "|\n" + "|-" * 90 + "|\n" + "|\n" * (size // 2),
    "a row of code": lambda size: "|a|b|\n|-|-|\n|" + "`a|" * (size // 3),
    "rows": lambda size: "|a|b|\n|-|-|\n" + "|a|b|c|\n" * (size // 8),
    "headings": lambda size: "\n".join(f"## a{place}\n" for place in range(size // 8)),
    "broken anchors beside headings": lambda size: "\n".join(f"## bac{n}\n\n[a](#cab{n})\n" for n in range(size // 24)),
    "broken links": lambda size: "\n\n".join(f"[a](../08/b{place}.md)" for place in range(size // 20)),
    "attributes": lambda size: "**a**{: " + ".a " * (size // 3) + "}",
    "references to one note": lambda size: "[^1] " * (size // 5) + "\n\n[^1]: a",
    "paragraphs with one note": lambda size: "a[^1]\n\n" * (size // 7) + "\n\n[^1]: a",
    "notes": lambda size: "\n\n".join(f"a[^{place}]\n\n[^{place}]: a" for place in range(size // 24)),
    "notes in a row": lambda size: "\n".join(f"[^{place}]: a" for place in range(size // 10)),
    "an abbreviation": lambda size: "*[a]: b\n\n" + "a " * (size // 2),
    "a long explanation": lambda size: "*[a]: " + "b" * (size // 2) + "\n\n" + "a " * (size // 4),
    "abbreviations": lambda size: "\n".join(f"*[a{place}]: b" for place in range(size // 12)),
    "a long title": lambda size: '[a]: /b "' + "c" * (size // 2) + '"\n\n' + "[a] " * (size // 8),
    "definitions of links": lambda size: "\n".join(f"[a{place}]: /b{place}" for place in range(size // 12)),
    "definitions": lambda size: "a\n" + ":   b\n" * (size // 6),
    "levels of a list": lambda size: "\n".join(f"{' ' * (2 * (place % 19))}- a" for place in range(size // 24)),
    "longer and longer fences": lambda size: "".join("`" * (3 + n) + "\n" for n in range(int((2 * size) ** 0.5))),
    "code": lambda size: "a\n\n" + "    x = f(1);\n" * (size // 14),
    "elements that nothing closes": lambda size: (
        "".join(f"<b id=a{n}>" for n in range(size // 20)) + "<p>a" * (size // 8)
    ),
    "entities": lambda size: "".join(f"&#{place % 31 + 1};" for place in range(size // 5)),
    "tags": lambda size: "".join(f"<a{place}>" for place in range(size // 8)),
    "addresses": lambda size: "\n\n".join(f'<a href="ftp:a{place}">a</a>' for place in range(size // 26)),
    "an address": lambda size: "https://a.vn/" + ")" * size,
    "a domain": lambda size: "[a](" + "a." * (size // 2) + ")",
    "dashes under a line": lambda size: "a\n" + "- " * (size // 2) + "x",
    "lines further in": lambda size: "\n".join(" " * (place % 40) + "Đoạn văn" for place in range(size // 30)),
    "marks on a letter": lambda size: "a" + "\u0301\u0323" * (size // 4),
}
BODIES: Mapping[str, Flood] = {
    repr(word[:20]): lambda size, word=word: word * (size // len(word.encode())) for word in _REPEATED
} | _BUILT
"""By name."""
FRONTS: Mapping[str, Flood] = {
    "tags": lambda size: "tags: [" + ",".join(f"a{place}" for place in range(size // 7)) + "]\n",
    "topics": lambda size: "topic: [" + ",".join(f"a{place}" for place in range(size // 7)) + "]\n",
    "escapes": lambda size: 'summary: "' + "\\b" * (size // 2) + '"\n',
    "line breaks": lambda size: 'summary: "' + "a\\n" * (size // 3) + '"\n',
    "brackets": lambda size: "tags: " + "[" * size + "\n",
    "keys": lambda size: "".join(f"k{place}: a\n" for place in range(size // 8)),
    "comments": lambda size: "tags: a #b\n" * (size // 12),
    "airings": lambda size: "airings:\n" + "  - {date: 1/9/2019, channel: web}\n" * (size // 36),
    "corrections": lambda size: "corrections:\n" + "  - {date: 1/9/2019, note: a}\n" * (size // 30),
    "old addresses": lambda size: "aliases:\n" + "".join(f"  - /a{place}\n" for place in range(size // 10)),
    "bad old addresses": lambda size: "aliases:\n" + "".join(f"  - a{place}\n" for place in range(size // 10)),
    "a number": lambda size: "added: " + "1" * size + "\n",
    "slashes": lambda size: "added: " + "1/" * (size // 2) + "\n",
    "an id": lambda size: "id: " + "a" * size + " \n",
    "a genre": lambda size: "genre: " + "a-" * (size // 2) + "\n",
    "a language": lambda size: "lang: " + "vi-" * (size // 3) + "\n",
    "aliases of YAML": lambda size: "tags: [&a a" + ",*a" * (size // 3) + "]\n",
    "empty lines": lambda size: 'summary: "' + "\n" * size + '"\n',
    "an address": lambda size: "source_url: https://" + "a." * (size // 2) + "\n",
    "a file": lambda size: "image: {src: /media/" + "a/" * (size // 2) + ", alt: a b c}\n",
    "a description": lambda size: "image: {src: /media/a.png, alt: " + "anh " * (size // 4) + "}\n",
}
