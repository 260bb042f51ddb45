"""How to cite the toolkit: ``CITATION.cff`` of the repository and an entry for BibTeX, from one declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract import __version__

AUTHORS = "the gongkai authors"
TITLE = "gongkai: grounded records and tidy tables from Chinese government disclosure reports"
YEAR = 2026
ABSTRACT = (
    "Turns Chinese government disclosure reports (政府信息公开工作年度报告) into records and tables in which every "
    "value is traced to the characters it came from, by rules and small linear classifiers with measured confidence."
)
KEYWORDS = ("Chinese", "open government", "information extraction", "政府信息公开")


def cff() -> str:
    """The content of ``CITATION.cff`` (Citation File Format 1.2.0)."""
    listed = "\n".join(f'  - "{word}"' for word in KEYWORDS)
    return f"""cff-version: 1.2.0
message: "If you use this software, please cite it as below; `gongkai codebook` writes the entry for a run."
type: software
title: "{TITLE}"
authors:
  - name: "{AUTHORS}"
version: {__version__}
license: MIT
abstract: "{ABSTRACT}"
keywords:
{listed}
"""


def bibtex(manifest: Mapping[str, Any]) -> str:
    """An entry for BibTeX that names the version, the vocabulary and the models of a run."""
    version = manifest.get("versions", {}).get("gongkai", "unknown")
    hashes = [f"vocabulary {str(manifest.get('lexicon_sha256', 'unknown'))[:12]}"]
    hashes += [f"{name.partition('.')[0]} {sha[:12]}" for name, sha in sorted(manifest.get("models", {}).items())]
    return f"""@software{{gongkai_{version.replace(".", "_")},
  author  = {{{{{AUTHORS}}}}},
  title   = {{{TITLE}}},
  version = {{{version}}},
  year    = {{{YEAR}}},
  note    = {{SHA-256: {", ".join(hashes)}}}
}}
"""
