"""Where the classifier of numbers is believed against a rule, and which rules need no second opinion; out of fold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from extract.facts.second import OTHER
from extract.train.examples import Example

STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # probabilities that are tried
WON = 0.6  # share of the disagreements that the model must win, drawn towards a third where there are few
CERTAIN, MET = 0.97, 12  # share right, and times met, from which a rule is not asked about


def yields(examples: Sequence[Example], labels: Sequence[str], told: Any) -> dict[str, float]:
    """For each rule that the model should overrule: the least probability from which it wins most disagreements.

    Parameters
    ----------
    told
        Probabilities of the labels by models that have not seen the example's hand.
    """
    by_rule: dict[str, list[tuple[float, bool, bool]]] = defaultdict(list)
    for example, row in zip(examples, told, strict=True):
        at = int(row.argmax())
        said, rule = example.rule
        if rule and labels[at] != said:
            by_rule[rule].append((float(row[at]), labels[at] == example.label, said == example.label))
    out: dict[str, float] = {}
    for rule, fights in sorted(by_rule.items()):
        scores = {least: _score(fights, least) for least in STEPS}
        if rule == OTHER:  # where it gains most; the surer, the better, where it gains as much
            gains = {least: won - lost for least, (won, lost) in scores.items()}
            best = max(STEPS, key=lambda least: (gains[least], least))
            out |= {rule: best} if gains[best] >= 0 else {}
            continue
        enough = [least for least in STEPS[2:] if (scores[least][0] + 1) / (sum(scores[least]) + 3) >= WON]
        if enough:
            out[rule] = enough[0]
    return out


def _score(fights: Sequence[tuple[float, bool, bool]], least: float) -> tuple[int, int]:
    """Disagreements that a model which is at least so sure wins, and those that it loses."""
    met = [(model, ruled) for sure, model, ruled in fights if sure >= least]
    return sum(model for model, _ in met), sum(ruled for _, ruled in met)


def certain(examples: Sequence[Example], besides: dict[str, float]) -> list[str]:
    """Rules that are right nearly always, of those met often enough."""
    met: dict[str, list[bool]] = defaultdict(list)
    for example in examples:
        met[example.rule[1]].append(example.rule[0] == example.label)
    return sorted(
        rule
        for rule, right in met.items()
        if rule and rule not in besides and len(right) >= MET and sum(right) / len(right) >= CERTAIN
    )
