"""What was measured of a rule when the models were made."""

from __future__ import annotations

from extract.classify import models
from extract.classify.confidence import Layer


def measured(layer: str, extractor: str) -> float | None:
    """How often a rule or model was right on annotated texts, drawn towards its layer's mean; None where never met.

    Parameters
    ----------
    layer
        ``facts``, ``channels``, ``problems``, ``remedies`` or ``links``.
    extractor
        What `Fact.extractor` and its like say.
    """
    known = models().confidence.get(layer)
    return known.rules.get(extractor) if isinstance(known, Layer) else None
