"""One article file → `model.Article`, with every mistake in it.

Knows: the keys of an article, one file at a time. Never: knows other files, the vocabularies or the
clock (`crosscheck` does); never reads the disk.
"""

from __future__ import annotations

import re
from datetime import datetime

from site_builder.content import encoding, pasting
from site_builder.content.aliases import read_aliases
from site_builder.content.changes import read_changes
from site_builder.content.entries import Entry
from site_builder.content.fields import Fields
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.foreign import instead_of, status_of
from site_builder.content.skeleton import left_over
from site_builder.images import describes_nothing
from site_builder.model import (
    Airing,
    Article,
    Attachment,
    HostedMedia,
    Image,
    OfficialDocument,
)
from site_builder.model.ledger import ACTIVITY_IDS
from site_builder.model.media_types import is_recording
from site_builder.text import VIETNAM, is_stand_in_alt, slug, without_comments
from site_builder.urls import TAG

ARTICLE = {
    "title": '"Sở Nội vụ tập huấn về một cửa"',
    "date": "30/8/2019 07:30",
    "topic": "cai-cach-the-che",
    "agency": "so-noi-vu",
    "added": "2/9/2019 08:00",
    "genre": "bai",
    "column": "hoi-dap-cai-cach",
    "partners": "[so-tu-phap, so-y-te]",
    "airings": "[{date: 30/8/2019, channel: phat-thanh}]",
    "summary": '"Hơn 50 cán bộ dự lớp tập huấn."',
    "author": "Nguyễn Văn A",
    "source": "Báo Sóc Trăng",
    "source_url": "https://example.vn/tin-1",
    "image": '{src: /media/anh.png, alt: "Người dân nộp hồ sơ"}',
    "media": "{url: https://example.vn/video-1, minutes: 5}",
    "attachments": '[{file: /media/ke-hoach.pdf, title: "Kế hoạch 128"}]',
    "document": "{number: 128/KH-UBND, issuer: UBND tỉnh, date: 26/12/2018}",
    "tags": "[một cửa, hộ tịch]",
    "featured": "true",
    "lang": "vi",
    "status": "draft",
    "updated": "1/9/2019 09:00",
    "corrections": '[{date: 1/9/2019, note: "Sửa số liệu"}]',
    "withdrawn": '{date: 1/9/2019, reason: "Trùng bài"}',
    "id": "2019/08/ten-bai",
    "aliases": "[/tin-cu/123.html]",
}
"""Every key of an article with an example."""
IMAGE = {
    "src": "/media/anh.png",
    "alt": '"Người dân nộp hồ sơ tại bộ phận một cửa"',
    "caption": '"Ngày đầu mở cửa"',
    "credit": "Lan Anh",
}
MEDIA = {
    "url": "https://example.vn/video-1",
    "poster": "/media/anh-bia.png",
    "captions": "/media/phu-de.vtt",
    "transcript": '"Lời dẫn: …"',
    "minutes": "5",
}
ATTACHMENT = {"file": "/media/ke-hoach.pdf", "title": '"Kế hoạch 128"', "number": '"128/KH-UBND"'}
DOCUMENT = {"number": '"128/KH-UBND"', "issuer": "UBND tỉnh", "date": "26/12/2018"}
AIRING = {
    "date": "30/8/2019",
    "channel": "phat-thanh",
    "outlet": "stv1",
    "minutes": "5",
    "url": "https://example.vn/phat-song-1",
}

STATUSES = {"published": "đã đăng", "draft": "bản nháp", "withdrawn": "đã gỡ"}

