"""Puts ``models/`` and the codebook for annotators into the wheel; an editable install reads them in the checkout.

With ``GONGKAI_COMPILE=1`` the wheel also holds the rooms of the extraction compiled by mypyc, which comes with mypy and
needs a C compiler: some minutes of work for a third less time ever after. Python takes them instead of the ``.py``
files, which are in the wheel all the same. Nothing is ever compiled into a checkout, where an edited file would go on
being the old one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: what is compiled: finding tables in text and all stages between a source and its report; not the other readers, the
#: models and the commands
ROOMS = (
    *("facts", "channels", "items", "links", "outline", "tables", "tables/templates", "metadata", "checks"),
    *("cleaning.py", "sentences.py", "contacts.py", "document.py", "numbers.py", "pipeline.py"),
    *("model/shapes.py", "lexicon/labels.py", "lexicon/legacy.py"),
    *(f"classify/{name}.py" for name in ("quantities", "mentions", "confidence")),
    *(f"reading/{name}.py" for name in ("grids", "cells", "legacy", "loose", "encoding")),
)


class ModelsHook(BuildHookInterface):
    """The hook; hatchling finds it by this file's name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add models, codebook and compiled rooms to a standard wheel (``version`` is ``standard`` or ``editable``)."""
        if version == "editable":
            return
        build_data["force_include"]["models"] = "extract/_models"
        build_data["force_include"]["annotations/codebook.md"] = "extract/_codebook.md"
        if os.environ.get("GONGKAI_COMPILE") == "1":
            into = Path(self.root, "build", "compiled")
            for library in compiled(Path(self.root), into):
                build_data["force_include"][str(library)] = library.relative_to(into).as_posix()
            build_data |= {"pure_python": False, "infer_tag": True}


def compiled(root: Path, into: Path) -> list[Path]:
    """Compile `ROOMS` of a checkout; the libraries lie in ``into`` as they will lie in ``site-packages``."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    for old in into.rglob("*.so"):
        old.unlink()
    before = Path.cwd()
    os.chdir(root)  # mypyc reads what a module is called off its relative path
    try:
        paths = [Path("extract", room) for room in ROOMS]
        files = [str(file) for path in paths for file in (sorted(path.glob("*.py")) if path.is_dir() else [path])]
        # what is imported but not compiled is `make lint`'s to check
        options = ["--config-file=pyproject.toml", "--no-warn-unused-ignores", "--follow-imports=silent", *files]
        # as one unit of C, so that a room's functions can be drawn into another's
        made = mypycify(options, opt_level="3", debug_level="0", group_name="gongkai", target_dir=str(into / "c"))
        if sys.platform == "linux":  # calls of Python's library, and of each other, without a detour
            for one in made:
                one.extra_compile_args += ["-fno-plt", "-fno-semantic-interposition"]
                one.extra_link_args = [*(one.extra_link_args or []), "-Wl,-z,now"]
        build = Distribution({"name": "gongkai", "ext_modules": made}).get_command_obj("build_ext")
        build.build_lib, build.build_temp = str(into), str(into / "c")
        build.ensure_finalized()
        build.run()
    finally:
        os.chdir(before)
    return sorted(path for path in into.rglob("*") if path.suffix in (".so", ".pyd"))
