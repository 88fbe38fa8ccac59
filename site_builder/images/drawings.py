"""SVG and other XML that strangers bring: a drawing may only draw.

Opened by itself an SVG is a page of the site, with scripts, links and requests of its own. What a drawing program
writes for itself (layers, RDF, the name of a file) is left out of the published copy; what does something is refused,
for a person must see what is missing then. A drawing with nothing to leave out comes back as it is.

Knows: the elements and attributes that draw. Never: shows a drawing; never asks anything of the network or the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_builder.images.boxes import BrokenError, PictureError

SVG = "{http://www.w3.org/2000/svg}"
_XLINK, _XML = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
_PAGES = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}")
_ANIMATED = ("animate", "animateTransform", "animateMotion")
_ELEMENTS = frozenset((
    "svg", "g", "defs", "symbol", "use", "switch", "view", "title", "desc", "path", "rect", "circle", "ellipse",
    "line", "polyline", "polygon", "image", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop",
    "pattern", "clipPath", "mask", "marker", "style", *_ANIMATED, "mpath", "filter", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
    "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
    "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight",
    "feTile", "feTurbulence",
))  # fmt: skip
_LEFT_OUT = frozenset(("metadata", "font", "font-face", "glyph", "missing-glyph", "hkern", "vkern", "flowRoot"))
"""Of programs that no browser reads; left out with everything inside."""
_ATTRIBUTES = frozenset((
    "id", "class", "style", "lang", "tabindex", "role", "transform", "d", "points", "x", "y", "x1", "y1", "x2", "y2",
    "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "dx", "dy", "rotate", "width", "height", "viewBox",
    "preserveAspectRatio", "version", "baseProfile", "pathLength", "textLength", "lengthAdjust", "startOffset",
    "method", "spacing", "side", "gradientUnits", "gradientTransform", "spreadMethod", "offset", "patternUnits",
    "patternContentUnits", "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits",
    "markerWidth", "markerHeight", "refX", "refY", "orient", "filterUnits", "primitiveUnits", "zoomAndPan",
    "systemLanguage", "requiredFeatures", "type", "media", "in", "in2", "result", "mode", "values", "operator", "k1",
    "k2", "k3", "k4", "order", "kernelMatrix", "divisor", "bias", "targetX", "targetY", "edgeMode",
    "kernelUnitLength", "preserveAlpha", "surfaceScale", "diffuseConstant", "specularConstant", "specularExponent",
    "scale", "xChannelSelector", "yChannelSelector", "azimuth", "elevation", "z", "pointsAtX", "pointsAtY",
    "pointsAtZ", "limitingConeAngle", "stdDeviation", "radius", "baseFrequency", "numOctaves", "seed", "stitchTiles",
    "tableValues", "slope", "intercept", "amplitude", "exponent", "attributeName", "attributeType", "begin", "end",
    "dur", "min", "max", "repeatCount", "repeatDur", "restart", "from", "to", "by", "calcMode", "keyTimes",
    "keySplines", "keyPoints", "additive", "accumulate", "path", "fill-rule", "alignment-baseline", "baseline-shift",
    "clip", "clip-path", "clip-rule", "color", "color-interpolation", "color-interpolation-filters", "color-profile",
    "color-rendering", "cursor", "direction", "display", "dominant-baseline", "enable-background", "fill",
    "fill-opacity", "filter", "flood-color", "flood-opacity", "font", "font-family", "font-size", "font-size-adjust",
    "font-stretch", "font-style", "font-variant", "font-weight", "glyph-orientation-horizontal",
    "glyph-orientation-vertical", "image-rendering", "isolation", "kerning", "letter-spacing", "lighting-color",
    "marker", "marker-end", "marker-mid", "marker-start", "mask", "mask-type", "mix-blend-mode", "opacity",
    "overflow", "paint-order", "pointer-events", "shape-rendering", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-anchor", "text-decoration", "text-rendering", "text-transform",
    "transform-origin", "transform-box", "unicode-bidi", "vector-effect", "visibility", "white-space", "word-spacing",
    "writing-mode",
))  # fmt: skip
"""What draws, and nothing that leads anywhere: see `_clean_attribute`."""
_SAID = re.compile(r"aria-[a-z]+|id|class|lang|role")
"""Attributes that hold words, no style."""
_STYLE = re.compile(
    r"\\|@import|@font-face|(?<![\w-])(?:src|(?:-webkit-)?image-set|image|cross-fade|element|expression)\s*\("
    r"|url\s*\((?!\s*(?:['\"]\s*)?#)|-moz-binding|behavior\s*:",
    re.IGNORECASE,
)
"""What leads out of a drawing; a backslash could write any of it."""
_GONE = "cchc-bo-di"
"""The name of what is left out, until all of it is taken out at once."""
_HERE = re.compile(r"\s*#\S*\s*\Z")
_INSIDE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_DECLARED = re.compile(r"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_MOST_SHAPES = 100_000
_DEEPEST = 200


class ActiveError(PictureError):
    """XML that does something: `what` (Vietnamese) stands on `line`."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(line, what)
        self.line = line
        self.what = what

    def __str__(self) -> str:
        return f"có {self.what} (dòng {self.line})"


