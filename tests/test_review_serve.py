"""The server of the review: this machine alone, with its token; it writes whole corrections files or nothing."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.errors import InputError
from extract.review.serving import Server, file_for, server

ROW = {"report": "r1", "sha256": "0" * 64, "id": "f1", "layer": "facts", "action": "confirm", "reviewer": "wang"}
GOOD = (json.dumps(ROW) + "\n").encode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    pages = tmp_path / "pages"
    (pages / "data").mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html><title>x</title>")
    (pages / "data" / "meta.js").write_text("1")
    (pages / ".hidden.js").write_text("secret")
    (pages / "notes.txt").write_text("secret")
    (tmp_path / "outside.js").write_text("secret")
    (pages / "way.js").symlink_to(tmp_path / "outside.js")
    one = server(pages, port=0)
    thread = threading.Thread(target=one.http.serve_forever, args=(0.01,))
    thread.start()
    yield one
    one.http.shutdown()
    one.http.server_close()
    thread.join()


def port(one: Server) -> int:
    return int(one.http.server_port)


def ask(
    one: Server, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port(one), timeout=10)
    line.request(method, path, body, {name.replace("_", "-"): told for name, told in headers.items()})
    answer = line.getresponse()
    out = answer.status, {name.lower(): told for name, told in answer.getheaders()}, answer.read()
    line.close()
    return out


def cookie(one: Server) -> str:
    status, headers, _ = ask(one, "GET", "/?token=" + one.address.partition("token=")[2])
    assert (status, headers["location"]) == (303, "/")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=Strict" in headers["set-cookie"]
    return headers["set-cookie"].partition(";")[0]


def post(one: Server, body: bytes, **more: str) -> tuple[int, dict[str, str], bytes]:
    tag = ask(one, "GET", "/corrections", Cookie=cookie(one))[1]["etag"]
    told = {
        "Cookie": cookie(one),
        "Origin": f"http://127.0.0.1:{port(one)}",
        "Content_Type": "application/x-ndjson",
        "If_Match": tag,
    }
    return ask(one, "POST", more.pop("path", "/corrections"), body, **{**told, **more})


def test_it_answers_on_loopback_alone(served: Server) -> None:
    assert served.http.server_address[0] == "127.0.0.1"
    assert served.http.socket.getsockname()[0] == "127.0.0.1"
    with pytest.raises(InputError, match=r"port \d+ cannot be used .*; name another one with --port"):
        server(served.file.parent, port=port(served))


def test_pages_for_those_who_have_the_token(served: Server) -> None:
    own = cookie(served)
    for path, kind in (("/", "text/html"), ("/index.html", "text/html"), ("/data/meta.js", "text/javascript")):
        status, headers, data = ask(served, "GET", path, Cookie=own)
        assert (status, headers["content-type"]) == (200, f"{kind}; charset=utf-8")
        assert data
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert json.loads(ask(served, "GET", "/assets/serve.js", Cookie=own)[2][len('gongkai.data("serve",') : -3]) == {
        "file": served.file.name
    }
    for path in ("/", "/data/meta.js", "/corrections", "/?token=x", "/?token=", "/assets/serve.js"):
        for told in ({}, {"Cookie": f"gongkai-review-{port(served)}=guess"}, {"Cookie": "a=b; ;=\x7f"}):
            assert ask(served, "GET", path, **told)[0] == 403, path


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/../outside.js",
            "/%2e%2e/outside.js",
            "/data/../../outside.js",
            "/..%2foutside.js",
            "/data/..%5c..%5coutside.js",
        ),
        *("//etc/passwd", "/%2fetc/passwd", "/way.js", "/.hidden.js", "/notes.txt", "/data", "/data/", "/gone.js"),
        *("/index.html%00.js", "/./index.html", "/data//meta.js", "/C:/windows/win.ini", "/%ff%fe.js"),
    ],
)
def test_nothing_but_the_pages(served: Server, path: str) -> None:
    status, _, data = ask(served, "GET", path, Cookie=cookie(served))
    assert (status, b"secret" in data) == (404, False)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""])
def test_other_names_for_this_machine_get_nothing(served: Server, host: str) -> None:
    own = cookie(served)
    assert ask(served, "GET", "/", Cookie=own, Host=host)[0] == 421
    assert ask(served, "POST", "/corrections", GOOD, Cookie=own, Host=host, Origin=f"http://{host}")[0] == 421


def test_rows_are_written_whole(served: Server) -> None:
    assert served.file == file_for(served.file.parent / "pages")
    status, headers, _ = post(served, GOOD)
    assert (status, served.file.read_bytes()) == (200, GOOD)
    assert ask(served, "GET", "/corrections", Cookie=cookie(served))[1]["etag"] == headers["etag"]
    assert post(served, GOOD * 2)[0] == 200
    assert served.file.read_bytes() == GOOD * 2
    assert post(served, b"")[0] == 200
    assert served.file.read_bytes() == b""
    assert sorted(path.name for path in served.file.parent.iterdir()) == ["outside.js", "pages", served.file.name]


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (GOOD, {"Origin": "https://evil.example"}, 403),
        (GOOD, {"Origin": "null"}, 403),
        (GOOD, {"Origin": "http://127.0.0.1:1"}, 403),
        (GOOD, {"Cookie": "gongkai-review-1=x"}, 403),
        (GOOD, {"Content_Type": "text/plain"}, 415),
        (GOOD, {"Content_Type": "application/x-www-form-urlencoded"}, 415),
        (GOOD, {"If_Match": '"old"'}, 412),
        (GOOD, {"path": "/index.html"}, 404),
        (GOOD, {"path": "/../corrections"}, 404),
        (GOOD, {"Content_Length": "99999999999999999999"}, 413),
        (GOOD, {"Content_Length": "-1"}, 413),
        (b"{oops\n", {}, 400),
        (b"\xff\xfe", {}, 400),
        (json.dumps({**ROW, "action": "burn"}).encode(), {}, 400),
        (json.dumps({**ROW, "odd": 1}).encode(), {}, 400),
        (GOOD + json.dumps({**ROW, "reviewer": ""}).encode(), {}, 400),
    ],
)
def test_what_is_refused_changes_nothing(served: Server, body: bytes, more: dict[str, str], status: int) -> None:
    assert post(served, GOOD + GOOD)[0] == 200
    assert post(served, body, **more)[0] == status
    assert served.file.read_bytes() == GOOD + GOOD
    assert not [path for path in served.file.parent.iterdir() if "part" in path.name]


def test_other_methods_and_broken_requests_do_not_stop_it(served: Server) -> None:
    for method in ("PUT", "DELETE", "OPTIONS"):
        assert ask(served, method, "/corrections", Cookie=cookie(served))[0] == 501
    with socket.create_connection(("127.0.0.1", port(served)), timeout=5) as line:
        line.sendall(b"\x00\x01 nonsense\r\n\r\n")
        line.recv(100)
    assert ask(served, "GET", "/", Cookie=cookie(served))[0] == 200


def test_a_disk_that_takes_nothing_is_told(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    assert post(served, GOOD)[0] == 200
    monkeypatch.setattr(Path, "write_bytes", full)
    status, _, said = post(served, GOOD * 2)
    assert status == 507
    assert b"No space left" in said
    assert served.file.read_bytes() == GOOD
