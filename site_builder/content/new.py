"""Start an article: a file in the right folder with front matter that passes `check`.

A new file is a draft: nothing of it can reach the site before its editor deletes one line.

Knows: where articles live and what their front matter needs. Never: changes a file that exists; never knows
whether the topic and the agency exist (`check` says so).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import yaml

from site_builder.content.fitting import limit_of, remake
from site_builder.content.from_docx import Imported, from_docx
from site_builder.content.html_tree import HIDDEN
from site_builder.content.skeleton import HINT, SKELETON
from site_builder.content.word.album import Picture
from site_builder.errors import ContentError, Problem
from site_builder.images import UnfitError
from site_builder.text import VIETNAM, iso, nfc, one_line, slug


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """What a new article starts with."""

    title: str
    topic: str
    """Its id, like those below."""
    agency: str
    genre: str = "tin"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewArticle:
    """A file that was written."""

    path: Path
    notices: tuple[str, ...] = ()
    """Vietnamese sentences: what of the Word file the editor should look at."""


def new_article(root: Path, start: Start, *, now: datetime, docx: Path | None = None) -> NewArticle:
    """Write `content/news/YYYY/MM/<slug>.md` below `root` and the pictures of `docx` into `content/media/YYYY/MM`.

    `now` is an aware datetime; its day in Viet Nam is the article's.

    Raises:
        ContentError: the title has no letter or digit, or the Word file cannot be read.
    """
    title = one_line(HIDDEN.sub("", one_line(nfc(start.title))))
    local = now.astimezone(VIETNAM).replace(second=0, microsecond=0)
    name = slug(title)
    if not name:
        message = f"tên bài {title!r} không có chữ cái hay chữ số nào; hãy đặt tên bài bằng chữ"
        raise ContentError(Problem("content/news", 0, "ten-bai-trong", message))
    month = f"{local:%Y/%m}"
    name = _free_name(root / "content", month, name)
    given = {"title": title, "topic": start.topic, "agency": start.agency, "genre": start.genre}
    word = from_docx(docx, title, f"/media/{month}/{name}") if docx else Imported(
        markdown=SKELETON, pictures=(), notices=()
    )  # fmt: skip
    word = _fitted(word, limit_of(root))
    for picture in word.pictures:
        _write_picture(root, picture)
    path = root / "content" / "news" / month / f"{name}.md"
    _write(path, f"---\n{_front_matter(given, local)}---\n\n{HINT}\n\n{word.markdown}".encode())
    return NewArticle(path=path, notices=word.notices)


def _fitted(word: Imported, limit: int) -> Imported:
    """Make the pictures of a Word file fit for the portal, and say which."""
    markdown, pictures, notices = word.markdown, list[Picture](), list(word.notices)
    for picture in word.pictures:
        try:
            made = remake(picture.data, limit)
        except UnfitError as error:
            made = None
            notices.append(f"Ảnh {picture.path} nặng hơn mức cho phép mà chưa thu nhỏ được: {error}.")
        path, data = picture.path, picture.data
        if made:
            path, data = f"{path.rpartition('.')[0]}.{made.ending}", made.data
            markdown = markdown.replace(f"({picture.path}", f"({path}")
            notices.append(f"Ảnh {path} đã được làm cho vừa: {made.said}.")
        pictures.append(Picture(path=path, data=data))
    return replace(word, markdown=markdown, pictures=tuple(pictures), notices=tuple(notices))


def _free_name(content: Path, month: str, name: str) -> str:
    """Return `name`, or `name-2` and so on: the first that no article and no article's picture of the month has."""
    articles = {path.stem for path in (content / "news" / month).glob("*.md")}
    pictures = {re.sub(r"-\d+\Z", "", path.stem) for path in (content / "media" / month).glob("*-*.*")}
    taken = articles | pictures
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _front_matter(given: dict[str, str], local: datetime) -> str:
    """Write the front matter; YAML quotes what needs it, the date stays as people write it."""
    title, *rest = (_line(key, value) for key, value in given.items())
    return "".join((title, f"date: {iso(local)}\n", *rest, "status: draft\n"))


def _line(key: str, value: str) -> str:
    return str(yaml.safe_dump({key: value}, allow_unicode=True, width=2**31))


def _write_picture(root: Path, picture: Picture) -> None:
    """Write one picture of a Word file to its place in `content/media`."""
    _write(root / f"content{picture.path}", picture.data)


def _write(path: Path, data: bytes) -> None:
    """Write a new file, never over an old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
