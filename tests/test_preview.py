"""The preview answers people on this machine, and no page of a stranger's in their browser."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.preview import RELOAD, Preview

pytestmark = [pytest.mark.heavy, pytest.mark.measured]


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A running preview of a page."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<body>Bản nháp</body>", encoding="utf-8")
    (tmp_path / "site/a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "public").symlink_to("site")
    running = Preview(tmp_path / "public", 0)
    yield running
    running.close()


def ask(preview: Preview, path: str, host: str | None, method: str = "GET") -> tuple[int, str]:
    """Ask with a name of the server; return status and body."""
    port = int(preview.url.rsplit(":", 1)[1].strip("/"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    connection.putrequest(method, path, skip_host=True)
    if host is not None:
        connection.putheader("Host", host.replace("PORT", str(port)))
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "[::1]:PORT"])
def test_the_preview_answers_to_its_own_names(preview: Preview, host: str) -> None:
    """Pages come with the script that reloads them, as a file: their policy lets no other run."""
    status, text = ask(preview, "/", host)

    assert (status, f'<script src="{RELOAD}"></script>' in text) == (200, True)
    assert ask(preview, RELOAD, host)[0] == 200
    assert ask(preview, "/a.json", host) == (200, "{}")


@pytest.mark.parametrize(
    "host",
    ["x.example.vn", "x.example.vn:PORT", "127.0.0.1", "localhost:1", "127.0.0.1:PORT.x.vn", "0.0.0.0:PORT", "", None],
)
@pytest.mark.parametrize("path", ["/", "/a.json", "/__cchc/events", RELOAD])
def test_the_preview_answers_to_no_other_name(preview: Preview, host: str | None, path: str) -> None:
    """A stranger's page may lead its own name to this machine (DNS rebinding) and would read drafts."""
    for method in ("GET", "HEAD"):
        status, text = ask(preview, path, host, method)

        assert status == 421
        assert "Bản nháp" not in text
