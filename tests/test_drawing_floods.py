"""Drawings that are floods of one thing are looked through in time in proportion to them."""

from __future__ import annotations

from contextlib import suppress

import pytest

from site_builder.images.boxes import PictureError
from site_builder.images.drawings import cleaned
from tests.growth import assert_linear

_FLOODS = {
    "shapes": "<rect width='1'/>",
    "what is left out": "<metadata/>chữ ",
    "layers of a program": "<g xmlns:i='http://i/' i:label='x'><i:x/>chữ</g>",
    "uses of one shape": "<use href='#a'/>",
    "shapes with names": "<g id='a{0}'/><use href='#a{0}'/>",
    "comments": "<!-- a -->chữ ",
    "instructions": "<?a b?>",
    "styles": "<style>a{{fill:url(#b)}}</style>",
    "style of one": "<g style='fill:url( #b);x:url('/>",
    "attributes that are left out": "<rect data-a='b' sodipodi-c='d'/>",
    "texts": "<text>chữ<tspan>a</tspan>b</text>",
    "lines": "\n\n",
    "pictures": "<image href='data:image/png;base64,AAAA'/>",
}


@pytest.mark.parametrize("name", _FLOODS)
def test_a_drawing_is_looked_through_in_time_in_proportion_to_it(name: str) -> None:
    """Whatever it is full of."""

    def flood(count: int) -> bytes:
        inside = "".join(_FLOODS[name].format(place) for place in range(count))
        return f'<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/>{inside}</svg>'.encode()

    def work(data: bytes) -> None:
        with suppress(PictureError):
            cleaned(data)

    assert_linear(work, flood, start=300, most=30_000)


@pytest.mark.parametrize("written", ["a{{fill:{0}", "x:url({0}"])
@pytest.mark.parametrize("sign", [" ", "url ", "url(", "\n", "'", "#"])
def test_a_style_is_looked_through_in_time_in_proportion_to_it(written: str, sign: str) -> None:
    """One long text, as a program for drawing or an attacker writes it."""

    def flood(count: int) -> bytes:
        style = written.format(sign * (count // len(sign)))
        return f'<svg xmlns="http://www.w3.org/2000/svg"><style><![CDATA[{style}]]></style></svg>'.encode()

    def work(data: bytes) -> None:
        with suppress(PictureError):
            cleaned(data)

    assert_linear(work, flood, start=10_000, most=100_000)
