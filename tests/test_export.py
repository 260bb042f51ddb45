from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import made
import pyarrow.parquet as pq
import pytest

from extract import dictionary
from extract.batch import Outcome
from extract.errors import OutputError
from extract.export.csvfile import cell
from extract.export.record import line, plain, record
from extract.export.tables import specs
from extract.lexicon.crosswalk import variables
from extract.model import Failure, Report
from extract.results import load
from extract.shards import collect, finish
from extract.shards.folder import names
from extract.shards.running import Request, run

FORMATS = made.FORMATS
FAILED = Outcome("x.txt", failure=Failure("x.txt", "read", "is empty"))


def write(
    out: Path, *outcomes: Outcome, overwrite: bool = False, labels: str = "en", formats: tuple[str, ...] = FORMATS
) -> None:
    made.write_run(
        out, outcomes or (Outcome("a.txt", made.report()), FAILED), formats, overwrite=overwrite, labels=labels
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_record_has_the_names_of_the_contract() -> None:
    found = record(made.report())
    assert list(found) == [
        *(
            "report_id",
            "source",
            "document_kind",
            "document_confidence",
            "title",
            "organ",
            "year",
            "period",
            "contacts",
            "sections",
            "facts",
            "channels",
        ),
        *("problems", "remedies", "tables", "checks", "warnings"),
    ]
    fact = found["facts"][0]
    assert fact["value"] == 132
    assert isinstance(fact["value"], int)
    assert fact["channels"] == []
    assert found["problems"][0]["remedies"] == [{"remedy": "r1", "by": "aspect", "confidence": 0.5}]
    assert "remedies" not in found["remedies"][0]
    assert found["tables"][0]["cells"][0]["value"] == 53.5
    assert found["period"] is None
    assert "\n" not in line(made.report())
    assert json.loads(line(made.report())) == found


def test_plain_refuses_what_json_has_not() -> None:
    with pytest.raises(TypeError, match="set"):
        plain({1})
    with pytest.raises(ValueError, match="JSON"):
        line(Report("a", None, warnings=(float("nan"),)))  # type: ignore[arg-type]


def test_samples_fit_the_schema(samples: list[Report]) -> None:
    schema = dictionary.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for report in [*samples, made.report()]:
        problems = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(record(report))]
        assert not problems, report.source.path


def test_schema_refuses_an_unknown_field() -> None:
    found = record(made.report())
    found["facts"][0]["extra"] = 1
    assert not jsonschema.Draft202012Validator(dictionary.schema()).is_valid(found)


