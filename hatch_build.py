"""Puts the top-level ``models/`` into the wheel as ``extract/_models``; an editable install reads the checkout."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ModelsHook(BuildHookInterface):
    """The hook; hatchling finds it by this file's name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the models to a standard wheel (``version`` is ``standard`` or ``editable``)."""
        if version != "editable":
            build_data["force_include"]["models"] = "extract/_models"
