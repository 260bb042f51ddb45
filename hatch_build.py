"""Puts ``models/`` and the codebook for annotators into the wheel; an editable install reads them in the checkout."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ModelsHook(BuildHookInterface):
    """The hook; hatchling finds it by this file's name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add models and codebook to a standard wheel (``version`` is ``standard`` or ``editable``)."""
        if version != "editable":
            build_data["force_include"]["models"] = "extract/_models"
            build_data["force_include"]["annotations/codebook.md"] = "extract/_codebook.md"
