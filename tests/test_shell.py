from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from site_builder.frame import outer
from site_builder.frame.chrome import split, token
from site_builder.frame.outer import MAX_DEPTH, SECTIONS, Meta
from site_builder.model.settings import Settings

SETTINGS = Settings(
    site_name="Cổng CCHC",
    site_url="https://x.vn/cchc/",
    site_description="Tin cải cách",
    feed_authority="x.vn,2026",
    agency="Sở Nội vụ",
)
CHROME = split(
    f"{token('text', 'title')}|{token('attribute', 'description')}|{token('url', 'canonical')}|"
    f"{token('html', 'head')}|{token('html', 'main')}"
)
RECORDS: dict[str, Any] = {
    "settings": SETTINGS,
    "template:head.html": (("head.html", "{{ meta.title }} {{ canonical }} {{ settings.agency }} {{ to('/') }}"),),
    "chrome:tin-tuc/1": CHROME,
}


def test_a_page_is_its_main_part_in_the_chrome_of_its_place() -> None:
    """Title with the portal's name, canonical address, head, and the main part untouched."""
    meta = Meta(url="/tin-tuc/", title="Tin <mới>", section="tin-tuc")
    made = outer.page(RECORDS.__getitem__, meta, "<h1>A & B</h1>").decode()
    assert made == (
        "Tin &lt;mới&gt; - Cổng CCHC|Tin cải cách|https://x.vn/cchc/tin-tuc/|"
        "Tin &lt;mới&gt; https://x.vn/cchc/tin-tuc/ Sở Nội vụ ../|<h1>A & B</h1>"
    )


def test_the_front_page_is_not_named_twice() -> None:
    """Its title is the portal's name alone, and its own description wins."""
    holes = outer.holes(RECORDS.__getitem__, Meta(url="/", title="Cổng CCHC", description="Riêng"))
    assert holes["title"] == "Cổng CCHC"
    assert holes["description"] == "Riêng"
    assert holes["head"].endswith(" ./")


def test_a_page_that_is_no_article_describes_itself() -> None:
    """JSON-LD of a plain page, published by the agency or, without one, by the portal."""
    meta = Meta(url="/tin-tuc/", title="Tin")
    data = outer.holes(RECORDS.__getitem__, meta)["data"]
    assert data == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": "Tin",
        "url": "https://x.vn/cchc/tin-tuc/",
        "inLanguage": "vi",
        "isPartOf": {"@type": "WebSite", "name": "Cổng CCHC", "url": "https://x.vn/cchc/"},
        "publisher": {"@type": "GovernmentOrganization", "name": "Sở Nội vụ"},
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Trang chủ", "item": "https://x.vn/cchc/"},
                {"@type": "ListItem", "position": 2, "name": "Tin", "item": "https://x.vn/cchc/tin-tuc/"},
            ],
        },
    }
    bare = RECORDS | {"settings": replace(SETTINGS, agency="")}
    assert outer.holes(bare.__getitem__, meta)["data"]["publisher"]["name"] == "Cổng CCHC"
    own = {"@type": "NewsArticle"}
    assert outer.holes(RECORDS.__getitem__, replace(meta, data=own))["data"] == own


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_and_depth_has_a_chrome_of_its_own(section: str) -> None:
    """A page reads the settings, the template of its head, and the chrome of its section and depth."""
    keys: list[str] = []

    def noting(key: str) -> Any:
        keys.append(key)
        return CHROME if key.startswith("chrome:") else RECORDS[key]

    for url in ("/", "/a/", "/a/b/", "/a/b/c/", "/tin-tuc/2019/08/x/"):
        outer.page(noting, Meta(url=url, title="Tên", section=section), "")
    assert set(keys) == {
        "settings",
        "template:head.html",
        *(f"chrome:{section}/{depth}" for depth in range(MAX_DEPTH + 1)),
    }