_PLACE = re.compile(r"content/news/(\d{4}/(?:0[1-9]|1[0-2]))/([^/]+)\.md\Z")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_TAKEN_IDS = (ACTIVITY_IDS, TAG)
"""How the ids of rows of activities and of other portals' articles begin."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.:-]*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


def read_article(file: str, data: bytes) -> Entry:
    """Read one article file; pure.

    Args:
        file: POSIX path from the portal's folder.
        data: its bytes.
    """
    # The YAML reader costs 40 ms to load: a build in which nothing is new need not pay that.
    from site_builder.content.matter import Matter, split  # noqa: PLC0415

    notes = FileNotes(file)
    text = encoding.decode(notes, data, encoding.MAX_WRITTEN)
    matter = split(notes, text) if text is not None else Matter(None, "", 1)
    pasting.examine(notes, matter.body, matter.body_line)
    place = _place(notes)
    article = None
    if matter.fields:
        fields = Fields(notes, matter.fields, ARTICLE, instead_of=instead_of)
        article = _article(fields, place, matter.body)
        if article.status == "published":
            _check_template(notes, matter.body, matter.body_line)
    return Entry(
        file=file,
        article=article if place[0] else None,
        problems=notes.problems(),
        lines=tuple(notes.lines),
        body=matter.body,
        body_line=matter.body_line,
    )


def _place(notes: FileNotes) -> tuple[str, str]:
    """Return month and slug of the file's path; no month when it lies in the wrong folder."""
    found = _PLACE.match(notes.file)
    if not found:
        message = "bài phải nằm trong thư mục năm/tháng; hãy chuyển tệp về, ví dụ content/news/2019/08/ten-bai.md"
        notes.error(0, "sai-thu-muc", message)
        return "", slug(notes.file.rpartition("/")[2].removesuffix(".md"))
    month, name = found.groups()
    if _SLUG.match(name):
        return month, name
    near = slug(name) or "ten-bai"
    message = f"tên tệp {quoted(name)} chỉ được gồm chữ thường không dấu, chữ số, gạch nối; hãy đổi thành {near}.md"
    notes.error(0, "ten-tep-sai", message)
    return month, near


def _article(fields: Fields, place: tuple[str, str], body: str) -> Article:
    """Read every key; a value that cannot be used is left at its default."""
    month, name = place
    fields.require("title", "date", "topic", "agency")
    date = fields.moment("date") or _first_of(month)
    added = _added(fields, date)
    changes = read_changes(fields, date, added)
    status = _status(fields)
    _check_state(fields, status, body, withdrawn=changes.withdrawn is not None)
    _check_month(fields, month, date, status)
    return Article(
        id=_identity(fields, f"{month}/{name}"),
        path=fields.notes.file,
        slug=name,
        month=month,
        title=_title(fields) or name,
        date=date,
        added=added,
        topics=fields.words("topic"),
        agency=fields.text("agency"),
        genre=fields.text("genre", "tin"),
        column=fields.text("column"),
        partners=fields.words("partners"),
        airings=_airings(fields, date) or (Airing(date=date, channel="web"),),
        summary=fields.text("summary"),
        author=fields.text("author"),
        source=fields.text("source"),
        source_url=fields.web_address("source_url"),
        image=_image(fields),
        media=_media(fields),
        attachments=_attachments(fields),
        document=_document(fields),
        tags=_tags(fields),
        featured=fields.flag("featured"),
        lang=_language(fields),
        status=status,
        updated=changes.updated,
        updated_day=changes.updated_day,
        corrections=changes.corrections,
        withdrawn=changes.withdrawn,
        aliases=read_aliases(fields),
    )


def _status(fields: Fields) -> str:
    """Return the status; what cannot be read counts as a draft, so that nothing gets out by a slip of the pen."""
    if "status" not in fields:
        return "published"
    value = fields.raw("status")
    meant = status_of(value) if value not in STATUSES else ""
    if meant:
        fields.wrong("status", "trang-thai-la", f"ghi {quoted(value)}; hãy ghi status: {meant}")
        return "draft"
    return fields.choice("status", STATUSES, "trang-thai-la", "draft")


