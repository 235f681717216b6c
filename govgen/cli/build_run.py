"""One run of building: what the review found is printed, each report is named as soon as it is made."""

import os
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from govgen.cli.shared.console import MISUSE, OK, Progress, emit, reason, say, styler
from govgen.findings.finding import Level
from govgen.findings.reporters.text import findings_text
from govgen.render.errors import TemplateError
from govgen.workflows.batch import BatchItem, Failure, build_batch
from govgen.workflows.build import Builder, Job, stale
from govgen.workflows.replacing import remove_leftovers
from govgen.workflows.unchanged_builds import RecordStore


def may_be_made(job: Job, *, force: bool) -> bool:
    """Print what the review found; whether the report may be made: one with errors only as a draft."""
    item = job.item
    found = [finding for finding in item.findings if finding.level is not Level.INFO]
    emit(findings_text(found, {item.name: item.lines}, styler(sys.stderr)), err=True)
    if not job.draft or (force and not item.undraftable):
        return True
    if force:
        say(f"{item.path}：{item.undraftable}，不能生成草稿。", err=True)
    name_older(job, ())
    return False


def name_older(job: Job, made: Collection[Path]) -> None:
    """Files of this title that this run did not make do not show what the data says now."""
    older = (path for path in stale(job) if path not in made)
    say(*(f"注意：{path} 是以前生成的，与现在的数据不符。" for path in older), err=True)


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
    store = RecordStore(_cache_folder(), reuse)
    progress = Progress(len(jobs))
    results: list[BatchItem] = []
    code = OK
    for result in build_batch(builder, jobs, store, pool, last, lambda job: progress.step(job.item.title)):
        progress.clear()
        code = max(code, _say_result(result, one_line=one_line))
        results.append(result)
    if store.error:
        say(f"注意：没有记下生成了什么，下次会重新生成（{reason(store.error)}）", err=True)
    return results, code


def _cache_folder() -> Path:
    """Where records of builds are kept: the user's cache, as each system has it.

    Not in the output folder, which is copied to web sites and handed on as a whole.
    """
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "govgen" / "builds"


def _say_result(result: BatchItem, *, one_line: bool) -> int:
    """Print what became of one report; the exit code."""
    job = result.job
    if result.failure is not None:
        _say_failure(result.failure)
        name_older(job, ())
        return MISUSE
    if not result.unchanged:
        _say_made(job, result.made, one_line=one_line)
    elif not one_line:
        say(f"未变，略过 {job.folder / job.stem}")
    say(*(f"注意：{warning}" for warning in dict.fromkeys(result.warnings)), err=True)
    if job.draft or result.missing:
        name_older(job, result.made)
    if result.missing:
        say(result.missing, err=True)
    return MISUSE if result.missing else OK


def _say_failure(failure: Failure) -> None:
    if not isinstance(failure, TemplateError):
        say(f"错误：{reason(failure) if isinstance(failure, OSError) else failure}", err=True)
        return
    reasons = failure.reasons
    more = [f"还有 {len(reasons) - 10} 处"] if len(reasons) > 10 else []
    say(*(f"模板错误：{wrong}" for wrong in [*reasons[:10], *more]), err=True)


def _say_made(job: Job, made: Mapping[Path, int], *, one_line: bool) -> None:
    if one_line and made:
        kinds = "、".join(path.name.removeprefix(f"{job.stem}.") for path in made)
        say(f"已生成 {job.folder / job.stem}（{kinds}，{_size(sum(made.values()))}）")
    elif not one_line:
        say(*(f"已生成 {path}（{_size(size)}）" for path, size in made.items()))


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} 字节"


def say_total(plans: list[Job], results: list[BatchItem], left: list[Job]) -> None:
    """The closing lines of a run over several files: how many were built, and which were not."""
    if len(plans) > 1:
        new = [result.job for result in results if not result.unchanged]
        drafts = sum(job.draft for job in new)
        same = len(results) - len(new)
        skipped = f"未变，略过 {same} 份，" if same else ""
        counts = f"生成 {len(new) - drafts} 份，草稿 {drafts} 份，{skipped}没有生成 {len(left)} 份"
        say(f"共 {len(plans)} 份：{counts}。")
    if left:
        say(f"有 {len(left)} 份报告没有生成，请先改正上面的错误：", err=True)
    say(*(f"  {job.item.path}（错误 {job.item.errors} 处）" for job in left), err=True)
