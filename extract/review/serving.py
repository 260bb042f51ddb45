"""The pages served on this machine alone, so that they can write the corrections file themselves.

Whoever opens the pages must know the token that is printed: another page in the browser, another user of the machine
or a name that somebody else resolves to 127.0.0.1 gets nothing and can write nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from extract.annotate import corrections
from extract.errors import AnnotationError, InputError
from extract.review import writing

PORT = 8765  # always the same one: a browser keeps decisions by address
MOST = 64_000_000  # bytes of a corrections file
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PLAIN = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z_.-]*(?:/[0-9A-Za-z_-][0-9A-Za-z_.-]*)*")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready; ``http.serve_forever()`` runs it, ``http.server_close()`` frees its port.

    Attributes
    ----------
    http
        The server.
    address
        What to open in a browser, with the token.
    file
        The corrections file that the pages write.
    """

    http: ThreadingHTTPServer
    address: str
    file: Path


def file_for(folder: Path) -> Path:
    """The corrections file of a folder of pages: beside it, so that pages made anew do not remove it."""
    return folder.with_name(f"{folder.name}-corrections.jsonl")


def server(folder: Path, *, port: int = PORT) -> Server:
    """Make the server of a folder of pages, on 127.0.0.1 alone.

    Parameters
    ----------
    port
        0 for any that is free; decisions in a browser are then not found again.

    Raises
    ------
    InputError
        Where the port is taken.
    """
    token, file = secrets.token_urlsafe(24), file_for(folder)
    handler: type[_Pages] = type("Pages", (_Pages,), {"folder": folder.resolve(), "file": file, "token": token})
    try:
        http = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise InputError(f"port {port} cannot be used ({error.strerror}); name another one with --port") from error
    http.daemon_threads = True
    handler.port = http.server_port
    return Server(http, f"http://127.0.0.1:{http.server_port}/?token={token}", file)


class _Pages(BaseHTTPRequestHandler):
    """One request; ``port``, ``folder``, ``file`` and ``token`` are set for each server."""

    port: int
    folder: Path
    file: Path
    token: str
    timeout = 30
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "gongkai", ""
    lock = threading.Lock()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a library does not print."""

    def do_GET(self) -> None:
        """A file of the pages, or the corrections."""
        parts = urlsplit(self.path)
        told = parse_qs(parts.query).get("token", [""])[0]
        if not self._host():
            return
        if parts.path == "/" and self._same(told):
            self._welcome()
        elif not self._same(self._cookie()):
            self._say(403, "Open the address that gongkai review has printed: it holds a token.")
        elif parts.path == "/corrections":
            data = self._saved()
            self._send(200, data, "application/x-ndjson", {"ETag": _tag(data)})
        elif parts.path == "/assets/serve.js":
            self._send(200, writing.script("serve", {"file": self.file.name}), "text/javascript")
        else:
            self._page(unquote(parts.path).lstrip("/") or "index.html")

    def do_POST(self) -> None:
        """The corrections, whole: they take the place of the file, or nothing happens."""
        if not self._host():
            return
        length = self.headers.get("Content-Length", "")
        if not self._same(self._cookie()) or self.headers.get("Origin") != f"http://{self.headers['Host']}":
            self._say(403, "Only the pages themselves may write.")
        elif self.path != "/corrections":
            self._say(404, "There is nothing to write here.")
        elif self.headers.get_content_type() != "application/x-ndjson":
            self._say(415, "Send rows as application/x-ndjson.")
        elif not (length.isascii() and length.isdigit() and int(length[:12]) <= MOST):
            self._say(413, f"The length must be told and be {MOST} bytes at most.")
        else:
            self._write(self.rfile.read(int(length)))

    def _write(self, data: bytes) -> None:
        with self.lock:
            code, words = self._put(data)
        if code == 200:
            self._send(200, b"", "text/plain", {"ETag": _tag(data)})
        else:
            self._say(code, words)

    def _put(self, data: bytes) -> tuple[int, str]:
        """Put the rows in the place of the file, if they are well formed and nobody else has written meanwhile."""
        if self.headers.get("If-Match") != _tag(self._saved()):
            return 412, "The file was changed since it was read."
        part = self.file.with_name(f".{self.file.name}.part.jsonl")
        try:
            part.write_bytes(data)
            if data.strip():
                corrections.read(part)
            part.replace(self.file)
        except AnnotationError as error:
            return 400, error.reason
        except OSError as error:
            return 507, f"{self.file.name} cannot be written ({error.strerror})."
        finally:
            part.unlink(missing_ok=True)
        return 200, ""

    def _saved(self) -> bytes:
        return self.file.read_bytes() if self.file.is_file() else b""

    def _page(self, name: str) -> None:
        """A file of the folder; nothing hidden, nothing outside, nothing by way of a link."""
        file = self.folder / name
        kind = _TYPES.get(file.suffix)
        inside = bool(_PLAIN.fullmatch(name)) and kind is not None
        if not inside or not file.is_file() or file.resolve() != file:
            self._say(404, "There is no such page.")
            return
        self._send(200, file.read_bytes(), str(kind))

    def _host(self) -> bool:
        """Whether this machine was asked for by its own name, and not by one that was made to point here."""
        own = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        if self.headers.get("Host") in own:
            return True
        self._say(421, "This server answers to 127.0.0.1 alone.")
        return False

    def _cookie(self) -> str:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(f"gongkai-review-{self.port}")
        except CookieError:
            return ""
        return found.value if found else ""

    def _same(self, told: str) -> bool:
        return hmac.compare_digest(told.encode("utf8", "replace"), self.token.encode())

    def _welcome(self) -> None:
        cookie = f"gongkai-review-{self.port}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        self._send(303, b"", "text/plain", {"Location": "/", "Set-Cookie": cookie})

    def _say(self, code: int, words: str) -> None:
        self.close_connection = True  # what else was sent is not read
        self._send(code, f"{words}\n".encode(), "text/plain")

    def _send(self, code: int, data: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {**_HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'