def cleaned(data: bytes) -> bytes:
    """Return the published copy of an SVG.

    Raises:
        BrokenError: it is no SVG that browsers show.
        ActiveError: it does more than draw.
    """
    root = _parsed(data)
    if root.tag != f"{SVG}svg":
        raise BrokenError('SVG không mở đầu bằng <svg xmlns="http://www.w3.org/2000/svg">, trình duyệt không hiện')
    from lxml import etree  # noqa: PLC0415 - as below

    left_out = sum([_clean(element) for element in list(root.iter())])
    if left_out:
        etree.strip_elements(root, _GONE, etree.ProcessingInstruction, with_tail=False)
    _check_shapes(root)
    if not left_out and root.getroottree().docinfo.internalDTD is None:
        return data
    written: bytes = etree.tostring(root, encoding="utf-8", with_tail=False)
    return written


def check_data(data: bytes) -> None:
    """Check XML that is data: opened by itself it may run nothing either.

    Raises:
        BrokenError: it is no XML.
        ActiveError: a browser would do something with it.
    """
    for element in _parsed(data).iter():
        if isinstance(element.tag, str) and element.tag.startswith((SVG, *_PAGES)):
            raise ActiveError(element.sourceline, f"thẻ <{_name(element)}> của trang web")


def _parsed(data: bytes) -> Any:
    """Parse XML of UTF-8 with no entities; processing instructions that browsers follow are refused."""
    # lxml costs 20 ms to load, and few portals have drawings.
    from lxml import etree  # noqa: PLC0415

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenError("không phải mã UTF-8") from error
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise BrokenError(f"khai mã {declared[1][:20]} mà không phải UTF-8")
    if "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!ENTITY")) + 1
        raise ActiveError(line, "khai báo ENTITY")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenError("không phải XML đúng cách viết") from error
    for instruction in (
        *root.itersiblings(preceding=True),
        *root.itersiblings(),
        *root.iter(etree.ProcessingInstruction),
    ):
        if getattr(instruction, "target", "").lower().startswith("xml-"):
            raise ActiveError(instruction.sourceline or 1, f"lệnh <?{instruction.target}?> gọi tệp khác")
    return root


def _clean(element: Any) -> int:
    """Leave out of an element what does not draw; return how much."""
    if not isinstance(element.tag, str):
        return 1
    if not element.tag.startswith(SVG):
        if element.tag.startswith(_PAGES):
            raise ActiveError(element.sourceline, f"thẻ <{_name(element)}> của trang web")
        element.tag = _GONE
        return 1
    name = _name(element)
    if name in _LEFT_OUT:
        element.tag = _GONE
        return 1
    if name not in _ELEMENTS:
        raise ActiveError(element.sourceline, f"thẻ <{name[:40]}>")
    if name == "style" and (
        element.get("type", "text/css") != "text/css" or _STYLE.search("".join(element.itertext()))
    ):
        raise ActiveError(element.sourceline, "kiểu (style) dẫn ra ngoài hình, như url(…), @import, @font-face")
    return sum([_clean_attribute(element, name, key, value) for key, value in element.attrib.items()])


def _clean_attribute(element: Any, name: str, key: str, value: str) -> int:
    """Leave out an attribute that does not draw; return how much."""
    if key.lower().startswith("on"):
        raise ActiveError(element.sourceline, f"thuộc tính {key[:40]}")
    if key in ("href", f"{_XLINK}href"):
        if not _HERE.match(value) and not (name == "image" and _INSIDE.match(value)):
            raise ActiveError(element.sourceline, "địa chỉ (href) dẫn ra ngoài hình")
        return 0
    is_kept = key in _ATTRIBUTES or key in (f"{_XML}space", f"{_XML}lang") or key.startswith("aria-")
    if not is_kept:
        del element.attrib[key]
        return 1
    if not _SAID.fullmatch(key) and _STYLE.search(value):
        raise ActiveError(element.sourceline, f"thuộc tính {key} dẫn ra ngoài hình")
    if key == "attributeName" and (value not in _ATTRIBUTES or value in ("style", "class", "id")):
        raise ActiveError(element.sourceline, f"hoạt hình đổi thuộc tính {value[:40]}")
    return 0


def _name(element: Any) -> str:
    name: str = element.tag.rpartition("}")[2]
    return name


def _check_shapes(root: Any) -> None:
    """Refuse a drawing that repeats its parts without end: a browser would draw for minutes."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[Any, int] = {}

    def shapes(element: Any, depth: int) -> int:
        if element in known:
            return known[element]
        if depth > _DEEPEST:
            raise ActiveError(element.sourceline or 1, "quá nhiều lớp lồng nhau")
        known[element] = 1  # of a circle, which browsers leave out
        count = 1 + sum(shapes(inner, depth + 1) for inner in _drawn(element, named))
        if count > _MOST_SHAPES:
            raise ActiveError(element.sourceline or 1, "quá nhiều hình lặp lại (use)")
        known[element] = count
        return count

    shapes(root, 0)


def _drawn(element: Any, named: dict[str, Any]) -> Iterator[Any]:
    yield from element
    if _name(element) == "use":
        aim = (element.get("href") or element.get(f"{_XLINK}href") or "").strip().removeprefix("#")
        if aim in named:
            yield named[aim]