def _first_of(month: str) -> datetime:
    """Stand in for a date that cannot be read, so that the other checks go on."""
    year, number = month.split("/") if month else ("2000", "01")
    return datetime(max(int(year), 1), int(number), 1, tzinfo=VIETNAM)


def _title(fields: Fields) -> str:
    if "\n" in fields.raw("title") and not fields.has_escape("title"):
        fields.wrong("title", "tieu-de-nhieu-dong", "có dấu xuống dòng; hãy viết tiêu đề trên một dòng")
    return fields.text("title")


def _added(fields: Fields, date: datetime) -> datetime:
    """Return when the item reached the portal; a day alone counts as the hour of `date` on the same day."""
    added = fields.moment("added")
    if added is None or added >= date:
        return added or date
    if added.date() != date.date() or fields.has_time("added"):
        message = "đứng trước date; hãy ghi ngày bài lên cổng này, bằng hoặc sau date, hoặc bỏ khóa added"
        fields.wrong("added", "ngay-nguoc", message)
    return date


def _identity(fields: Fields, default: str) -> str:
    value = fields.raw("id")
    if value and not _ID.match(value):
        message = f"{quoted(value)} chỉ được gồm chữ không dấu, chữ số và - _ . / :; hãy ghi, {fields.example('id')}"
        fields.wrong("id", "ma-sai", message)
    elif value.startswith(_TAKEN_IDS):
        message = (
            f"{quoted(value)} bắt đầu như mã do chương trình đặt cho dòng thống kê; hãy ghi, {fields.example('id')}"
        )
        fields.wrong("id", "ma-sai", message)
    return value or default


def _language(fields: Fields) -> str:
    value = fields.raw("lang")
    if value and not _LANGUAGE.match(value):
        fields.wrong("lang", "ngon-ngu-la", f"ghi {quoted(value)}; hãy ghi mã ngôn ngữ, ví dụ vi, en hoặc km")
        return "vi"
    return value or "vi"


def _tags(fields: Fields) -> tuple[str, ...]:
    """Return tags; words set apart by commas will do."""
    words = fields.words("tags")
    if len(words) == 1 and "," in words[0] and not fields.is_list("tags"):
        words = tuple(word.strip() for word in words[0].split(",") if word.strip())
    return words


def _image(fields: Fields) -> Image | None:
    part = fields.record("image", IMAGE)
    if not part:
        return None
    part.require("src")
    if "alt" not in part:
        part.wrong(
            "alt", "anh-thieu-alt", f"còn thiếu: lời mô tả ảnh cho người khiếm thị; hãy thêm, {part.example('alt')}"
        )
    elif is_stand_in_alt(part.text("alt")):
        part.wrong("alt", "anh-thieu-alt", f"còn là chữ giữ chỗ; hãy viết ảnh cho thấy gì, {part.example('alt')}")
    elif describes_nothing(part.text("alt"), part.text("src")):
        message = f"{quoted(part.text('alt'))} không tả ảnh; hãy viết ảnh cho thấy gì, {part.example('alt')}"
        part.doubtful("alt", "alt-vo-nghia", message)
    src = part.media_file("src")
    if not src:
        return None
    return Image(src=src, alt=part.text("alt"), caption=part.text("caption"), credit=part.text("credit"))


def _media(fields: Fields) -> HostedMedia | None:
    part = fields.record("media", MEDIA)
    if not part:
        return None
    part.require("url")
    media = HostedMedia(
        url=_recording(part),
        poster=part.media_file("poster"),
        captions=_captions(part),
        transcript=part.raw("transcript"),
        minutes=part.minutes("minutes"),
    )
    return media if media.url else None


def _recording(part: Fields) -> str:
    """Return where a recording is: a web address, or a sound or film of `content/media`."""
    url = part.raw("url")
    if "://" in url or not (url.startswith("/") or is_recording(url)):
        return part.web_address("url")
    file = part.media_file("url")
    if file and not is_recording(file):
        message = f"{quoted(url)} không phải âm thanh, video; hãy ghi tệp mp3, m4a, mp4, webm"
        part.wrong("url", "tep-khong-phat", message)
        return ""
    return file


