"""The fixed text of the web server's configuration, with Vietnamese comments for the person who installs it.

Names to be filled in are written `%{name}`; everything with `$` is nginx' own. The rules for how long a file may
be kept follow the names that `plan` and the theme give to files.

Knows: nginx' language. Never: anything of one site.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

WRITTEN = "# Tệp này do chương trình cchc viết ra; lần đăng sau sẽ ghi đè, xin đừng sửa tay.\n"

HASH = (
    WRITTEN
    + """\
# Đặt trong khối http { … }, mỗi máy chủ MỘT lần dù có nhiều cổng: đủ chỗ cho 100.000 địa chỉ cũ.
map_hash_max_size 262144;
map_hash_bucket_size %{bucket};
"""
)

HTTP = (
    WRITTEN
    + """\
# Đặt trong khối http { … } (ví dụ tạo tệp /etc/nginx/conf.d/cchc.conf), mỗi cổng một dòng:
#     include "%{folder}/cchc-http.conf";

# Địa chỉ cũ → địa chỉ mới; bài đã gỡ.
map $uri $cchc_%{mark}_moved {
    default "";
    include "%{folder}/moved.map";
}
# Địa chỉ cũ có phần sau dấu ? (/tin.aspx?id=12); phần mà mạng xã hội, thư gắn thêm vào cuối thì bỏ qua.
map $args $cchc_%{mark}_question {
    default $args;
    "~*^(?<cchc_%{mark}_own>.*?)&(?:%{trackers})=" $cchc_%{mark}_own;
}
map "$uri?$cchc_%{mark}_question" $cchc_%{mark}_asked {
    default "";
    include "%{folder}/asked.map";
}
map $uri $cchc_%{mark}_gone {
    default "";
    include "%{folder}/gone.map";
}

# Trình duyệt được giữ bản sao bao lâu. Tên tệp giao diện mang dấu của nội dung nên giữ mãi được; hình ảnh, bản lưu
# và dữ liệu của tháng đã qua: một ngày; còn lại ngắn, và luôn hỏi lại được bằng ETag.
# Tháng đang chạy tính theo đồng hồ máy chủ; mấy ngày cuối tháng mọi tháng đều "đang chạy", phòng khi đồng hồ theo UTC.
map "$uri $time_iso8601" $cchc_%{mark}_kept {
    default "public, max-age=60";
    "~^/assets/(?:[\\w-]+/)*[\\w-]+\\.[0-9a-f]{8}\\.(?:min\\.)?[a-z0-9]+ " "public, max-age=31536000, immutable";
    "~^/(?:assets|media|feeds/luu-tru)/" "public, max-age=86400";
    "~^/du-lieu/bai-viet/(\\d{4}-\\d\\d)\\.[a-z]+ (?:\\1-|\\d{4}-\\d\\d-(?:28|29|30|31)T)" "public, max-age=300";
    "~^/du-lieu/bai-viet/" "public, max-age=86400";
    "~^/(?:feeds|sitemaps|du-lieu/thong-ke)/" "public, max-age=300";
    "~^/(?:sitemap\\.xml|robots\\.txt) " "public, max-age=300";
}
# Chỉ giữ câu trả lời tốt: một tệp thiếu trong chốc lát không được nhớ cả năm.
map $status $cchc_%{mark}_cache {
    default "no-cache";
    200 $cchc_%{mark}_kept;
    206 $cchc_%{mark}_kept;
    304 $cchc_%{mark}_kept;
    301 "public, max-age=3600";
}
map $status $cchc_%{mark}_allow {
    default "";
    405 "GET, HEAD";
}
# Chính sách an toàn: của trang, và của tệp mà trình duyệt tự hiện.
map $uri $cchc_%{mark}_csp {
    include "%{folder}/csp.map";
}
"""
)

_HOW_TO = (
    WRITTEN
    + """\
