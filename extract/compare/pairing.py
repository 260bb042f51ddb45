"""The reports of two runs, two by two, with few of them in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from extract.compare.report import Told

NEAR = 64  # reports of either run that wait in memory for their partner; others wait on disk


def paired(one: Iterable[Told], other: Iterable[Told]) -> Iterator[tuple[Told | None, Told | None]]:
    """The reports of two runs, two by two: of the same bytes and path, then of the same bytes, then of the same path.

    Runs in the same order are read in step. A report whose partner is not near waits, on disk where many wait.
    """
    waiting = _Waiting(), _Waiting()
    try:
        for heads in zip_longest(one, other):
            if heads[0] is not None and heads[1] is not None and _key(heads[0]) == _key(heads[1]):
                yield heads
                continue
            for record, mine, theirs in zip(heads, waiting, reversed(waiting), strict=True):
                if record is None:
                    continue
                partner = theirs.take(_key(record))
                if partner is None:
                    mine.put(record)
                else:
                    yield (record, partner) if mine is waiting[0] else (partner, record)
        yield from _left(*waiting)
    finally:
        for held in waiting:
            held.close()


def _left(one: _Waiting, other: _Waiting) -> Iterator[tuple[Told | None, Told | None]]:
    one.settle()
    other.settle()
    for column in ("id", "path"):
        for key in one.keys(column):
            while (held := other.first(column, key)) is not None and (mine := one.first(column, key)) is not None:
                yield mine, held
                one.drop(column, key)
                other.drop(column, key)
    for record in one.rest():
        yield record, None
    for record in other.rest():
        yield None, record


_Key = tuple[str, str]


def _key(record: Told) -> _Key:
    return record.report_id, record.path


class _Waiting:
    """Records that wait for their partner: the newest in memory, the others in a file that SQLite removes by itself."""

    def __init__(self) -> None:
        self._near: dict[_Key, Told] = {}
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("create table waiting (n integer primary key, id text, path text, record text)")
        self._db.execute("create index by_id on waiting (id)")
        self._db.execute("create index by_path on waiting (path)")
        self._far = 0

    def put(self, record: Told) -> None:
        key = _key(record)
        if key in self._near:
            self._spill(key)
        self._near[key] = record
        if len(self._near) > NEAR:
            self._spill(next(iter(self._near)))

    def _spill(self, key: _Key) -> None:
        self._far += 1
        held = self._near.pop(key)
        text = json.dumps((held.record, held.text), ensure_ascii=True)
        self._db.execute("insert into waiting (id, path, record) values (?, ?, ?)", (*key, text))

    def take(self, key: _Key) -> Told | None:
        if self._far:
            row = self._db.execute("select n, record from waiting where id = ? and path = ? limit 1", key).fetchone()
            if row:
                self._db.execute("delete from waiting where n = ?", row[:1])
                self._far -= 1
                return Told(*json.loads(row[1]))
        return self._near.pop(key, None)

    def settle(self) -> None:
        """Put all that waits on disk: no more will come. What follows asks there."""
        for key in list(self._near):
            self._spill(key)

    def keys(self, column: str) -> list[str]:
        return [row[0] for row in self._db.execute(f"select {column} from waiting group by {column} order by min(n)")]

    def first(self, column: str, key: str) -> Told | None:
        row = self._db.execute(f"select record from waiting where {column} = ? order by n limit 1", (key,)).fetchone()
        return Told(*json.loads(row[0])) if row else None

    def drop(self, column: str, key: str) -> None:
        self._db.execute(f"delete from waiting where n = (select min(n) from waiting where {column} = ?)", (key,))

    def rest(self) -> Iterator[Told]:
        for (text,) in self._db.execute("select record from waiting order by n"):
            yield Told(*json.loads(text))

    def close(self) -> None:
        self._db.close()
