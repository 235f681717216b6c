"""进度.csv: what was received and given back, one line an event, so that states can be derived from it."""

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from govgen.workflows.replacing import NotDoneError, replace_file

NAME = "进度.csv"
RECEIVED, RETURNED = "收到", "退回"
_DAY = re.compile(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})\D?", re.ASCII)
"""A day as 2026-01-18, or as Excel writes it when it saves the file (2026/1/18)."""
COLUMNS = ("年度", "机关", "事项", "次数", "日期", "摘要", "来源")


@dataclass(frozen=True, slots=True)
class Event:
    """One line: ``number`` counts the events of its kind for a body and year; ``digest`` is the data file's.

    ``date`` is a day as 2026-01-18, empty where none is written; ``source`` names the document received.
    """

    year: int
    body: str
    what: str
    number: int
    date: str
    digest: str
    source: str = ""


def read_progress(folder: Path) -> list[Event]:
    """The events recorded in ``folder``; none where there is no file.

    Excel saves as GBK where the user does not choose otherwise, so that is read too.

    Raises:
        NotDoneError: a line is not an event.
        OSError: the file cannot be read.
    """
    file = folder / NAME
    if not file.is_file():
        return []
    rows = list(csv.reader(io.StringIO(_decoded(file), newline="")))
    if not rows or tuple(rows[0][: len(COLUMNS)]) != COLUMNS:
        raise NotDoneError(f"{file}:1 第一行应是 {','.join(COLUMNS)}")
    return [_event(file, number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]


def events_by_body(events: Iterable[Event], year: int) -> dict[str, list[Event]]:
    """The events of a year by body, each list in order."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.year == year:
            found.setdefault(event.body, []).append(event)
    return found


def _decoded(file: Path) -> str:
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise NotDoneError(f"{file} 的编码认不出，请另存为 UTF-8")


def _event(file: Path, number: int, row: list[str]) -> Event:
    cells = [cell.strip().lstrip("'") for cell in row] + [""] * len(COLUMNS)
    year, body, what, count, date, digest, source = cells[: len(COLUMNS)]
    if not (year.isdecimal() and count.isdecimal() and body and what in (RECEIVED, RETURNED)):
        raise NotDoneError(f"{file}:{number} 这一行不是“{','.join(COLUMNS)}”的样子")
    day = _DAY.fullmatch(date)
    date = f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}" if day else ""
    return Event(int(year), body, what, int(count), date, digest, source)


def record(folder: Path, events: Sequence[Event]) -> None:
    """Add ``events``, if any, to the file, which is replaced as a whole so that it is never half written.

    Raises:
        NotDoneError: what is there is not such a file.
        OSError: it cannot be written, for one because it is open in Excel.
    """
    if not events:
        return
    everything = [*read_progress(folder), *events]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(str(cell)) for cell in astuple(event)] for event in everything)
    replace_file(folder / NAME, out.getvalue().encode("utf-8-sig"))


def guarded(text: str) -> str:
    """``text`` for a cell of a CSV file that a spreadsheet must not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
