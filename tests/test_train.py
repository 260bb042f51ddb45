"""Training: from a small corpus that is made here to models that are loaded and asked, and what validates them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extract import pipeline
from extract.annotate import corpus
from extract.annotate.corpus import Annotated
from extract.annotate.markup import compiled
from extract.classify import Models, linear, mentions, models, quantities
from extract.classify import items as items_model
from extract.errors import AnnotationError
from extract.evaluate.gold import source
from extract.train import Things, train
from extract.train.calibrate import LAYERS
from extract.train.classifiers import refitted
from extract.train.examples import Example, of_mentions, of_quantities
from extract.train.items import of_corpus, read_items
from extract.train.validate import FOLDS, accuracy, folds, learners, out_of_fold, temperature

BODY = """⟦title|⟦organ.township|{place}镇人民政府⟧2021年政府信息公开工作年度报告⟧
⟦section.overview|一、总体情况⟧
{opening}⟦disclosure #all|{a}条⟧，其中通过⟦@net website|门户网站⟧发布⟦disclosure <all @net|{b}条⟧，通过⟦@wx wechat_account|微信公众号⟧发布⟦disclosure <all @wx|{c}条⟧。
⟦-weibo plan|政务微博⟧{pending}。
{asked}⟦application.received|{d}件⟧，{done}⟦application.answered|{d}件⟧。举办业务培训⟦training|{e}次⟧。
村民{met}种子{e}份。
⟦section.problems|五、存在的主要问题及改进情况⟧
存在的问题：一是⟦problem #late timeliness|{late}⟧；二是⟦problem #few capacity|{few}⟧。
改进措施：一是⟦remedy timeliness >late order|{soon}⟧；二是⟦remedy capacity >few order|{more}⟧。⟦plan|{next}⟧。
"""
HANDS: dict[str, dict[str, str]] = {
    "li": {
        "opening": "全年主动公开政府信息",
        "pending": "正在筹备开通",
        "asked": "收到依申请公开申请",
        "done": "办结",
        "met": "领取",
        "late": "信息更新不够及时",
        "few": "工作人员业务能力不足",
        "soon": "加快更新，限时上网",
        "more": "加强业务培训",
        "next": "来年继续抓好公开工作",
    },
    "wang": {
        "opening": "本年度公开信息",
        "pending": "尚未开通",
        "asked": "共收到公开申请",
        "done": "已答复",
        "met": "分到",
        "late": "部分栏目更新滞后",
        "few": "经办人员业务不熟",
        "soon": "定期更新栏目，逾期提醒",
        "more": "组织人员培训，提升业务能力",
        "next": "明年继续努力",
    },
    "zhou": {
        "opening": "一年来公开各类信息",
        "pending": "计划明年开通",
        "asked": "受理公开申请",
        "done": "按时办结",
        "met": "买回",
        "late": "信息上网时间偏晚",
        "few": "队伍不稳，业务能力弱",
        "soon": "明确上网时限，及时更新",
        "more": "稳定队伍，加强业务培训",
        "next": "新的一年再接再厉",
    },
}
PLACES = ["柳坞", "桐溪", "青萍", "石桥", "枫林", "竹园", "荷塘", "松岭", "杏川", "槐荫"]
ITEMS = [
    ("栏目更新不及时", "problem", ["timeliness"]),
    ("更新滞后，群众看到的是旧闻", "problem", ["timeliness"]),
    ("经办人员业务不熟", "problem", ["capacity"]),
    ("人员少，培训不够", "problem", ["capacity"]),
    ("加快更新，及时上网", "remedy", ["timeliness"]),
    ("定期更新栏目", "remedy", ["timeliness", "platform"]),
    ("加强业务培训", "remedy", ["capacity"]),
    ("组织人员培训，提升业务能力", "remedy", ["capacity"]),
    ("全年举办培训两次", "achievement", []),
    ("全年更新栏目百余次", "achievement", []),
]


pytestmark = pytest.mark.filterwarnings("ignore:k=120:UserWarning")  # few features to choose from


def text(number: int, hand: str, body: str = BODY) -> Annotated:
    """A text of a hand, with its own place and numbers."""
    b, c = 40 + 7 * number, 11 + 3 * number
    numbers = {"a": b + c, "b": b, "c": c, "d": 3 + number, "e": 2 + number % 3}
    filled = body.format(place=PLACES[number], **numbers, **HANDS[hand])
    return compiled(filled.strip(), f"made-{number}", 2021, hand)


LINES = [text(number, hand) for number, hand in enumerate(["li", "wang", "zhou", "li", "wang", "zhou", "li", "wang"])]
DEV = [replace(text(number, hand), annotator="dev") for number, hand in ((8, "zhou"), (9, "li"))]


def written(folder: Path) -> Path:
    """The corpus on disk, as `train` wants it."""
    (folder / "corpus").mkdir(parents=True)
    (folder / "items").mkdir()
    corpus.write(folder / "corpus" / "train.jsonl", LINES)
    corpus.write(folder / "corpus" / "dev.jsonl", DEV)
    for hand, rows in (("ann", ITEMS[::2]), ("bea", ITEMS[1::2])):
        told = [json.dumps({"text": t, "role": r, "aspects": a}, ensure_ascii=False) for t, r, a in rows]
        (folder / "items" / f"{hand}.jsonl").write_text("\n".join(told) + "\n", encoding="utf8")
    return folder


threads: set[int] = set()  # of the libraries while models were trained
NAMES = ("items", "quantities", "mentions", "confidence")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], list[object]]:
    """Folder, cards and what was told of a training."""
    folder = tmp_path_factory.mktemp("trained")
    steps: list[object] = []
    limits = pytest.importorskip("threadpoolctl")

    def told(step: object) -> None:
        steps.append(step)
        threads.update(library["num_threads"] for library in limits.threadpool_info())

    cards = train(written(folder / "annotations"), folder / "models", told)
    return folder, cards, steps


def test_writes_four_models_with_their_cards(trained: tuple[Path, dict[str, Any], list[object]]) -> None:
    folder, cards, steps = trained
    written = sorted(path.name for path in (folder / "models").iterdir())
    assert written == sorted(f"{name}.{end}" for name in NAMES for end in ("skops", "json", "md"))
    assert [str(step).split(":")[0] for step in steps] == list(cards) == list(NAMES)
    for name, told in cards.items():
        assert json.loads((folder / "models" / f"{name}.json").read_text(encoding="utf8")) == json.loads(
            json.dumps(told)
        )
        assert told["sha256"][:16] in (folder / "models" / f"{name}.md").read_text(encoding="utf8")
    assert len({told["corpus_sha256"] for told in cards.values()}) == 1


def test_one_thread_trains(trained: tuple[Path, dict[str, Any], list[object]]) -> None:
    """On one core and on many: the last digits of a sum depend on how many threads share it."""
    assert threads == {1}


def test_what_the_cards_say(trained: tuple[Path, dict[str, Any], list[object]]) -> None:
    _, cards, _ = trained
    assert cards["quantities"]["hands"] == cards["mentions"]["hands"] == ["li", "wang", "zhou"]
    assert set(cards["mentions"]["labels"]) == {mentions.USED, mentions.UNUSED}
    assert cards["quantities"]["dev_examples"] == len(of_quantities(DEV))
    assert cards["items"]["items"] == len(ITEMS) + 5 * len(LINES)
    shares = [cards[name]["rules_accuracy"] for name in ("quantities", "mentions")]
    shares += [one for name in ("quantities", "mentions") for one in cards[name]["compared"].values()]
    assert all(0 <= share <= 1 for share in shares)
    for layer in LAYERS:
        made, right = (cards["confidence"][key][layer] for key in ("things", "right"))
        assert all(0 <= some <= most for some, most in zip(right, made, strict=True))


def test_the_models_are_loaded_and_asked(trained: tuple[Path, dict[str, Any], list[object]]) -> None:
    folder, _, _ = trained
    made = models(folder / "models")
    (report,) = pipeline.extract([source(DEV[0])], models=made)
    assert made.quantities is not None
    assert {"disclosure", "application.received", quantities.NOTHING} <= set(made.quantities.model.labels)
    values = [(fact.kind, fact.stage, fact.value) for fact in report.facts]
    assert ("application", "received", 11) in values
    assert [problem.aspect for problem in report.problems] == ["timeliness", "capacity"]
    assert all(0 < fact.confidence <= 0.995 for fact in report.facts)


def test_the_same_bytes_again(trained: tuple[Path, dict[str, Any], list[object]], tmp_path: Path) -> None:
    """Also where other models were read from the folder before: none of them is asked."""
    folder, _, _ = trained
    again = tmp_path / "models"
    other = [(text, role, aspects) for text, role, aspects in ITEMS if role != "achievement"] * 3
    digest = items_model.save(items_model.fit(*zip(*other, strict=True)), again)
    (again / "items.json").write_text(json.dumps({"sha256": digest}), encoding="utf8")
    before = items_model.load(again)
    train(folder / "annotations", again)
    for path in sorted((folder / "models").iterdir()):
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    assert items_model.load(again).roles != before.roles


BAD: list[tuple[str, str, Callable[[str], str], str]] = [
    ("no JSON", "corpus/train.jsonl", lambda line: line[:-3], "no JSON"),
    ("a text that was changed", "corpus/train.jsonl", lambda line: line.replace("条，其中", "件，其中", 1), "hash"),
    ("in dev too", "corpus/dev.jsonl", lambda line: line.replace('"capacity"', '"courage"', 1), "courage"),
    ("an item that is no JSON", "items/ann.jsonl", lambda line: line[:-3], "no JSON"),
    ("an item without role", "items/ann.jsonl", lambda line: line.replace('"role"', '"roll"'), "role"),
    ("an item of no known role", "items/ann.jsonl", lambda line: line.replace('"problem"', '"puzzle"'), "puzzle"),
    ("of no known aspect", "items/bea.jsonl", lambda line: line.replace('"capacity"', '"courage"'), "courage"),
    ("aspects that are no list", "items/bea.jsonl", lambda line: line.replace('["capacity"]', '"capacity"'), "aspects"),
    ("a text that is none", "items/ann.jsonl", lambda line: line.replace('"text": "', '"text": 7, "words": "'), "text"),
    ("a problem without aspect", "items/bea.jsonl", lambda line: line.replace('["capacity"]', "[]"), "aspect"),
]


@pytest.mark.parametrize(("case", "file", "spoilt", "match"), BAD, ids=[row[0] for row in BAD])
def test_faulty_annotations(case: str, file: str, spoilt: Callable[[str], str], match: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "annotations")
    path = folder / file
    lines = path.read_text(encoding="utf8").splitlines()
    lines[1] = spoilt(lines[1])
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    with pytest.raises(AnnotationError, match=match) as error:
        train(folder, tmp_path / "models")
    assert f"{path.name}:2" in str(error.value), case
    assert not (tmp_path / "models").exists(), "nothing is written"


@pytest.mark.parametrize("file", ["corpus/train.jsonl", "corpus/dev.jsonl"])
def test_no_corpus(file: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "annotations")
    (folder / file).unlink()
    with pytest.raises(AnnotationError) as error:
        train(folder, tmp_path / "models")
    assert Path(file).name in str(error.value)
    assert not (tmp_path / "models").exists()


# items


def test_items_are_read_once_each(tmp_path: Path) -> None:
    rows = [{"text": "更新慢\u2028栏目旧", "role": "problem", "aspects": ["timeliness"]}] * 2
    rows += [{"text": "甲", "role": "plan", "aspects": []}]
    (tmp_path / "x.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf8"
    )
    (tmp_path / "y.jsonl").write_text(json.dumps({**rows[2], "role": "heading"}) + "\n", encoding="utf8")
    assert [(one["text"], one["role"], one["hand"]) for one in read_items(tmp_path)] == [
        ("更新慢\u2028栏目旧", "problem", "x"),
        ("甲", "plan", "x"),
    ]


def test_items_of_the_corpus() -> None:
    found = of_corpus([LINES[1]])
    assert [(one["role"], one["aspects"]) for one in found] == [
        ("problem", ["timeliness"]),
        ("problem", ["capacity"]),
        ("remedy", ["timeliness"]),
        ("remedy", ["capacity"]),
        ("plan", []),
    ]
    assert {one["hand"] for one in found} == {"wang"}
    assert found[0]["text"] == HANDS["wang"]["late"]
    assert of_corpus([replace(LINES[1], layers=("facts",))]) == []


# examples


def test_examples_of_numbers() -> None:
    line = text(0, "li")
    found = of_quantities([line])
    assert [one.label for one in found if one.label != quantities.NOTHING] == [
        *["disclosure"] * 3,
        "application.received",
        "application.answered",
        "training",
    ]
    assert {one.hand for one in found} == {"li"}
    assert [one.rule[0] for one in found[:4]] == [*["disclosure"] * 3, "application.received"]
    assert found[0].rule[1].startswith("disclosure:")
    assert "unit=条" in found[0].features
    assert not any(c.isspace() for one in found for word in (*one.features, *one.words) for c in word)


def test_a_number_is_labelled_by_its_gold_not_by_its_rule() -> None:
    plain = text(0, "li", BODY.replace("⟦application.received|{d}件⟧", "{d}件"))
    other = text(0, "li", BODY.replace("⟦application.received|", "⟦review.received |"))
    for line, label in ((plain, quantities.NOTHING), (other, "review.received")):
        (asked,) = (one for one in of_quantities([line]) if one.rule[0] == "application.received")
        assert asked.label == label


def test_a_number_whose_value_is_not_the_gold_s_is_none() -> None:
    line = text(0, "li", BODY.replace("⟦application.received|", "⟦application.received v=999|"))
    (asked,) = (one for one in of_quantities([line]) if one.rule[0] == "application.received")
    assert asked.label == quantities.NOTHING


def test_examples_of_mentions() -> None:
    found = of_mentions([text(0, "li")])
    labels = {next(f for f in one.features if f.startswith("kind=")): one.label for one in found}
    assert labels["kind=website"] == labels["kind=wechat_account"] == mentions.USED
    assert labels["kind=weibo"] == mentions.UNUSED
    for one in found:
        assert one.rule[0] in (mentions.USED, mentions.UNUSED)
        assert one.rule[1]
        assert f"rule={one.rule[1].replace(' ', '_')}" in one.features


def test_a_mention_of_another_kind_is_not_used() -> None:
    line = text(0, "li", BODY.replace("⟦@net website|", "⟦@net newspaper|"))
    found = {next(f for f in one.features if f.startswith("kind=")): one.label for one in of_mentions([line])}
    assert found["kind=website"] == mentions.UNUSED


def test_layers_that_were_not_annotated_give_no_examples() -> None:
    line = replace(text(0, "li"), layers=("head",))
    assert of_quantities([line]) == of_mentions([line]) == []


# validation


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 30])
def test_folds_keep_hands_apart(count: int) -> None:
    hands = [f"hand {i * 7 % count}" for i in range(3 * count)]
    found = folds(hands)
    assert all(len({f for f, other in zip(found, hands, strict=True) if other == hand}) == 1 for hand in hands)
    assert len(set(found)) == min(count, FOLDS)
    sizes = Counter(found).values()
    assert max(sizes) - min(sizes) <= 3, "as many hands in each, but one"


def toy(hands: int = 4) -> list[Example]:
    """Each hand has words of its own beside those that tell the label."""
    return [
        Example((f"tells={label}", f"of={hand}", "always"), label, f"hand {hand}")
        for hand in range(hands)
        for label in ("a", "b", "c")
        for _ in range(4)
    ]


class Watching:
    """Learns nothing, and keeps what it was shown."""

    shown: list[tuple[Any, list[str]]]

    def __init__(self, shown: list[tuple[Any, list[str]]]) -> None:
        self.shown = shown

    def fit(self, matrix: Any, labels: list[str]) -> Watching:
        self.shown.append((matrix, labels))
        self.classes_ = sorted(set(labels))
        return self

    def predict_proba(self, matrix: Any) -> Any:
        return np.full((matrix.shape[0], len(self.classes_)), 1 / len(self.classes_))


def test_out_of_fold_never_sees_the_hand() -> None:
    """With one fold a hand: what is shown is the others' examples, and no word that only the hand has."""
    examples, shown = toy(), list[tuple[Any, list[str]]]()
    out_of_fold(examples, lambda: Watching(shown))
    assert len(shown) == 4
    for matrix, labels in shown:
        assert matrix.shape == (len(examples) * 3 // 4, 3 + 1 + 3), "labels' words, the common one, three hands"
        assert len(labels) == matrix.shape[0]


def test_labels_that_only_one_hand_has_are_not_learnt_from_it() -> None:
    examples = [*toy(), *[Example(("tells=d", "always"), "d", "hand 0")] * 5]
    labels, told = out_of_fold(examples, learners(5.0)["logistic regression"])
    assert labels == ("a", "b", "c", "d")
    mine = np.array([one.hand == "hand 0" for one in examples])
    assert (told[mine][:, 3] == 0).all()
    assert (told[~mine][:, 3] > 0).all()
    assert accuracy(examples, labels, told) == pytest.approx(48 / 53)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Threads that wait for each other on a busy machine take longer than one."""
    limits = pytest.importorskip("threadpoolctl").threadpool_limits
    with limits(1):
        yield


@pytest.mark.parametrize("name", list(learners(1.0)))
@pytest.mark.parametrize("count", [2, 3])
def test_every_learner_learns(name: str, count: int, one_thread: None) -> None:
    examples = [one for one in toy(5) if one.label in "abc"[:count]]
    labels, told = out_of_fold(examples, learners(5.0)[name])
    assert told.shape == (len(examples), count)
    assert np.isfinite(told).all()
    if "boosting" not in name:  # which wants more examples than these
        assert accuracy(examples, labels, told) == 1.0


def test_others_features_may_be_tried() -> None:
    examples = toy()
    labels, told = out_of_fold(examples, learners(5.0)["logistic regression"], [("x", "always")] * len(examples))
    assert accuracy(examples, labels, told) == pytest.approx(1 / 3)


@pytest.mark.parametrize("heat", [0.5, 1.0, 2.0])
def test_temperature(heat: float) -> None:
    """Of probabilities that are right it is 1; of those that were made too sure or too unsure, what was done to them."""
    rows, examples = [], []
    for p in (0.5, 0.6, 0.75, 0.9):
        times = 200
        examples += [Example((), "a", "li")] * round(p * times) + [Example((), "b", "li")] * round((1 - p) * times)
        rows += [[p, 1 - p]] * times
    told = np.array(rows) ** heat
    told /= told.sum(axis=1, keepdims=True)
    assert temperature(examples, ("a", "b"), told) == pytest.approx(heat, abs=0.02)


def test_temperature_of_what_is_always_right_is_bounded() -> None:
    examples = [Example((), "a", "li")] * 5
    assert 0.2 <= temperature(examples, ("a", "b"), np.array([[1.0, 0.0]] * 5)) <= 5


def test_refitted_without_a_hand() -> None:
    examples = toy(3)
    whole = linear.of(linear.fit([e.features for e in examples], [e.label for e in examples], strength=5.0))
    less = refitted(replace(whole, temperature=1.5), examples, {"hand 1"}, 5.0)
    assert set(whole.columns) - set(less.columns) == {"of=1"}
    assert less.temperature == 1.5


def test_models_without_a_hand() -> None:
    things = Things(of_corpus(LINES), of_quantities(LINES), of_mentions(LINES))
    item = items_model.fit(*([x[key] for x in things.items] for key in ("text", "role", "aspects")))
    numbers, uses = (
        linear.of(linear.fit([e.features for e in examples], [e.label for e in examples], strength=5.0))
        for examples in (things.quantities, things.mentions)
    )
    whole = Models(item, quantities.Quantities(numbers, {"a:b": 0.5}, frozenset({"a:c"})), uses, {})
    less = things.refitted(whole)({"wang"})
    assert less.quantities is not None
    assert less.mentions is not None
    assert less.quantities.yields == {"a:b": 0.5}
    assert less.quantities.certain == {"a:c"}
    assert any("答复" in feature for feature in numbers.columns), "a word of that hand alone"
    assert not any("答复" in feature for feature in less.quantities.model.columns)
    alone = things.refitted(replace(whole, quantities=None, mentions=None))({"li"})
    assert (alone.quantities, alone.mentions) == (None, None)