def _captions(part: Fields) -> str:
    """Return the captions of a film of ours; what is hosted elsewhere is shown there with captions of its own."""
    captions = part.media_file("captions")
    if captions and not captions.endswith(".vtt"):
        message = f"{quoted(captions)} không phải phụ đề WebVTT; hãy lưu thành tệp .vtt, {part.example('captions')}"
        part.wrong("captions", "phu-de-sai", message)
        return ""
    if captions and not part.raw("url").startswith("/media/"):
        message = "phụ đề chỉ hiện với video trong content/media; hãy bỏ khóa này, ghi lời ở khóa transcript"
        part.doubtful("captions", "phu-de-sai", message)
    return captions


def _attachments(fields: Fields) -> tuple[Attachment, ...]:
    found = []
    for part in fields.records("attachments", ATTACHMENT):
        part.require("file", "title")
        entry = Attachment(file=part.media_file("file"), title=part.text("title"), number=part.text("number"))
        found += [entry] if entry.file else []
    return tuple(found)


def _document(fields: Fields) -> OfficialDocument | None:
    part = fields.record("document", DOCUMENT)
    if not part:
        return None
    part.require("number")
    return OfficialDocument(number=part.text("number"), issuer=part.text("issuer"), date=part.day("date"))


def _airings(fields: Fields, article_date: datetime) -> tuple[Airing, ...]:
    found = []
    for part in fields.records("airings", AIRING):
        part.require("date", "channel")
        date = part.moment("date")
        airing = Airing(
            date=date or article_date,
            channel=part.text("channel"),
            outlet=part.text("outlet"),
            minutes=part.minutes("minutes"),
            url=part.web_address("url"),
        )
        found.append(airing)
    return tuple(found)


def _check_state(fields: Fields, status: str, body: str, *, withdrawn: bool) -> None:
    """A withdrawal needs its day and reason; what is out needs a body."""
    if status == "withdrawn" and "withdrawn" not in fields:
        message = f"là withdrawn (gỡ bài) nhưng chưa có ngày và lý do; hãy thêm, {fields.example('withdrawn')}"
        fields.wrong("status", "thieu-ly-do-go", message)
    if withdrawn and status == "published":
        message = (
            "đã ghi ngày gỡ bài nhưng status chưa phải withdrawn; hãy ghi status: withdrawn, hoặc bỏ khóa withdrawn"
        )
        fields.wrong("withdrawn", "trang-thai-nguoc", message)
    if status == "published" and not without_comments(body).strip():
        fields.notes.error(0, "bai-trong", "bài chưa có nội dung; hãy viết ít nhất một đoạn sau dòng --- thứ hai")


def _check_template(notes: FileNotes, body: str, body_line: int) -> None:
    """Find sentences that were to be written over."""
    for line, words in left_over(body):
        message = f"còn câu mẫu {quoted(words)}; hãy viết nội dung của bài thay vào, hoặc xóa câu ấy"
        notes.error(body_line + line, "cau-mau", message)


def _check_month(fields: Fields, month: str, date: datetime, status: str) -> None:
    """The folder is the month of publication; once published it is part of an address and stays."""
    right = f"{date:%Y/%m}"
    if month and "date" in fields and right != month:
        message = f"là tháng {date:%m/%Y} nhưng tệp nằm trong thư mục {month}; hãy xem lại ngày"
        advice = f", hoặc chuyển tệp sang {right}"
        if status != "draft":
            advice = (
                f"; bài chưa đăng thì chuyển tệp sang {right}, bài đã đăng thì để yên chỗ cũ (đó là địa chỉ của bài)"
            )
        fields.doubtful("date", "thang-lech", message + advice)
