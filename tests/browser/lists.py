"""Lists behind numbers, as readers find them: several open at once, each in a frame of the open page.

A frame loads and runs a page as a tab does; a hundred pages in a row would take a browser ten times as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

_AT_ONCE = 6
_OPEN = """
async ([links, atOnce]) => {
  const found = {};
  const open = (link) => new Promise((ready) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, {width: 360, height: 740, src: link});
    let loaded = false;
    frame.onload = () => { loaded = true; };
    const look = () => {
      const list = frame.contentDocument?.querySelector("#thong-ke-danh-sach");
      const isOver = list ? ["ready", "error"].includes(list.dataset.state) : loaded;
      if (!isOver) return setTimeout(look, 5);
      const items = list?.dataset.state === "ready" ? list.querySelectorAll(":scope > ol > li").length : -1;
      found[link] = [items, list?.querySelector("[role=status]")?.innerText ?? ""];
      frame.remove();
      ready();
    };
    document.body.append(frame);
    look();
  });
  const waiting = [...links];
  const follow = async () => { while (waiting.length) await open(waiting.shift()); };
  await Promise.all(Array.from({length: atOnce}, follow));
  return found;
}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a list shows."""

    items: int
    """-1 where there is no list."""
    status: str
    """What it says of itself."""


def framing(chromium: Browser) -> BrowserContext:
    """Open a phone whose pages may hold frames: the portal's policy forbids what is done here."""
    return chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN", bypass_csp=True)


def shown(page: Page, links: Sequence[str]) -> Mapping[str, Shown]:
    """Open the list behind each link, from a page of the same site in a context of `framing`."""
    found: dict[str, tuple[int, str]] = page.evaluate(_OPEN, [list(dict.fromkeys(links)), _AT_ONCE])
    return {link: Shown(items=items, status=status) for link, (items, status) in found.items()}
