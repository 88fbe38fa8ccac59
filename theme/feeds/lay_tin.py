"""Lấy mọi tin của cổng về một thư mục, mỗi tin một tệp; chạy mỗi giờ: python3 lay_tin.py NGUỒN-ATOM THƯ-MỤC.

Cần feedparser. Tắt lúc nào cũng được, chạy lại là đủ. Tin đính chính, tin bị gỡ đè lên tệp cũ của chính nó.
"""

import hashlib
import json
import sys
from calendar import timegm
from pathlib import Path

import feedparser


def save(file: Path, value: object) -> None:  # ghi trọn rồi mới đổi tên: không bao giờ có tệp dở dang
    part = file.with_suffix(".part")
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


url, folder = sys.argv[1], Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
memory = folder / "da-doc"
known = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {"runs": 0, "last": 0, "pages": {}}
walk = known["runs"] % 24 == 0  # mỗi ngày một lần hỏi lại mọi tháng lưu trữ, tháng nào không đổi thì không tải
while url:
    page = known["pages"].setdefault(url, {"etag": None, "older": None})
    feed = feedparser.parse(url, etag=page["etag"])
    if feed.get("status") not in {200, 304} or (feed.status == 200 and feed.bozo):
        sys.exit(f"{url}: {feed.get('status', '')} {feed.get('bozo_exception', '')}")
    for item in feed.entries:
        save(folder / f"{hashlib.sha256(item.id.encode()).hexdigest()[:32]}.json", item)
    if feed.status == 200:
        links = {link.rel: link.href for link in feed.feed.links}
        page |= {"etag": feed.get("etag"), "older": links.get("prev-archive")}
        last = timegm(feed.feed.updated_parsed)
        walk = walk or last - known["last"] > 6 * 86_400  # nguồn giữ bảy ngày cuối; nghỉ lâu hơn thì đọc lưu trữ
        known["last"] = max(known["last"], last)
    url = page["older"] if walk else ""
save(memory, known | {"runs": known["runs"] + 1})