# Cách đặt cổng lên nginx (từ bản 1.22), làm một lần:
#
# 1. Tạo tệp /etc/nginx/conf.d/cchc.conf (nginx đọc tệp này trong khối http { … }):
#        include "%{folder}/cchc-hash.conf";      # mỗi máy chủ một lần
#        include "%{folder}/cchc-http.conf";      # mỗi cổng một dòng
#
# 2. Trong khối server { … } của tên miền:
#        server_tokens off;
#        include "%{folder}/cchc.conf";
#        include "%{folder}/brotli.conf";         # chỉ khi đã cài gói libnginx-mod-http-brotli-static
#
# 3. Kiểm tra rồi nạp lại: nginx -t && systemctl reload nginx
#    Cũng nạp lại khi lệnh cchc publish báo cấu hình máy chủ đã đổi (bài mới gỡ, địa chỉ mới chuyển).
#
# Dòng riêng của đơn vị đặt trong các tệp %{folder}/rieng/*.conf: chương trình không bao giờ động tới, và chúng có
# hiệu lực ở mọi câu trả lời của cổng. Ví dụ khi máy chủ đã chạy HTTPS ổn định, tạo rieng/hsts.conf với dòng:
#        add_header Strict-Transport-Security "max-age=31536000" always;
# (đã bật thì trình duyệt sẽ không mở cổng bằng http nữa, cho đến khi hết hạn ấy).
#
# Cổng được đổi bằng một liên kết: %{root} trỏ tới một trong hai cây đầy đủ; không cần nạp lại nginx.

"""
)

_ROOT_HEADERS = """\
# Cả câu trả lời cho yêu cầu hỏng, khi nginx chưa biết người đọc hỏi gì.
include "%{folder}/csp.conf";
include "%{folder}/rieng/*.conf";

"""

_BELOW = """\
location = %{bare} {
    absolute_redirect off;
    include "%{folder}/files.conf";
    return 301 %{front};
}

"""

_SITE = """\
location %{base} {
    include "%{folder}/files.conf";
    # Đường chuyển hướng không kèm tên miền và cổng mạng: đúng cả khi đứng sau máy chủ khác.
    absolute_redirect off;
    error_page 404 %{missing};
    error_page 410 @cchc_%{mark}_gone;

    if ($request_method !~ "^(?:GET|HEAD)$") {
        return 405;
    }
    # Tệp ẩn, và bản nén gọi thẳng tên (bản nén chỉ đi kèm tệp gốc).
    if ($uri ~ %{hidden}) {
        return 404;
    }
    if ($cchc_%{mark}_asked) {
        return 301 $cchc_%{mark}_asked;
    }
    if ($cchc_%{mark}_moved) {
        return 301 $cchc_%{mark}_moved$is_args$args;
    }
    rewrite %{index} $1 permanent;
    if ($cchc_%{mark}_gone) {
        return 410;
    }
    rewrite %{inside} /$1 break;
    try_files $uri ${uri}index.html @cchc_%{mark}_folder;
}

# Không có tệp ấy: hoặc là thư mục viết thiếu dấu / ở cuối, hoặc là không có gì.
location @cchc_%{mark}_folder {
    include "%{folder}/files.conf";
    absolute_redirect off;
    error_page 404 %{missing};
    if (-f $document_root$uri/index.html) {
        rewrite "^/(.*)$" %{folder_url} permanent;
    }
    return 404;
}

# Bài đã gỡ: mã 410, và trang thông báo nằm ở chính địa chỉ ấy.
location @cchc_%{mark}_gone {
    include "%{folder}/files.conf";
    rewrite %{inside} /$1 break;
    try_files ${uri}index.html =410;
}

# Bản xem thử các nhánh, chỉ có khi quản trị đã bật (cchc git install … --preview).
include "%{folder}/xem-thu/*.conf";
"""

SENT = """\
# Cây của cổng không có liên kết nào bên trong. Bật disable_symlinks hay open_file_cache thì mô-đun brotli của nginx
# hết thấy bản nén (ngx_brotli số 134 và 105); open_file_cache còn nhớ tệp theo đường dẫn, nên sẽ trộn hai cây.
disable_symlinks off;
open_file_cache off;
autoindex off;
server_tokens off;
etag on;
if_modified_since exact;

# Bản nén đã làm sẵn lúc dựng cổng, nginx không nén lại. Brotli: xem cchc.conf, bước 2.
gzip off;
gzip_static on;
gzip_vary on;
gzip_proxied any;
gzip_http_version 1.0;

