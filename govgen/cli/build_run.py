"""One run of building: what killed runs left is removed, each report is named as soon as it is made."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from govgen.cli.build_messages import say_result
from govgen.cli.shared.console import OK, Progress, reason, say
from govgen.cli.shared.manifest import cache_folder
from govgen.workflows.batch import BatchItem, build_batch
from govgen.workflows.build import Builder, Job
from govgen.workflows.build_records import RecordStore
from govgen.workflows.replacing import remove_leftovers


def without_clashes(jobs: Iterable[Job]) -> list[Job]:
    """``jobs`` without those of the same title for the same folder, drafts or not, which are named."""
    places: dict[str, list[Job]] = {}
    for job in jobs:
        # File systems of Windows and macOS ignore case.
        place = str(job.folder.absolute() / job.item.title).casefold()
        places.setdefault(place, []).append(job)
    for first, *others in places.values():
        for other in others:
            names = f"{first.item.path} 和 {other.item.path}"
            say(f"{names} 的标题相同，会写到同一个文件，都没有生成。", err=True)
    return [group[0] for group in places.values() if len(group) == 1]


def run_batch(
    builder: Builder,
    jobs: Sequence[Job],
    pool: Executor | None,
    *,
    reuse: bool,
    last: Path | None = None,
    one_line: bool = True,
) -> tuple[list[BatchItem], int]:
    """Build ``jobs``; what became of each, and the exit code. Without ``reuse`` all are rendered."""
    began = time.time()
    for folder in sorted({job.folder for job in jobs}):
        for left in remove_leftovers(folder, began):
            say(f"注意：{folder} 里上次的生成被中断，文件可能有新有旧；已清理 {left.name}。", err=True)
    store = RecordStore(cache_folder(), reuse=reuse)
    progress = Progress(len(jobs))
    results: list[BatchItem] = []
    code = OK
    for result in build_batch(builder, jobs, store, pool, last, lambda job: progress.step(job.item.title)):
        progress.clear()
        code = max(code, say_result(result, one_line=one_line))
        results.append(result)
    if store.error:
        say(f"注意：没有记下生成了什么，下次会重新生成（{reason(store.error)}）", err=True)
    return results, code
