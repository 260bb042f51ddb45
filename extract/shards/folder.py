"""A run's folder: whether it may be used, what it was begun with, and its finished files put in place."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import OutputError
from extract.export.tables import specs
from extract.inputs import root_name
from extract.shards import plan
from extract.shards.lock import NAME as LOCK
from extract.storage import Place

if TYPE_CHECKING:
    from extract.shards.running import Request

SETTINGS = "parts/settings.json"
MANIFEST = "manifest.json"
_TMP = ".gongkai-"  # where a run that was killed may leave one behind, it does not count as results


def names(formats: Iterable[str]) -> list[str]:
    """The names that a run shows in its folder beside ``parts``, the manifest last."""
    formats = set(formats)
    inner = [f"{table}.{suffix}" for table in specs() for suffix in ("csv", "parquet") if suffix in formats]
    text = ["text"] if formats - {"parts"} else []
    return [*(["reports.jsonl"] if "jsonl" in formats else []), *text, *inner, MANIFEST]


def prepare(place: Place, overwrite: bool) -> None:
    """Make the folder, or see that what it holds is a run, or nothing.

    Raises
    ------
    OutputError
        Where it may not be used; says what to do.
    """
    here = place.folder
    try:
        if here is not None:
            if here.exists() and not here.is_dir():
                raise OutputError("is a file, not a folder", path=place.where)
            here.mkdir(parents=True, exist_ok=True)
        held = [name for name in (*place.names(), *place.folders()) if not name.startswith((_TMP, LOCK))]
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or error
        raise OutputError(f"cannot be written ({said})", path=place.where) from error
    if held and not overwrite and not place.has(SETTINGS) and not _begun(place, held):
        raise OutputError("holds files that are no run's; choose another folder or add --overwrite", path=place.where)


def _begun(place: Place, held: Sequence[str]) -> bool:
    """Whether a run was killed here before it had written anything down."""
    return held == ["parts"] and not place.folders("parts") and all(name[0] == "." for name in place.names("parts"))


def settle(place: Place, request: Request) -> int:
    """Write down what the folder is begun with, or hold the request to it; the size of its shards.

    Raises
    ------
    OutputError
        Where the folder holds results of other inputs.
    """
    if place.folder is not None and request.part is None:
        for left in place.folder.glob(f"{_TMP}*"):
            shutil.rmtree(left, ignore_errors=True)
        # the run holds the folder, so no slice does
        for left in (*place.folder.glob("parts/.*.half"), *place.folder.glob(f"{LOCK}-*")):
            left.unlink(missing_ok=True)
    mine: dict[str, Any] = {
        "roots": sorted({root_name(path) for path in request.paths}),
        "text_column": request.text_column,
        "id_column": request.id_column,
        "shard_size": request.size or plan.SIZE,
    }
    theirs = None if request.overwrite else _settings(place)
    if theirs is not None:
        if request.size is None:
            mine["shard_size"] = theirs["shard_size"]
        gone = set(theirs["roots"]) - set(mine["roots"])  # more folders than before are a run that grows
        same = {"roots": not gone, **{name: theirs.get(name) == mine[name] for name in ("text_column", "id_column")}}
        odd = [name for name in same if not same[name]]
        if odd:
            raise OutputError(
                f"holds the results of other inputs ({odd[0]}: {theirs.get(odd[0])}, now {mine[odd[0]]}); choose "
                "another folder, or add --overwrite to begin anew",
                path=place.where,
            )
        if theirs == mine:
            return int(str(mine["shard_size"]))
    place.write(SETTINGS, (json.dumps(mine, ensure_ascii=False, indent=1) + "\n").encode())
    return int(str(mine["shard_size"]))


def _settings(place: Place) -> dict[str, Any] | None:
    """What the folder was begun with; None where it does not say so, or not so that it can be read."""
    try:
        found: dict[str, Any] = json.loads(place.read(SETTINGS))
        if found["shard_size"] >= 1 and all(isinstance(name, str) for name in found["roots"]):
            return found
    except (OSError, ValueError, KeyError, TypeError):  # a machine that lost its power may leave an empty file
        pass
    return None


def counts_of_last(place: Place) -> tuple[int, int]:
    """How many files the last finished run had, and how many of them became reports; 0 where none was."""
    try:
        found = json.loads(place.read(MANIFEST))
        return sum(shard["files"] for shard in found["shards"]), int(found["counts"]["reports"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


@contextmanager
def staging(place: Place) -> Iterator[Path]:
    """A folder for files on their way: inside the run's own, where a rename is no copy."""
    tmp = Path(tempfile.mkdtemp(prefix=_TMP, dir=place.folder))
    try:
        (tmp / "new").mkdir()
        yield tmp / "new"
    finally:
        shutil.rmtree(tmp, ignore_errors=True)


def publish(place: Place, new: Path, formats: Iterable[str]) -> None:
    """Put finished files in place of the old ones; a folder with a manifest is complete at every moment."""
    old_names, new_names = list(reversed(names(("csv", "parquet", "jsonl")))), names(formats)
    if place.folder is not None:
        old = new.parent / "old"
        old.mkdir()
        for name in old_names:
            with suppress(FileNotFoundError):
                (place.folder / name).rename(old / name)
        for name in new_names:
            (new / name).rename(place.folder / name)
        return
    for name in old_names:
        place.delete_folder(name) if name == "text" else place.delete(name)
    for name in new_names:
        for path in sorted((new / name).iterdir()) if (new / name).is_dir() else [new / name]:
            place.write(path.relative_to(new).as_posix(), path.read_bytes())
