"""What hostile articles are made of: words, signs, markup, addresses, days, as public reports of bugs are full of them.

In patterns `{0}`, `{1}`, `{2}` stand for more of it.
"""

from __future__ import annotations

WORDS = (
    "cải cách", "hành chính", "một cửa", "Sở Nội vụ", "đất đai", "hộ tịch", "128/KH-UBND", "22/2016/QĐ-UBND",
    "3.250", "quý III", "UBND", "“một cửa”", "ngày 30/8/2019", "%", "100 %", "$", "C:\\temp", "báo\\nói",
    "#CaiCach", "@so", "…",
)  # fmt: skip
SIGNS = (
    "\xa0", "\u200b", "\xad", "\u2060", "\ufeff", "�", "ẹ́", "Ð", "🏢", "👩\u200d⚖️", "ភាសាខ្មែរ", "שלום",
    "العربية", "\ue000", "\u0300", "\t", "Ａ", "ﬁ", "İ", "ß", "\u2003", "丽",
)  # fmt: skip
MARKUP = (
    "<", ">", "&", '"', "'", "&amp;", "&lt;script&gt;", "</script>", "<!--", "-->", "]]>", "<![CDATA[",
    "<?xml?>", "{{ x }}", "{% x %}", "{#", "{: #a .b }", "{: onclick=x}", "[", "]", "](", "![", "[^1]", "`",
    "``", "```", "~~~", "*", "**", "__", "_", "|", "\\", "\\\\", "#", "##", ">", "-", "+", "1.", "    ",
    "!!! note", "??? note", ":   ", "*[HTML]: x", "[a]: /b", "[^1]: c", '=== "x"', "---", "***", "<br>", "<b>",
    "</b>", "<p>", "</div>", "<div markdown>", "<table>", "<a href=x>", "<img src=x>", "<svg>", "<math>",
    "<h1>", "<details>", "<http://x.vn>", "<a@b.vn>", "&#60;", "&nbsp;", "javascript:", "data:", "%0a", "%00",
    "..", "//", "\\|", "\\`", "\\<", "$x$", "{", "}", "(", ")", "=", "~", "^", "::",
)  # fmt: skip
POISON = (
    "\0", "\x08", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufffe", "&#8;", "&#0;",
    "&#x202e;", "&#xD800;", "&rlm;", "zqrootqz", "&#122;qrootqz", "zqTextTitleqz", "\\b", "\\v", "\\N", "\\x08",
    "\\u202e",
)  # fmt: skip
LONG = ("a" * 300, "ă" * 5000, "một " * 4000, "9" * 400, "x-" * 300, "https://x.vn/" + "a" * 2100)
BODIES = (
    "| a | b |\n|---|---|\n| {0} | {1} |", "- {0}\n  - {1}\n    - {2}", "1. {0}\n\n    {1}\n\n2. {2}",
    "> {0}\n> > {1}", "```{0}\n{1}\n```", "    {0}", "## {0}\n\n{1}", "### {0}", "#{0}", "# {0} {{: #{1} }}",
    "{0}\n===", "{0}\n---", "[{0}](https://x.vn/?q={1})", '[{0}](/media/ke-hoach.pdf "{1}")',
    "![{0}](/media/mot-cua.png)", '![{0}](/media/mot-cua.png "{1}")', '<p title="{0}">{1}</p>',
    "<div markdown>\n{0}\n\n**{1}**\n</div>", '!!! note "{0}"\n    {1}', "{0}[^{1}]\n\n[^{1}]: {2}",
    "{0}\n:   {1}", "*[{0}]: {1}\n\n{0}", "**{0}**_{1}_`{2}`", "{0}  \n{1}\\\n{2}",
    "<details><summary>{0}</summary>{1}</details>", "<table><tr><td>{0}<td>{1}</table>",
    '[{0}][{1}]\n\n[{1}]: https://x.vn/ "{2}"', "<{0}>", "<b>{0}<i>{1}</b>{2}</i>", "[{0}](#{1})",
    '<a name="{0}" id="{1}">{2}</a>', "[{0}](../05/bai-1.md)", "[{0}](bai-{1}.md)", "&{0};", "{0}\t{1}",
    "<!-- {0} -->\n{1}", "<!-- {0}", "{0}{1}{2}", "• {0}\n• {1}", "+ {0}\n- {1}\n* {2}", "(1) {0}\n\na) {1}",
    "https://x.vn/{0}?a={1}", "a@b.vn {0} 0912.345.678", "<h4>{0}</h4>",
    '<ol start="{0}"><li value={1}>{2}</ol>', '<td style="text-align:{0}">{1}</td>', '<a href="{0}">{1}</a>',
    '<img src="/media/mot-cua.png" alt="{0}">', "[TOC]\n\n{0}", '???+ tip "{0}"\n    {1}',
    "{{: .{0} #{1}}}\n{2}", "| {0} |\n|:-:|\n| {1} | {2} |", "> " * 60 + "{0}", "[" * 40 + "{0}",
    "*" * 80 + "{0}", "<b>" * 80 + "{0}", "- " * 40 + "{0}", "`" * 30 + "{0}", "![" * 30 + "{0}",
)  # fmt: skip
ALIASES = (
    "/index.html", "/", "/robots.txt", "/robots.txt/x.html", "/sitemap.xml", "/404.html", "/feeds/x.xml",
    "/Feeds/X.xml", "/feeds/tin-tuc.rss.xml", "/du-lieu/x.json", "/assets/a.css", "/media/mot-cua.png",
    "/media/Mot-Cua.png", "/media/x/", "/tin-tuc/", "/tin-tuc/index.html", "/Tin-Tuc/", "/tin-tuc/2024/05/",
    "/tin-tuc/2024/05/cu-{0}/", "/tin-tuc/trang-1/", "/chu-de/chinh-quyen-dien-tu/", "/chu-de/cu/",
    "/chu-de/chinh-quyen-dien-tu/trang-1/", "/chu-de", "/co-quan/so-noi-vu/x", "/the-loai/tin/",
    "/the-loai/tin/index.html", "/thong-ke/quy-1-2024/", "/luu-tru/2024/05/", "/tim-kiem/a.html", "/rss/",
    "/gioi-thieu/", "/gioi-thieu/index.html", "/Gioi-Thieu", "/cu/{0}", "/cu/{0}/", "/cu/{0}.html",
    "/Cu/{0}.html", "/cu.html", "/cu.html/{0}/", "/cu/{0}.html/x", "/cu/index.html", "/a/../b", "/./a", "//a",
    "/a//b", "/a%20b/", "/tin cũ/", "/tin-cũ/", "/default.aspx?id={0}", "/x.aspx/", "/a;b=$c'(d)", "/a/{1}/",
    "/{1}.html", "/.well-known/x", "/.htaccess", "/a/.git/x", "/x.html.gz", "/index.html.gz", "/index.html.br",
    "/sitemaps/2024-05.xml", "/sitemaps/", "/~a", "/cu/*", "/cu/a:b", "/con", "/tin-tuc/2024/05/bai-{0}/",
    "/tin-tuc/2024/05/bai-{0}/index.html", "/tin-tuc/2024/05/BAI-{0}/", "/tin-tuc.html", "/TIN-TUC.html",
    "https://x.vn/a", "cu", "/́", "/đường-dây/", "/%C4%91/", "/%zz/",
    "/%ff/", "/%E1/a.html", "/%ed%a0%80/", "/%00/", "/%2e%2e/", "/a%2fb/", "/%2F",
    "/@", "/0",
)  # fmt: skip
ADDRESSES = (
    "https://x.vn/", "https://x.vn/a/b.html", "https://x.vn:8080/?a=%C4%91#b", "https://x.vn/(a)",
    "https://x.vn/'a'", "http://1.2.3.4/", "https://x.vn/", "http://x.vn/a?b=c&d=e#f", "https://x.vn/ă",
    "https://[::1]/a", "https://[::1", "https://[x]/", "http://x.vn:99999/", "HTTP://X", "https://x.vn/%zz",
    "https://x.vn/{{}}", "https://x.vn/'", "ftp://x", "//x.vn", "https://\u202ex", "https://x.vn/a|b",
    "https://x.vn/\\", "https://@", "https://x.vn/`", "https://x.vn/[a](b)", "x.vn", "mailto:a@b.vn",
    "https://%/",
)  # fmt: skip
DAYS = (
    "2024-05-06T08:00:00+07:00", "6/5/2024", "06.05.2024 7h30", "2024-05-06", "2026-11-22 11:59",
    "2026-11-22 12:00:01", "29/2/2024", "2024-05-06T08:00:00Z", "2024-05-06T08:00:00+14:00", "2027-05-06",
    "2026-12-31 23:59:59", "14/3/2025", "2027-01-01 00:00", "2024-05-06T23:59:59.999999+07:00", "2024-12-15",
    "1/1/1990", "2028-11-20", "2028-01-31 00:01",
)  # fmt: skip
NO_DAYS = (
    "31/12/1989", "31/12/9999 23:59", "9999-12-31T23:59:59-23:59", "0001-01-01", "2024-02-30", "hôm qua",
    "2030-01-01", "1990-01-01T00:00:00+14:00", "2199-12-31", "99/99/9999",
)  # fmt: skip
TOPICS = ("cai-cach-thu-tuc-hanh-chinh", "chinh-quyen-dien-tu")
GENRES = (
    "tin", "bai", "tin", "bai", "tin", "bai", "phong-su", "anh", "video", "audio", "van-ban", "hoi-dap",
    "infographic", "TIN",
)  # fmt: skip
IDS = (
    "2024/05/bai-{0}", "2024/05/BAI-{0}", "hoat-dong/2024/{0}", "hoat-dong/2024/2", "a", "A", "/a", "..", "a:b",
    "a b", "{1}", "facts:a", "tag:x,2020:y", "a//b", "0", "{0}",
)  # fmt: skip
MINUTES = ("5", "0", "0,5", "99999", "12.25", "-1")
