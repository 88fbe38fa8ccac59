"""Settings of the site that Pelican makes of a load corpus."""

SITENAME = "Cổng được đo"
SITEURL = "https://do.example.vn"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
PATH = "content"
ARTICLE_PATHS = ["tin-tuc"]
STATIC_PATHS = ["media"]
OUTPUT_PATH = "output"
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "tin"
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["templates"]

DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
INDEX_SAVE_AS = "tin-tuc/index.html"
INDEX_URL = "tin-tuc/"
TAG_SAVE_AS, TAG_URL = "chu-de/{slug}/index.html", "chu-de/{slug}/"
AUTHOR_SAVE_AS, AUTHOR_URL = "co-quan/{slug}/index.html", "co-quan/{slug}/"
CATEGORY_SAVE_AS = TAGS_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"

FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_RSS, FEED_ALL_ATOM = "tin-tuc/index.xml", "tin-tuc/atom.xml"
TAG_FEED_RSS, TAG_FEED_ATOM = "chu-de/{slug}/index.xml", "chu-de/{slug}/atom.xml"
AUTHOR_FEED_RSS, AUTHOR_FEED_ATOM = "co-quan/{slug}/index.xml", "co-quan/{slug}/atom.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None

CACHE_CONTENT = LOAD_CONTENT_CACHE = True
