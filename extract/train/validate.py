"""Validation by hands: what each hand wrote is told by a model that has not seen that hand, learner beside learner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from extract.classify import linear
from extract.train.examples import Example

FOLDS = 5


def folds(hands: Sequence[str]) -> list[int]:
    """The fold of each example: hands are dealt out, a hand is never in two folds."""
    order = {hand: i % FOLDS for i, hand in enumerate(sorted(set(hands)))}
    return [order[hand] for hand in hands]


def out_of_fold(
    examples: Sequence[Example], learner: Callable[[], Any], features: Sequence[Sequence[str]] | None = None
) -> tuple[tuple[str, ...], Any]:
    """Labels, and for each example scores of them by a model that has not seen its hand.

    Parameters
    ----------
    learner
        Makes a scikit-learn classifier.
    features
        Those of the examples, where others are to be tried.
    """
    import numpy as np

    texts = [" ".join(one) for one in features or [example.features for example in examples]]
    labels = tuple(sorted({one.label for one in examples}))
    at = {label: i for i, label in enumerate(labels)}
    out = np.full((len(examples), len(labels)), -1e9 if not hasattr(learner(), "predict_proba") else 0.0)
    fold = np.array(folds([one.hand for one in examples]))
    for held in sorted(set(fold.tolist())):
        train, test = (np.flatnonzero(side).tolist() for side in (fold != held, fold == held))
        vectorizer = linear.untrained()
        matrix = vectorizer.fit_transform([texts[i] for i in train])
        model = learner().fit(matrix, [examples[i].label for i in train])
        told = vectorizer.transform([texts[i] for i in test])
        scores = model.predict_proba(told) if hasattr(model, "predict_proba") else model.decision_function(told)
        if scores.ndim == 1:
            scores = np.stack([-scores, scores], axis=1)
        out[np.ix_(test, [at[label] for label in model.classes_])] = scores
    return labels, out


def accuracy(examples: Sequence[Example], labels: Sequence[str], scores: Any) -> float:
    """Share of examples whose best-scored label is theirs."""
    best = scores.argmax(axis=1)
    return float(sum(labels[i] == one.label for i, one in zip(best, examples, strict=True)) / len(examples))


def temperature(examples: Sequence[Example], labels: Sequence[str], probabilities: Any) -> float:
    """What scores must be divided by for the probabilities to be right: least log loss out of fold.

    References
    ----------
    Guo et al. (2017), On Calibration of Modern Neural Networks.
    """
    import numpy as np
    from scipy.optimize import minimize_scalar

    logits = np.log(np.clip(probabilities, 1e-9, 1))
    truth = np.array([labels.index(one.label) for one in examples])

    def loss(t: float) -> float:
        scaled = logits / t
        scaled -= scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled).sum(axis=1))
        return float((total - scaled[np.arange(len(truth)), truth]).mean())

    return round(float(minimize_scalar(loss, bounds=(0.2, 5), method="bounded").x), 3)


def learners(strength: float) -> dict[str, Callable[[], Any]]:
    """The learners that are compared; the first is the one that is shipped."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.feature_selection import SelectKBest, chi2
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer
    from sklearn.svm import LinearSVC

    def boosting() -> Any:
        dense = FunctionTransformer(lambda matrix: matrix.toarray(), accept_sparse=True)
        trees = HistGradientBoostingClassifier(
            max_iter=30,
            max_leaf_nodes=15,
            l2_regularization=5.0,  # without it, labels that are rare make it diverge
            early_stopping=False,
            random_state=0,
        )
        return make_pipeline(SelectKBest(chi2, k=200), dense, trees)

    return {
        "logistic regression": lambda: LogisticRegression(C=strength, max_iter=500),
        "linear SVM": lambda: LinearSVC(C=0.5, random_state=0),
        "complement naive Bayes": lambda: ComplementNB(alpha=0.3),
        "gradient boosting (200 features)": boosting,
    }
