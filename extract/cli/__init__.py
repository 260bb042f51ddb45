"""The command ``gongkai``: one file a command.

``--help``, ``--version`` and no argument at all are answered here, from a text that is made from the commands (``make
docs``) and held to them by a test: loading Typer takes longer than all the rest of the answer.
"""

from __future__ import annotations

import sys

HELP = f"{__file__.rpartition('__init__')[0]}help.txt"  # pathlib alone would cost as much again


def main(argv: list[str] | None = None) -> None:
    """Run the command line; ends with ``SystemExit`` where the exit code is not 0."""
    args = sys.argv[1:] if argv is None else argv
    if args in ([], ["--help"], ["-h"]):
        with open(HELP, encoding="utf8") as file:  # noqa: PTH123
            sys.stdout.write(file.read())
    elif args == ["--version"]:
        from extract import __version__

        sys.stdout.write(f"gongkai {__version__}\n")
    else:
        from extract.cli.app import app

        if args[0] == "run":
            from extract.limits import travel_light

            travel_light()
        app(args, prog_name="gongkai")
