"""`cchc new`: a new article, or one from Word.

On a terminal what is missing is asked for; elsewhere the ids that can be written are listed.

Knows: which topics, agencies and genres there are today. Never: writes the article itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.cli.arguments import Commands, now
from site_builder.cli.asking import ask
from site_builder.errors import ContentError, Problem
from site_builder.text.terminal import can_ask, give, say


@dataclass(frozen=True, kw_only=True, slots=True)
class _Vocabulary:
    """What one option takes."""

    option: str
    what: str
    """What it names, in Vietnamese."""
    file: str
    known: Mapping[str, str]
    """Names by id."""
    offered: Mapping[str, str]
    """Those that a new article may have today."""


def add(commands: Commands) -> None:
    """Describe the command."""
    new = commands.add_parser("new", help="tạo một bài mới")
    new.add_argument("title", metavar="TIÊU-ĐỀ")
    new.add_argument("--topic", metavar="ID", help="chủ đề, xem content/taxonomy/topics.yml; không ghi thì được hỏi")
    new.add_argument(
        "--agency", metavar="ID", help="cơ quan, xem content/taxonomy/agencies.yml; không ghi thì được hỏi"
    )
    new.add_argument("--genre", default="tin", metavar="ID", help="thể loại (mặc định: tin)")
    new.add_argument("--from", dest="docx", type=Path, metavar="BÀI.docx", help="lấy nội dung từ tệp Word")
    new.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the article's file; return the exit code."""
    from site_builder.content.new import Start, new_article

    vocabularies = _vocabularies(args.root, now(args).date())
    _refuse_unknown(args, vocabularies)
    missing = [one for one in vocabularies if getattr(args, one.option) is None]
    _refuse_empty(missing)
    if missing and not can_ask():
        return _list(missing)
    for one in missing:
        setattr(args, one.option, ask(one.what, one.offered))
    start = Start(title=args.title, topic=args.topic, agency=args.agency, genre=args.genre)
    made = new_article(args.root, start, now=now(args), docx=args.docx)
    for notice in made.notices:
        say(f"Lưu ý: {notice}")
    give(str(made.path))
    say("Bài ở trạng thái nháp (status: draft). Viết xong, xóa dòng status rồi chạy: cchc check")
    return 0


def _vocabularies(root: Path, today: date) -> tuple[_Vocabulary, ...]:
    """Read what the options take; agencies that do not exist on `today` are known, and not offered."""
    from site_builder import content
    from site_builder.model import told_apart

    taxonomy = content.read_taxonomy(root).taxonomy
    topics = {topic.id: topic.name for topic in taxonomy.topics}
    agencies = {agency.id: agency.name for agency in taxonomy.agencies}
    names = told_apart((agency for agency in taxonomy.agencies if agency.valid_on(today)), today)
    living = {id_: names[id_] for id_ in agencies if id_ in names}
    genres, folder = taxonomy.genre_names, "content/taxonomy"
    return (
        _Vocabulary(option="topic", what="Chủ đề", file=f"{folder}/topics.yml", known=topics, offered=topics),
        _Vocabulary(option="agency", what="Cơ quan", file=f"{folder}/agencies.yml", known=agencies, offered=living),
        _Vocabulary(option="genre", what="Thể loại", file=f"{folder}/genres.yml", known=genres, offered=genres),
    )


def _refuse_unknown(args: argparse.Namespace, vocabularies: tuple[_Vocabulary, ...]) -> None:
    """Stop because of ids that are in no list, and offer the nearest."""
    from site_builder.content.vocabularies import nearest_id

    problems = []
    for one in vocabularies:
        asked = getattr(args, one.option)
        if asked is not None and asked not in one.known:
            offer = nearest_id(asked, one.known) or "các id dùng được: " + ", ".join(one.known)
            problems.append(Problem(f"--{one.option}", 0, "id-la", f"{asked!r} không có trong danh mục; {offer}"))
    if problems:
        raise ContentError(*problems)


def _refuse_empty(missing: list[_Vocabulary]) -> None:
    """Stop where there is nothing to choose from."""
    told = (
        "chưa có mục nào dùng được hôm nay; hãy ghi ít nhất một mục, hoặc chỉ đúng cổng bằng cchc --root THƯ-MỤC new …"
    )
    problems = [Problem(one.file, 0, "danh-muc-trong", told) for one in missing if not one.offered]
    if problems:
        raise ContentError(*problems)


def _list(missing: list[_Vocabulary]) -> int:
    """List the ids that can be written; return the exit code of a wrong usage."""
    for one in missing:
        say(f"cchc new: thiếu --{one.option} ({one.what.lower()}, xem {one.file}). Hãy ghi một trong các id:")
        width = max(map(len, one.offered))
        for id_, name in one.offered.items():
            say(f"  {id_:{width}}  {name}")
    return 2
