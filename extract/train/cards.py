"""Model cards: what a model tells, what it was made of, how well it does, and what it cannot do.

After Mitchell et al. (2019), Model Cards for Model Reporting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Card = dict[str, Any]


def card(name: str, told: Card) -> str:
    """The card of a model in Markdown."""
    head = [
        f"# Model card: {name}",
        "",
        f"`{name}.skops`, SHA-256 `{told['sha256'][:16]}…` (whole in `{name}.json`; loading checks it and refuses",
        "types that it does not know). Made by `make train` from `annotations/`, version",
        f"`{told['corpus_sha256'][:16]}…`: texts written for this project, no real report's.",
        "",
    ]
    return "\n".join([*head, *BODIES[name](told), ""])


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> list[str]:
    """A table in Markdown."""
    names = list(head)
    told = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *told]]


def counts(told: Mapping[str, int]) -> str:
    """Names with their numbers, the most frequent first."""
    return ", ".join(f"{name} {n:,}" for name, n in sorted(told.items(), key=lambda one: (-one[1], one[0])))


def _items(told: Card) -> list[str]:
    measured = told["cross_validation"]
    rows = [
        (words, *(one[key] for one in measured.values()))
        for words, key in (("role", "role_accuracy"), ("main aspect", "aspect_accuracy"))
    ]
    return [
        "What it tells: the role of an item (problem, remedy, achievement, plan, background, heading) and its aspects",
        "(13, several may hold). Used where the rules of `extract/items/` leave the role open, and for every aspect.",
        "",
        "How: logistic regression over tf-idf of jieba words (1–2) and characters (1–3) and the cue words of",
        "`extract/lexicon/aspects.toml`; aspects one against the rest, the main one weighted double.",
        "",
        f"Trained on {told['items']:,} items. Accuracy by cross-validation (by hand: told by a model that has not seen",
        "what that writer wrote):",
        "",
        *table(("", *(name.replace("_", " ") for name in measured)), rows),
        "",
        *table(("features alone", "role by hand", "main aspect by hand"), told["ablation"]),
        "",
        "Most frequent confusions: "
        + ", ".join(f"{name} ({n})" for name, n in next(iter(measured.values()))["confusions"].items())
        + ".",
        "",
        f"Roles: {counts(told['roles'])}. Main aspects: {counts(told['main_aspects'])}.",
        "",
        "Limits: in a report the place in the text decides most roles. The cue words were chosen with knowledge",
        "of real reports, so figures on those very reports flatter the model a little.",
    ]


def _classifier(told: Card) -> list[str]:
    return [
        f"Trained on {told['examples']:,} examples of {len(told['hands'])} hands. Accuracy on hands that a model",
        "has not seen (five folds of hands); the rules, which were made with these texts, have",
        f"{told['rules_accuracy']:.3f}:",
        "",
        *table(("learner", "accuracy"), told["compared"].items()),
        "",
        "Logistic regression is shipped: it is as good as any and gives probabilities. Divided by a temperature of",
        f"{told['temperature']:.2f}, its calibration error is {told['calibration_error']:.3f}.",
        "",
    ]


def _quantities(told: Card) -> list[str]:
    beaten = [(rule, least) for rule, least in sorted(told["yields"].items())]
    return [
        "What it tells: what a number counts (kind and stage, or nothing) from its surroundings. It decides",
        "numbers that no rule owns, and those of rules that yield to it; of the others it says how likely the",
        "rule is right.",
        "",
        "How: logistic regression over runs of characters in the clause and the sentence before the number and behind",
        "it, its unit and its section.",
        "",
        *_classifier(told),
        *table(("features", "accuracy"), told["ablation"].items()),
        "",
        f"On the {told['dev_examples']:,} numbers of `dev`, which nothing was made with: rules",
        f"{told['dev_rules']:.3f}, classifier {told['dev_model']:.3f}; of the {told['unowned']} that no rule",
        f"owns, `other` is right for {told['unowned_by_rule']:.3f}, the classifier for {told['unowned_by_model']:.3f}.",
        "",
        "It is believed against these rules, from these probabilities on, because it won most disagreements on `dev`:",
        "",
        *table(("rule", "from"), beaten),
        "",
        f"Beside {told['certain']} rules that are nearly always right it is not asked.",
        "",
        f"Labels: {counts(told['labels'])}.",
        "",
        "Limits: rare kinds (`document.disclosed`, `complaint`) are hardly known to it.",
    ]


def _mentions(told: Card) -> list[str]:
    return [
        "What it tells: whether a mention says that the channel was used. It overrules no rule (on hands not seen that",
        "gained nothing); it says how sure a channel is.",
        "",
        "How: logistic regression over runs of characters around the mention, the channel's kind, the section,",
        "and what the rules say of it.",
        "",
        *_classifier(told),
        f"Labels: {counts(told['labels'])}.",
        "",
        "Limits: the corpus holds few channels that were named and not used.",
    ]


def _confidence(told: Card) -> list[str]:
    rows = [
        (
            layer,
            *(f"{right:,} of {made:,}" for right, made in zip(told["right"][layer], made_in, strict=True)),
            told["rules"][layer],
            " ".join(f"{x:+.2f}" for x in told["curves"][layer][0]),
            " ".join(f"{x:+.2f}" for x in told["curves"][layer][1]),
        )
        for layer, made_in in told["things"].items()
    ]
    return [
        "What it tells: how likely a fact, channel, problem, remedy or link is right, by the precision of the rule or",
        "model that made it and what a classifier says of it.",
        "",
        "How: precision of each rule on `dev` and `train`, drawn towards the layer's mean where the rule met few; a",
        "logistic regression on the log odds of rule and classifier (intercept, rule, classifier; where no",
        "classifier was asked: intercept, rule). Classifiers told `train` by models that had not seen the hand.",
        "The rules were made with an eye on `train` and none on `dev`; both weigh the same in the curves.",
        "",
        *table(("layer", "right in dev", "right in train", "rules", "curve", "without classifier"), rows),
        "",
        "Limits: the texts are made up and harder than most reports, so on real ones the figures are rather too low.",
        "None is above 0.995.",
    ]


BODIES: dict[str, Callable[[Card], list[str]]] = {
    "items": _items,
    "quantities": _quantities,
    "mentions": _mentions,
    "confidence": _confidence,
}
