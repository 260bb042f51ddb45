"""The item model: learns, tells, and is loaded from nothing but the file that its card names."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from extract import resources
from extract.classify import items as classify
from extract.classify import store
from extract.errors import ModelError

ROWS = [
    ("栏目更新不及时", "problem", ["timeliness"]),
    ("更新滞后，群众看到的是旧闻", "problem", ["timeliness"]),
    ("上网时间偏晚", "problem", ["timeliness"]),
    ("经办人员业务不熟", "problem", ["capacity"]),
    ("人员少，培训不够", "problem", ["capacity"]),
    ("队伍不稳，业务能力弱", "problem", ["capacity", "mechanism"]),
    ("加快更新，及时上网", "remedy", ["timeliness"]),
    ("定期更新栏目", "remedy", ["timeliness", "platform"]),
    ("限时上网，逾期提醒", "remedy", ["timeliness"]),
    ("加强业务培训", "remedy", ["capacity"]),
    ("组织人员培训，提升业务能力", "remedy", ["capacity"]),
    ("稳定队伍，配强人员", "remedy", ["capacity", "mechanism"]),
    ("全年举办培训两次", "achievement", []),
    ("全年更新栏目百余次", "achievement", []),
]


def model() -> classify.ItemModel:
    return classify.fit([row[0] for row in ROWS] * 3, [row[1] for row in ROWS] * 3, [row[2] for row in ROWS] * 3)


def card(folder: Path, digest: str) -> None:
    (folder / "items.json").write_text(json.dumps({"sha256": digest}), encoding="utf8")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    card(tmp_path, classify.save(model(), tmp_path))
    return tmp_path


def test_learns_what_it_is_taught() -> None:
    roles, aspects = classify.predict(model(), [row[0] for row in ROWS])
    assert [max(role, key=role.__getitem__) for role in roles] == [row[1] for row in ROWS]
    for row, told in zip(ROWS, aspects, strict=True):
        assert not row[2] or max(told, key=told.__getitem__) in row[2]


def test_probabilities() -> None:
    roles, aspects = classify.predict(model(), ["经办人员培训不够"])
    assert sum(roles[0].values()) == pytest.approx(1)
    assert all(0 <= p <= 1 for p in aspects[0].values())
    assert list(aspects[0]) == sorted(aspects[0])


def test_nothing_to_tell() -> None:
    assert classify.predict(model(), []) == ([], [])


def test_a_batch_tells_the_same_as_one_by_one() -> None:
    fitted, texts = model(), [row[0] for row in ROWS[:4]]
    together = classify.predict(fitted, texts)
    for i, text in enumerate(texts):
        (role,), (aspect,) = classify.predict(fitted, [text])
        assert role == pytest.approx(together[0][i])
        assert aspect == pytest.approx(together[1][i])


def test_two_roles() -> None:
    rows = [row for row in ROWS if row[1] != "achievement"]
    two = classify.fit([row[0] for row in rows] * 3, [row[1] for row in rows] * 3, [row[2] for row in rows] * 3)
    roles, _ = classify.predict(two, [row[0] for row in rows])
    assert [max(role, key=role.__getitem__) for role in roles] == [row[1] for row in rows]
    assert all(sum(role.values()) == pytest.approx(1) for role in roles)


def test_words_never_seen() -> None:
    roles, aspects = classify.predict(model(), ["zzz", "", "。。。"])
    assert len(roles) == len(aspects) == 3


def test_saved_and_loaded_tells_the_same(saved: Path) -> None:
    texts = [row[0] for row in ROWS]
    assert classify.predict(classify.load(saved), texts) == classify.predict(model(), texts)


def test_same_training_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    classify.save(model(), again)
    assert (again / "items.skops").read_bytes() == (saved / "items.skops").read_bytes()


def test_same_training_same_bytes_in_another_process(saved: Path) -> None:
    code = (
        "import sys, pathlib; sys.path[:0] = sys.argv[1:3]; import test_classify as t; from extract.classify import items as classify; "
        "print(classify.save(t.model(), pathlib.Path(sys.argv[3])))"
    )
    here = Path(__file__).parent
    arguments = [sys.executable, "-c", code, str(here), str(here.parent), str(saved / "other")]
    told = subprocess.run(
        arguments, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert told.stdout.strip() == json.loads((saved / "items.json").read_text(encoding="utf8"))["sha256"]


def test_wrong_hash_is_refused(saved: Path) -> None:
    card(saved, "0" * 64)
    with pytest.raises(ModelError, match="has hash"):
        classify.load(saved)


def test_a_changed_file_is_refused(saved: Path) -> None:
    path = saved / "items.skops"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ModelError, match="has hash"):
        classify.load(saved)


def refused(folder: Path, data: bytes, match: str) -> None:
    """The card's hash is right; the content is what is refused."""
    import hashlib

    (folder / "items.skops").write_bytes(data)
    card(folder, hashlib.sha256(data).hexdigest())
    with pytest.raises(ModelError, match=match):
        classify.load(folder)


def test_unknown_types_are_refused(tmp_path: Path) -> None:
    from sklearn.tree import DecisionTreeClassifier
    from skops.io import dumps

    refused(tmp_path, dumps({"words": DecisionTreeClassifier(), "chars": Path}), "not trusted|cannot be read")


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('a pickle was run')",)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, pickle.dumps(Evil()), "cannot be read")


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("readme.txt", "no model")
    refused(tmp_path, data.getvalue(), "cannot be read")


def test_parts_missing_are_refused(tmp_path: Path) -> None:
    from skops.io import dumps

    refused(tmp_path, dumps({"words": [1]}), "cannot be read")


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="make train"):
        classify.load(tmp_path / "nowhere")


def test_card_that_is_no_json(saved: Path) -> None:
    (saved / "items.json").write_text("{", encoding="utf8")
    with pytest.raises(ModelError, match="cannot be read"):
        classify.load(saved)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("更新慢。有的栏目三月未动", "更新慢"),
        ("更新慢，有的栏目三月未动", "更新慢"),
        ("解读少；形式单一", "解读少"),
        ("更新慢", "更新慢"),
        ("强化管理\n明确专人负责", "强化管理"),
        ("", ""),
    ],
)
def test_title(text: str, title: str) -> None:
    assert classify.title(text) == title


def test_cues_name_every_aspect() -> None:
    assert classify.cues(["更新不及时"]).shape == (1, 3 * 13)
    assert not classify.cues([""]).any()


def test_shipped_model() -> None:
    """Its card is right, it is small, and it knows the thirteen aspects."""
    fitted = classify.load()
    assert len(fitted.aspects) == 13
    assert set(fitted.roles) == {"problem", "remedy", "achievement", "plan", "background", "heading"}
    assert (store.directory() / "items.skops").stat().st_size < 2_500_000
    assert {Path(name).stem for name in resources.model_hashes()} == {"items", "quantities", "mentions", "confidence"}
    roles, aspects = classify.predict(fitted, ["政策解读形式较少，老人看不明白", "每周三统一更新栏目"])
    assert max(roles[0], key=roles[0].__getitem__) == "problem"
    assert max(aspects[0], key=aspects[0].__getitem__) == "interpretation"
    assert max(aspects[1], key=aspects[1].__getitem__) == "timeliness"
