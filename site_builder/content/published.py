"""What was published must stay: one judge for a push, for `check` and for whoever mends.

An article that readers have seen keeps its address, its identity in the feeds and its old addresses, or it is
withdrawn, which everybody is told of. A draft or an embargoed article may come and go.

Knows: articles before and after a change. Never: where either comes from; never changes a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from site_builder.content.aliases import key_of, shown
from site_builder.content.entries import Entry, line_of
from site_builder.content.moves import NOBODY, Heir, heirs
from site_builder.content.rewriting import address_word
from site_builder.errors import Problem, errors_of
from site_builder.model import Article
from site_builder.text import date_time

SETTINGS = "mkdocs.yml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fate:
    """What became of one published article."""

    was: Article
    now: Entry | None
    """The file that it is now; None when it vanished, or when that is not clear."""
    choices: tuple[str, ...] = ()
    """Files that it may be, when it is not clear."""


class Debt(NamedTuple):
    """What a file must say so that an article keeps its identity and its addresses."""

    id: str
    """Empty when it is right as it is."""
    aliases: tuple[str, ...]
    """Rooted addresses that are missing."""


NOTHING = Debt("", ())


def is_public(entry: Entry, now: datetime) -> bool:
    """Say whether readers have an article, or the notice of one that was withdrawn."""
    return entry.article is not None and entry.article.state(now) in {"published", "withdrawn"}


def fates(before: Mapping[str, Entry], after: Mapping[str, Entry], now: datetime) -> tuple[Fate, ...]:
    """Say what became of every published article among the files that changed.

    Args:
        before: the files that were changed or deleted, as they were.
        after: the files that were changed, as they are; those that were added, too, when `are_settled` says no.
        now: the moment at which is asked what readers see.
    """
    public = [entry for entry in before.values() if is_public(entry, now)]
    by_id = {entry.article.id: file for file, entry in after.items() if entry.article}
    gone = [entry for entry in public if entry.file not in after and entry.article and entry.article.id not in by_id]
    taken = {entry.article.id for entry in public if entry.article}
    fresh = [entry for file, entry in after.items() if file not in before and not _is_one_of(entry, taken)]
    guessed = heirs(gone, fresh) if gone else {}
    return tuple(_fate(entry, entry.article, after, by_id, guessed) for entry in public if entry.article)


def _is_one_of(entry: Entry, ids: Collection[str]) -> bool:
    return entry.article is not None and entry.article.id in ids


def _fate(
    entry: Entry, was: Article, after: Mapping[str, Entry], by_id: Mapping[str, str], guessed: Mapping[str, Heir]
) -> Fate:
    if entry.file in after:
        return Fate(was=was, now=after[entry.file])
    heir = Heir(by_id[was.id], ()) if was.id in by_id else guessed.get(entry.file, NOBODY)
    return Fate(was=was, now=after.get(heir.path), choices=heir.choices)


def are_settled(found: Sequence[Fate], after: Mapping[str, Entry]) -> bool:
    """Say whether files that were added have no part in what became of the articles."""
    return not any(fate.now is None or debt(fate, after) != NOTHING for fate in found)


def debt(fate: Fate, after: Mapping[str, Entry]) -> Debt:
    """Return what the file of an article must say; nothing for one that cannot be read."""
    new = fate.now.article if fate.now else None
    if new is None:
        return NOTHING
    others = [entry.article for entry in after.values() if entry.article and entry.article is not new]
    led = {key_of(address) for article in (new, *others) for address in (article.url, *article.aliases)}
    owed = dict.fromkeys(address for address in (fate.was.url, *fate.was.aliases) if key_of(address) not in led)
    return Debt("" if new.id == fate.was.id else fate.was.id, tuple(owed))


def losses(found: Sequence[Fate], after: Mapping[str, Entry], now: datetime, main: str) -> tuple[Problem, ...]:
    """Find what would be lost to readers, with what to do instead.

    Args:
        found: what `fates` found.
        after: what it was given.
        now: the moment at which is asked what readers see.
        main: the published branch as an editor's clone names it, `origin/main`.
    """
    return tuple(sorted(problem for fate in found for problem in _losses(fate, after, now, main)))


def _losses(fate: Fate, after: Mapping[str, Entry], now: datetime, main: str) -> Iterator[Problem]:
    was, entry = fate.was, fate.now
    if entry is None:
        yield Problem(was.path, 0, "bai-bien-mat", _vanished(fate, now, main))
    elif entry.article is not None:
        owed = debt(fate, after)
        if entry.file != was.path and owed != NOTHING:
            yield Problem(entry.file, 1, "bai-doi-cho", _moved(was, entry.article, owed))
        elif owed.id:
            yield Problem(entry.file, line_of(entry, "id"), "id-doi", _renamed(was, entry.article))
        elif owed.aliases:
            yield Problem(entry.file, line_of(entry, "aliases"), "dia-chi-cu-mat", _cut_off(entry.article, owed))
        if not errors_of(entry.problems):
            yield from _hidden(was, entry, entry.article, now)


def _vanished(fate: Fate, now: datetime, main: str) -> str:
    """Say how to bring back an article whose file is gone, as a withdrawn one."""
    was = fate.was
    restore = f"git checkout {main} -- {was.path}"
    if was.state(now) == "withdrawn":
        return f"bài đã gỡ, địa chỉ {was.url} còn thông báo gỡ bài; hãy giữ tệp này, lấy lại bằng: {restore}"
    withdraw = f"{_withdraw(was.path)}; hoặc {restore}, rồi ghi vào đầu bài {_withdrawn(now)}"
    if fate.choices:
        kept = Debt(was.id, (was.url, *was.aliases))
        named = " hay ".join(fate.choices[:5])
        return (
            f"bài đã đăng ở {was.url} không còn tệp; chưa rõ có phải đã đổi thành {named}; nếu phải, hãy ghi vào đúng "
            f"tệp ấy {_lines(kept)}; nếu không, hãy gỡ bài thay vì xóa: {withdraw}"
        )
    return (
        f"bài đã đăng, xóa tệp (hay git revert) thì địa chỉ {was.url} thành trang lỗi và báo chí không được báo gỡ; "
        f"hãy gỡ bài thay vì xóa: {withdraw}"
    )


def _withdraw(path: str) -> str:
    return f'cchc withdraw {path} --reason "Lý do"'


def _withdrawn(now: datetime) -> str:
    return f'“status: withdrawn” và “withdrawn: {{date: {now:%d/%m/%Y}, reason: "Lý do"}}”'


def _lines(owed: Debt) -> str:
    """Write the lines of front matter that are missing."""
    lines = [f"“id: {owed.id}”"] if owed.id else []
    lines += [f"“aliases: [{', '.join(map(address_word, owed.aliases))}]”"] if owed.aliases else []
    return " và ".join(lines)


def _moved(was: Article, new: Article, owed: Debt) -> str:
    merged = owed._replace(aliases=(*new.aliases, *owed.aliases) if owed.aliases else ())
    return (
        f"bài đã đăng ở {was.url} ({was.path}) nay đổi chỗ: địa chỉ cũ thành trang lỗi, nguồn tin coi là bài mới; hãy "
        f"ghi vào đầu bài {_lines(merged)} (lệnh “cchc check --fix” tự ghi), hoặc trả tệp về chỗ cũ"
    )


def _renamed(was: Article, new: Article) -> str:
    return (
        f"mã của bài đã đăng đổi từ “{was.id}” thành “{new.id}”: nguồn tin sẽ coi là bài mới; hãy ghi lại "
        f"“id: {was.id}” (lệnh “cchc check --fix” tự ghi)"
    )


def _cut_off(new: Article, owed: Debt) -> str:
    merged = Debt("", (*new.aliases, *owed.aliases))
    return (
        f"địa chỉ cũ {', '.join(map(shown, owed.aliases))} không còn dẫn tới bài, ai mở sẽ gặp trang lỗi; hãy ghi lại "
        f"{_lines(merged)} (lệnh “cchc check --fix” tự ghi)"
    )


def _hidden(was: Article, entry: Entry, new: Article, now: datetime) -> Iterator[Problem]:
    """Find a published article that becomes a draft, or whose day is moved ahead."""
    state = new.state(now)
    effect = f"địa chỉ {new.url} thành trang lỗi, báo chí không được báo gỡ"
    withdraw = f"hoặc gỡ bài: {_withdraw(entry.file)}"
    if state == "draft":
        message = f"bài đã đăng nay ghi là bản nháp: {effect}; hãy ghi lại status: {was.status}, {withdraw}"
        yield Problem(entry.file, line_of(entry, "status"), "bai-ve-nhap", message)
    elif state == "embargoed":
        key = "added" if any(field == "added" for field, _ in entry.lines) else "date"
        message = (
            f"bài đã đăng nay hẹn tới {date_time(new.added)}: cho tới lúc ấy {effect}; hãy ghi lại "
            f"{key}: {getattr(was, key):%d/%m/%Y %H:%M}, {withdraw}"
        )
        yield Problem(entry.file, line_of(entry, key), "bai-hen-lai", message)


# The feeds' authority


def authority(settings: str) -> str:
    """Return `feed_authority` as the text of `mkdocs.yml` says it; empty when it does not say it plainly."""
    import yaml  # noqa: PLC0415 - slow to load, and seldom needed

    try:
        root = yaml.compose(settings, Loader=yaml.SafeLoader)  # nodes only: nothing that tags name is made
    except yaml.YAMLError:
        return ""
    entries = _under(root, "plugins")
    parts = entries.value if entries is not None and entries.id == "sequence" else [entries]
    values = (_under(_under(part, "cchc"), "feed_authority") for part in parts)
    found = next((value for value in values if value is not None and value.id == "scalar"), None)
    return str(found.value) if found is not None and found.tag == "tag:yaml.org,2002:str" else ""


def _under(node: Any, key: str) -> Any:
    """Return the node at a key of a mapping, None when there is none."""
    pairs = node.value if node is not None and node.id == "mapping" else ()
    return next((value for name, value in pairs if name.value == key), None)


def new_authority(before: str, after: str) -> tuple[Problem, ...]:
    """Find a `feed_authority` that changed, in two texts of `mkdocs.yml`."""
    old, new = authority(before), authority(after)
    if not old or not new or old == new:
        return ()
    line = next((n for n, text in enumerate(after.splitlines(), 1) if re.match(r"\s*feed_authority\s*:", text)), 0)
    message = (
        f"feed_authority đổi từ “{old}” thành “{new}” sau khi đã đăng bài: mọi bài cũ sẽ hiện lại như bài mới ở trình "
        f"đọc và báo chí; hãy ghi lại feed_authority: {old}, giữ mãi, kể cả khi đổi tên miền"
    )
    return (Problem(SETTINGS, line, "doi-feed-authority", message),)