def test_everything_is_written(tmp_path: Path) -> None:
    write(tmp_path / "out")
    shown = [path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")]
    assert sorted(shown) == sorted([*names(FORMATS), "parts"])
    (fact,) = rows(tmp_path / "out" / "facts.csv")
    assert (fact["report_id"], fact["organ"], fact["year"], fact["value"]) == (
        "0123456789abcdef",
        "柳湾镇",
        "2020",
        "132",
    )
    assert (fact["channel_kind"], fact["channel_name"]) == ("wechat_account", "柳湾微报")
    assert fact["sentence"] == "全镇通过柳湾微报公开信息132条。"
    (link,) = rows(tmp_path / "out" / "links.csv")
    assert (link["problem"], link["remedy"], link["problem_text"], link["remedy_text"]) == (
        "p1",
        "r1",
        "更新慢",
        "逐日更新",
    )
    (remedy,) = rows(tmp_path / "out" / "remedies.csv")
    assert (remedy["aspects"], remedy["problems"]) == ("timeliness; mechanism", "p1")
    assert rows(tmp_path / "out" / "failures.csv") == [{"path": "x.txt", "stage": "read", "reason": "is empty"}]
    assert (tmp_path / "out" / "text" / "0123456789abcdef.txt").read_bytes().decode() == made.TEXT


def test_csv_opens_in_excel_and_runs_no_formula(tmp_path: Path) -> None:
    write(tmp_path / "out", labels="zh")
    data = (tmp_path / "out" / "checks.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    (check,) = rows(tmp_path / "out" / "checks.csv")
    assert check["说明"] == "'=1+1"
    assert check["实为"] == ""
    (warning,) = rows(tmp_path / "out" / "warnings.csv")
    assert warning["说明"] == 'something, "quoted"\nin two lines'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1", "'=1"),
        ("@a", "'@a"),
        ("+cmd", "'+cmd"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("+53", "+53"),
        ("-3", "-3"),
        ("-", "-"),
        ("——", "——"),
        (-3.0, "-3"),
        (0.5, "0.5"),
        (1e20, "100000000000000000000"),
        (("=a", "b"), "'=a; b"),
        ((1.0, 2.5), "1; 2.5"),
        (None, ""),
    ],
)
def test_cell(value: object, written: str) -> None:
    assert cell(value) == written


def test_parquet_is_typed_and_labelled(tmp_path: Path) -> None:
    write(tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "facts.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["year"], types["value"], types["unit"]) == ("int64", "double", "string")
    assert types["channels"].startswith("list<")
    assert table.schema.field("value").metadata[b"zh"].decode() == "数值"
    assert table.to_pylist()[0]["value"] == 132.0
    empty = pq.read_table(tmp_path / "out" / "cells.parquet").to_pylist()
    assert empty[0]["candidates"] == []


def test_same_input_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_groups_of_rows_do_not_change_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = [Outcome(f"{i}.txt", made.report(f"{i}.txt", f"{i:016}")) for i in range(5)]
    write(tmp_path / "one", *outcomes)
    monkeypatch.setattr(collect, "GROUP_ROWS", 2)
    write(tmp_path / "two", *outcomes)
    both = [pq.read_table(tmp_path / name / "facts.parquet") for name in ("one", "two")]
    assert both[0].equals(both[1])
    assert both[0].num_rows == 5


def test_manifest(tmp_path: Path) -> None:
    write(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf8"))
    assert list(manifest) == ["versions", "lexicon_sha256", "models", "fingerprint", "counts", "files", "shards", "run"]
    assert [(shard["files"], shard["failed"]) for shard in manifest["shards"]] == [(2, 1)]
    counts = manifest["counts"]
    assert counts.pop("panel") == len(variables())
    assert counts == {**dict.fromkeys(set(specs()) - {"panel"}, 1), "failures": 1}
    assert all(len(digest) == 64 for digest in manifest["models"].values())
    assert "items.skops" in manifest["models"]


def test_files_that_are_no_runs_are_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "my notes.md").write_text("mine", encoding="utf8")
    with pytest.raises(OutputError, match="--overwrite"):
        write(out)
    assert list(contents(out)) == ["my notes.md"]
    write(out, overwrite=True)
    assert (out / "my notes.md").read_text(encoding="utf8") == "mine"


def test_results_of_other_inputs_are_not_mixed(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    write(out)
    before = contents(out)
    with pytest.raises(OutputError, match=r"holds the results of other inputs \(roots: \['a'\], now \['b'\]\)"):
        run(Request((str(tmp_path / "b" / "x.txt"),), str(out)))
    assert contents(out) == before


def test_overwriting_removes_stale_results_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out)
    (out / "my notes.md").write_text("mine", encoding="utf8")
    write(out, FAILED, overwrite=True, formats=("csv",))
    shown = [path.name for path in out.iterdir() if not path.name.startswith(".")]
    assert sorted(shown) == sorted([*names(("csv",)), "parts", "my notes.md"])
    assert list((out / "text").iterdir()) == []
    assert rows(out / "facts.csv") == []
    assert len(list((out / "parts" / "manifest").iterdir())) == 1


def test_parts_alone(tmp_path: Path) -> None:
    write(tmp_path / "out", formats=("parts",))
    shown = [path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")]
    assert sorted(shown) == ["manifest.json", "parts"]
    assert load(tmp_path / "out").table("facts").num_rows == 1


def test_an_error_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write(out)
    before = contents(out)

    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(finish, "collect", stop)
    with pytest.raises(KeyboardInterrupt):
        write(out, Outcome("b.txt", made.report("b.txt")))
    after = contents(out)
    assert {name: after[name] for name in before} == before
    assert load(out).table("facts").num_rows == 1  # that of the run that ended


def test_an_output_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf8")
    with pytest.raises(OutputError, match="is a file"):
        write(tmp_path / "file")
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "file" / "below")
    with pytest.raises(OutputError, match="no format xml"):
        write(tmp_path / "out", formats=("xml",))
    with pytest.raises(OutputError, match="no format given"):
        write(tmp_path / "out", formats=())
    with pytest.raises(OutputError, match="no labels"):
        write(tmp_path / "out", labels="fr")
    assert not (tmp_path / "out").exists()


def test_every_column_is_documented_once() -> None:
    for spec in specs().values():
        listed = [column.name for column in spec.columns]
        assert len(set(listed)) == len(listed), spec.name
        assert all(column.doc and column.zh for column in spec.columns), spec.name


def test_rows_are_as_wide_as_the_head(samples: list[Report]) -> None:
    for report in [*samples, made.report()]:
        for spec in specs().values():
            assert {len(row) for row in spec.rows(report)} <= {len(spec.columns)}, spec.name
