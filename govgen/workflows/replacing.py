"""Changes files: text within its lines, and finished files in place of older ones, all of a set or none."""

import codecs
import contextlib
import errno
import functools
import operator
import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_PREFIX = ".govgen-"
"""Names of the hidden folders in which new files are written; only a killed run leaves one behind."""


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write ``contents`` under their names in ``folder``; older files keep their permissions.

    All new files are written first, so that a full disk changes nothing. Ctrl-C waits until the set is whole.

    Raises:
        OSError: a file cannot be written or replaced (it is open in Word, say); its ``filename`` is the name
            asked for, and all files are as they were.
    """
    with _ctrl_c_waits():
        with _naming(folder):
            folder.mkdir(parents=True, exist_ok=True)
            hidden = tempfile.mkdtemp(prefix=_PREFIX, dir=folder)
        with contextlib.ExitStack() as cleaning, contextlib.ExitStack() as undoing:
            # TemporaryDirectory would change the mode of what it cannot remove, a link to the older file too.
            cleaning.callback(shutil.rmtree, hidden, ignore_errors=True)
            paths = [(Path(hidden, str(number)), folder / name) for number, name in enumerate(contents)]
            undos = [
                _prepared(*pair, content) for pair, content in zip(paths, contents.values(), strict=True)
            ]
            for (new, target), undo in zip(paths, undos, strict=True):
                with _naming(target):
                    new.replace(target)
                undoing.callback(undo)
            undoing.pop_all()


def replace_file(file: Path, content: bytes | str) -> None:
    """Write one file as ``replace_files`` does; a link, a device or a pipe is written to."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    if file.is_symlink() or (file.exists() and not file.is_file()):
        file.write_bytes(raw)
    else:
        replace_files(file.parent, {file.name: raw})


def remove_leftovers(folder: Path, began: float) -> list[Path]:
    """Remove what runs killed before ``began`` (a time stamp) left in ``folder``, and name it."""
    found = [path for path in folder.glob(f"{_PREFIX}*") if path.is_dir() and path.stat().st_mtime < began]
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return [path for path in found if not path.exists()]


def _prepared(new: Path, target: Path, content: bytes) -> Callable[[], object]:
    """Write the new file; what gives ``target`` back what it is now, after the new one got its name."""
    with _naming(target):
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a directory", str(target))
        new.write_bytes(content)
        if not target.exists():
            os.fsencode(target)  # a name that the file system cannot hold is refused before anything moves
            return target.unlink
        shutil.copymode(target, new)
        old = new.with_suffix(".old")
        try:
            os.link(target, old)
        except OSError:  # a file system without links
            shutil.copy2(target, old)
        return functools.partial(old.replace, target)


@contextlib.contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Hold back Ctrl-C, which only the main thread receives, until the end of the ``with``."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let errors name ``path``, not the hidden folder."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    except UnicodeEncodeError as error:
        raise OSError(errno.EILSEQ, "name cannot be encoded", str(path)) from error


BREAK = re.compile(r"(\r\n|\r|\n)")


class NotDoneError(Exception):
    """What was asked for is not done; the message says why, in Chinese."""


def rewritten(raw: bytes, after: str) -> bytes:
    """``raw``, a text in UTF-8, with the text ``after``; lines above and below the change stay.

    Changed lines keep their ends; where there are more or fewer, they end as the file's first one does.
    """
    parts = BREAK.split(raw.decode("utf-8-sig"))
    old, ends, new = parts[::2], [*parts[1::2], ""], after.split("\n")
    if len(old) != len(new):
        most = min(len(old), len(new))
        start = next((at for at in range(most) if old[at] != new[at]), most - 1)
        same = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
        ends[start : len(old) - same] = [ends[0] or "\n"] * (len(new) - same - start)
        ends[-1] = ""
    text = "".join(map(operator.add, new, ends))
    return text.encode("utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8")
