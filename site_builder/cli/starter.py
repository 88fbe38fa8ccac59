"""A new portal in an empty folder: `cchc init`.

The starter files are the sample portal's own taxonomy and static pages, which name no province; agencies are
each portal's own, so one entry stands for the agency that runs it. The theme stays in the program. The workflow
files of GitHub and GitLab come along, so that a forge checks and publishes the portal from its first commit.

Knows: the starter files that come with the program. Never: overwrites a file.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from site_builder import __version__
from site_builder.content.placeholders import AGENCY, AUTHORITY, MARK, NAME_MARK, SITE_NAME, SITE_URL
from site_builder.errors import Problem, SiteError

TAXONOMY = (
    "topics", "periods", "programmes", "directives", "links", "legal",
    "acronyms", "synonyms", "question-words", "contact-words",
)  # fmt: skip
"""Taxonomy files that serve any portal; agencies, outlets and columns are its own."""
FORGE = (".ci/forge", ".github/workflows", ".gitlab-ci.yml", "CODEOWNERS")
"""What the forges run: files and folders."""
_REPORTERS = re.compile(r"(?m)^  reporters:\n(?:    .*\n)+")


def starter_dir() -> Path:
    """Return the folder with the starter's files: in the wheel below the package, in the repository its root."""
    package = Path(__file__).parents[1]
    packed = package / "starter"
    return packed if packed.is_dir() else package.parent


def init(folder: Path, *, today: date) -> tuple[Path, ...]:
    """Write a new portal into `folder` and return the files written.

    Raises:
        SiteError: the folder holds a portal already.
    """
    if (folder / "mkdocs.yml").exists() or (folder / "content").exists():
        message = "đã có cổng ở đây (mkdocs.yml hoặc content/); hãy chọn một thư mục trống"
        raise SiteError(Problem(folder.as_posix(), 0, "da-co-cong", message))
    source = starter_dir() / "content"
    content = folder / "content"
    for name in ("news", "media", "taxonomy", "activities", "plans", "reports"):
        (content / name).mkdir(parents=True, exist_ok=True)
    for name in TAXONOMY:
        terms = (source / "taxonomy" / f"{name}.yml").read_text(encoding="utf-8")
        (content / "taxonomy" / f"{name}.yml").write_text(_without_reporters(terms), encoding="utf-8")
    shutil.copytree(source / "pages", content / "pages")
    (content / "taxonomy" / "agencies.yml").write_text(AGENCIES.format(agency=AGENCY, mark=NAME_MARK), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(_settings(today), encoding="utf-8")
    (folder / ".gitignore").write_text(GITIGNORE, encoding="utf-8")
    (folder / "requirements.txt").write_text(REQUIREMENTS.format(version=__version__), encoding="utf-8")
    _copy_forge(folder)
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _without_reporters(terms: str) -> str:
    """Keep who reports to whom as an example: the agencies it names are the sample's own."""
    return _REPORTERS.sub(lambda block: re.sub(r"(?m)^  ", "  # ", block[0]), terms)


def _settings(today: date) -> str:
    """Return the settings of a new portal."""
    authority = f"{AUTHORITY},{today.year}"
    return MKDOCS.format(name=SITE_NAME, url=SITE_URL, authority=authority, agency=AGENCY, mark=MARK)


def _copy_forge(folder: Path) -> None:
    """Copy the workflow files; those that are there already stay."""
    source = starter_dir()
    for name in FORGE:
        places = sorted((source / name).rglob("*")) if (source / name).is_dir() else [source / name]
        for file in (place for place in places if place.is_file() and "__pycache__" not in place.parts):
            target = folder / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.write_bytes(file.read_bytes())


GITIGNORE = """\
.cache/
public
public-drafts
site/
bao-cao/
trang/
trang.den-han
xem-thu/
gl-code-quality-report.json
"""

REQUIREMENTS = """\
# Chương trình dựng cổng: chép tệp .whl của chương trình vào thư mục phan-mem/ của kho này.
./phan-mem/cchc_portal-{version}-py3-none-any.whl
"""

AGENCIES = """\
# Các cơ quan đăng tin. Mỗi cơ quan một mục; id viết thường, không dấu, nối bằng gạch ngang và không bao giờ đổi.
- id: co-quan-chu-quan
  name: {agency} {mark}
  kind: so
"""

MKDOCS = """\
# Cài đặt của cổng. Sửa các dòng có chữ {mark} trước khi đăng.
site_name: {name}          # {mark}: tên cổng
site_url: {url}               # {mark}: địa chỉ thật, có https://
site_description: Tin tức, sự kiện về cải cách hành chính
docs_dir: content/pages
theme:
  name: material
  language: vi
  font: false
plugins:
  - cchc:
      # Gốc của mã định danh trong nguồn tin RSS: ghi một lần, không đổi kể cả khi đổi tên miền.
      feed_authority: {authority}      # {mark} trước lần đăng đầu tiên
      agency: {agency}               # {mark}
      # parent_agency: UBND tỉnh …
      # address: …
      # phone: "…"
      # email: …
      # hotline: "…"
      # responsible: Chánh Văn phòng
      # press: {{name: Văn phòng, phone: "…", email: …}}
      # emc: {{site: "…"}}   # số của cổng trong hệ thống đo lường của Bộ
      # logo: /media/logo.svg
      # colour: "#a3161f"
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - sane_lists
  - tables
  - toc
  - pymdownx.details
  - pymdownx.superfences
nav:
  - Giới thiệu: gioi-thieu.md
  - Liên hệ và đường dây nóng: lien-he.md
  - Nguồn tin RSS: rss.md
  - Trợ năng: tro-nang.md
  - Sơ đồ cổng: so-do-cong.md
  - Quy định sử dụng: quy-dinh.md
"""
