"""What a YAML parser says, in Vietnamese, with what to write instead.

The usual mistake of an editor is a colon or quotation marks inside an unquoted title; the parser speaks of
"mapping values" and names the place where it gave up, which may be lines below the cause.

Knows: libyaml's messages. Never: parses.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from site_builder.content.escapes import quoting

Explained: TypeAlias = tuple[int, str, str]
"""Line (from 0), code and message."""

CODE = "yaml-sai"
_QUOTE = 'hãy đặt cả giá trị trong dấu nháy kép, ví dụ title: "Hà Tĩnh: họp trực tuyến"'


def explain(error: Any, lines: list[str]) -> Explained:
    """Say where the mistake is and how to mend it.

    Args:
        error: a `yaml.MarkedYAMLError`.
        lines: the text it is about.
    """
    line = int(error.problem_mark.line) if error.problem_mark else 0
    began = int(error.context_mark.line) if error.context_mark else line
    for words, cause in _CAUSES:
        if words in str(error.problem):
            return cause(line, began, lines, int(error.problem_mark.column))
    return line, CODE, f"sai cú pháp YAML ({error.problem}); hãy so với bài mẫu do lệnh “cchc new” tạo ra"


def _at(lines: list[str], line: int) -> str:
    return lines[line] if line < len(lines) else ""


def _colon(line: int, began: int, lines: list[str], column: int) -> Explained:
    text = _at(lines, line)
    if ":" in text[:column]:
        return line, CODE, f"giá trị có dấu hai chấm; {_QUOTE}"
    if text.startswith(" "):
        return _indent(line, began, lines, column)
    return line - 1, CODE, _no_colon(_at(lines, line - 1))


def _no_colon(text: str) -> str:
    word = text.strip().split(" ")[0].split(":")[0][:40]
    return f"dòng bắt đầu bằng “{word}” thiếu dấu hai chấm và một dấu cách sau tên khóa; hãy ghi, ví dụ title: Tên bài"


def _missing_colon(line: int, began: int, lines: list[str], _column: int) -> Explained:
    return began, CODE, _no_colon(_at(lines, began) or _at(lines, line))


def _indent(line: int, _began: int, _lines: list[str], _column: int) -> Explained:
    message = "dòng này thụt lề không khớp; hãy đưa tên khóa về đầu dòng, và thụt các mục con đều nhau bằng dấu cách"
    return line, CODE, message


def _key(line: int, began: int, lines: list[str], column: int) -> Explained:
    text = _at(lines, line)
    value = text.partition(":")[2].lstrip()
    if value[:1] in ("'", '"') and column > text.find(":"):
        message = (
            "dấu nháy đóng quá sớm; bên trong giá trị hãy dùng dấu nháy “ ” và chỉ để dấu nháy thẳng ở hai đầu, "
            'ví dụ title: "Mô hình “một cửa” ở xã"'
        )
        return line, CODE, message
    if value[:1] in ("[", "{") and column > text.find(":"):
        return line, CODE, f"có chữ sau dấu ngoặc đóng; {_QUOTE}"
    return _indent(line, began, lines, column)


def _open_quote(_line: int, began: int, _lines: list[str], _column: int) -> Explained:
    return began, CODE, "dấu nháy mở ở dòng này chưa được đóng; hãy thêm dấu nháy cùng loại ở cuối giá trị"


def _open_bracket(_line: int, began: int, _lines: list[str], _column: int) -> Explained:
    message = "dấu ngoặc mở ở dòng này chưa được đóng; hãy thêm ] hoặc }, ví dụ topic: [cai-cach-the-che, chi-so]"
    return began, CODE, message


def _character(line: int, began: int, lines: list[str], column: int) -> Explained:
    found = _at(lines, line)[column : column + 1]
    if found == "\t":
        return _tab(line, began, lines, column)
    return line, CODE, f"giá trị không được bắt đầu bằng dấu {found}; {_QUOTE}"


def _tab(line: int, _began: int, _lines: list[str], _column: int) -> Explained:
    return line, CODE, "dòng này thụt lề bằng phím Tab; hãy thay bằng dấu cách"


def _escape(line: int, _began: int, lines: list[str], column: int) -> Explained:
    text = _at(lines, line)
    start = column if text[column : column + 1] == "\\" else text.rfind("\\", 0, column)
    escape = text[start : start + 2] if start >= 0 else "\\"
    return line, CODE, f"trong dấu nháy kép, “{escape}” không có nghĩa; {quoting(escape)}"


def _star(line: int, _began: int, _lines: list[str], _column: int) -> Explained:
    return line, "yaml-neo", f"giá trị không được bắt đầu bằng dấu * hoặc &; {_QUOTE}"


def _dash(line: int, _began: int, _lines: list[str], _column: int) -> Explained:
    return line, CODE, f"giá trị không được bắt đầu bằng dấu gạch và dấu cách; {_QUOTE}"


def _block(line: int, _began: int, _lines: list[str], _column: int) -> Explained:
    return line, CODE, f"giá trị không được bắt đầu bằng dấu > hoặc |; {_QUOTE}"


_CAUSES = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _missing_colon),
    ("unexpected end of stream", _open_quote),
    ("expected ',' or", _open_bracket),
    ("expected node content", _open_bracket),
    ("cannot start any token", _character),
    ("tab character", _tab),
    ("unknown escape", _escape),
    ("hexdecimal", _escape),
    ("Unicode character escape", _escape),
    ("expected alphabetic or numeric", _star),
    ("undefined alias", _star),
    ("block sequence entries", _dash),
    ("expected comment or line break", _block),
    ("expected key", _key),
    ("expected '-' indicator", _indent),
)
