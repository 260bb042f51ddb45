"""``gongkai review``: a run as pages to look at and decide on."""

from __future__ import annotations

from pathlib import Path

from extract.cli import console
from extract.errors import ExtractError
from extract.results import load
from extract.review import PORT, build, place_for, server


def run(out: str, folder: Path | None, language: str, only: list[str], serve: bool, port: int | None) -> int:
    """Run the command; exit code 0, or 2 where something cannot be read or written."""
    screen = console.stdout()
    try:
        if port is not None and not serve:
            raise ExtractError("--port says where to serve; say --serve too")
        patterns = [one.strip() for told in only for one in told.split(",") if one.strip()]
        results = load(out)
        done = build(results, folder or place_for(results), language=language, only=patterns)
        size = f"{done.size / 1e6:,.1f} MB"
        screen.print(f"{done.reports:,} reports, {size}. Open in a browser:", soft_wrap=True, markup=False)
        if not serve:
            screen.print(str(done.page.resolve()), soft_wrap=True, markup=False)
            return 0
        ready = server(done.folder, port=PORT if port is None else port)
        screen.print(ready.address, soft_wrap=True, markup=False)
        screen.print(f"Corrections go into {ready.file}. Stop with Ctrl+C.", soft_wrap=True, markup=False)
        try:
            ready.http.serve_forever()
        except KeyboardInterrupt:
            screen.print("Stopped.")
        finally:
            ready.http.server_close()
    except ExtractError as error:
        console.complain(error)
        return 2
    return 0
