"""Evaluation: how well records agree with gold, in figures that say how sure they are, and error by error."""

from extract.evaluate.evaluation import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
