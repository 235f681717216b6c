"""What ``govgen build`` prints: findings that a report was made with, what became of each, and the totals."""

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from govgen.cli.shared.console import MISUSE, OK, emit, reason, say, styler
from govgen.findings.finding import Level
from govgen.findings.reporters.text import findings_text
from govgen.workflows.batch import BatchItem, ChangedError, Failure
from govgen.workflows.build import Job, stale


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
    for job in left:
        say(f"  {job.item.path}（错误 {job.item.errors} 处）", err=True)


def may_be_made(job: Job, *, force: bool) -> bool:
    """Print what the review found; whether the report may be made: one with errors only as a draft."""
    item = job.item
    found = [finding for finding in item.findings if finding.level is not Level.INFO]
    emit(findings_text(found, {item.name: item.lines}, styler(sys.stderr)), err=True)
    if not job.draft or (force and not item.undraftable):
        return True
    if force:
        say(f"{item.path}：{item.undraftable}，不能生成草稿。", err=True)
    _name_older(job, ())
    return False


def _name_older(job: Job, made: Collection[Path]) -> None:
    """Files of this title that this run did not make do not show what the data says now."""
    older = (path for path in stale(job) if path not in made)
    say(*(f"注意：{path} 是以前生成的，与现在的数据不符。" for path in older), err=True)


def say_result(result: BatchItem, *, one_line: bool) -> int:
    """Print what became of one report; the exit code."""
    job = result.job
    if result.failure is not None:
        _say_failure(job, result.failure)
        _name_older(job, ())
        return MISUSE
    if not result.unchanged:
        _say_made(job, result.made, one_line=one_line)
    elif not one_line:
        say(f"未变，略过 {job.folder / job.stem}")
    rendered = result.rendered
    say(*(f"注意：{warning}" for warning in dict.fromkeys(rendered.warnings)), err=True)
    if job.draft or rendered.missing:
        _name_older(job, result.made)
    if rendered.missing:
        say(rendered.missing, err=True)
    return MISUSE if rendered.missing else OK


def _say_failure(job: Job, failure: Failure) -> None:
    if isinstance(failure, OSError):
        say(f"错误：{reason(failure)}", err=True)
        return
    if isinstance(failure, ChangedError):
        say(f"错误：{job.item.path} 或上年的文件在审核以后改动过，没有生成，请再运行一次", err=True)
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