charset utf-8;
charset_types text/css text/csv text/javascript text/plain text/vtt
    application/json application/manifest+json application/xml image/svg+xml;
default_type application/octet-stream;
types {
    text/html html;
    text/css css;
    text/javascript js;
    text/csv csv;
    text/plain txt py;
    text/vtt vtt;
    application/json json;
    application/manifest+json webmanifest;
    # RSS và Atom cũng vậy: với kiểu riêng của chúng, trình duyệt không hiện được nội dung.
    application/xml xml xsd xsl opml rss atom;
    image/svg+xml svg;
    image/png png;
    image/jpeg jpg jpeg;
    image/gif gif;
    image/webp webp;
    image/avif avif;
    image/x-icon ico;
    font/woff2 woff2;
    audio/mpeg mp3;
    audio/mp4 m4a;
    audio/aac aac;
    audio/ogg ogg oga opus;
    audio/wav wav;
    audio/flac flac;
    video/mp4 mp4 m4v;
    video/webm webm;
    video/ogg ogv;
    video/quicktime mov;
    application/pdf pdf;
    application/zip zip;
    application/msword doc;
    application/vnd.ms-excel xls;
    application/vnd.ms-powerpoint ppt;
    application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;
    application/vnd.openxmlformats-officedocument.presentationml.presentation pptx;
    application/vnd.oasis.opendocument.text odt;
    application/vnd.oasis.opendocument.spreadsheet ods;
}
"""

FILES = (
    WRITTEN
    + """\
# Cách gửi một tệp của cổng; cchc.conf đưa tệp này vào từng location.
root "%{root}";
"""
    + SENT
    + """\

# nginx bỏ add_header của khối ngoài khi khối trong có add_header của nó, nên mọi dòng đứng cùng một chỗ.
add_header Cache-Control $cchc_%{mark}_cache always;
add_header Allow $cchc_%{mark}_allow always;
include "%{folder}/csp.conf";
include "%{folder}/rieng/*.conf";
"""
)

CSP_MAP = (
    WRITTEN
    + """\
# Trang chỉ chạy và hiện tệp của chính cổng. Mã sha256 của script-src (nếu có) là của đoạn mã nằm trong trang, thu từ
# cổng đã dựng; của style-src-attr là sáu cách căn lề ô bảng, ngoài ra không gì khác.
default %{pages};
# Hình SVG: ngoài ra còn nhốt riêng, không cùng nguồn với cổng, kể cả khi nằm trong khung.
"~*\\.svg$" %{drawings};
# Tệp mở thẳng (nguồn tin RSS, hình): không mã nào được chạy; trình duyệt tự trình bày bằng kiểu của nó.
"~\\.(?!html$)[A-Za-z0-9]+$" %{others};
"""
)

CSP = (
    WRITTEN
    + """\
# Dòng an toàn của mọi câu trả lời, kể cả trang báo lỗi.
add_header Content-Security-Policy $cchc_%{mark}_csp always;
add_header X-Content-Type-Options nosniff always;
add_header X-Frame-Options DENY always;
add_header Referrer-Policy strict-origin-when-cross-origin always;
add_header Cross-Origin-Opener-Policy same-origin always;
# Không trang nào cần máy ảnh, micrô, vị trí…; chia sẻ và sao chép thì vẫn được.
add_header Permissions-Policy "%{features}" always;
"""
)

BROTLI = (
    WRITTEN
    + """\
# Gửi bản nén brotli đã làm sẵn (nhỏ hơn gzip khoảng một phần sáu). Chỉ đưa vào khối server { … } khi nginx có mô-đun:
#     apt install libnginx-mod-http-brotli-static
# nếu không, nginx báo: unknown directive "brotli_static". Không có tệp này cổng vẫn chạy đủ, bằng gzip.
brotli_static on;
"""
)


class _Text(Template):
    delimiter = "%"


def filled(text: str, names: Mapping[str, str]) -> str:
    """Put names into a text."""
    return _Text(text).substitute(names)


def server_text(*, is_below: bool) -> str:
    """Return the text of a site at the root of its server, or below a path of it.

    Below a path the rest of the server is another's, who gets no header from us.
    """
    return _HOW_TO + (_BELOW if is_below else _ROOT_HEADERS) + _SITE
