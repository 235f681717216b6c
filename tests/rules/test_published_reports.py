"""The rules over prose on published reports: what must be found, and how seldom they may be wrong."""

from __future__ import annotations

import pytest

from govgen.findings.finding import Level
from tests.accuracy import BARRED, REPORTS, Mark, Measured, measure, reports


@pytest.fixture(scope="module")
def measured() -> list[Measured]:
    if not REPORTS.exists():
        pytest.skip("the authors' marked reports are not here")
    return [measure(report) for report in reports()]


def _certain(measured: list[Measured]) -> list[Mark]:
    return [mark for item in measured for mark in item.marks if mark.certain and mark.code in BARRED]


def test_marked_mistakes_are_found_at_their_place(measured):
    marks = _certain(measured)
    assert len(marks) > 50
    assert sum(bool(mark.found) for mark in marks) >= 0.95 * len(marks)


def test_no_error_is_a_false_alarm(measured):
    assert [finding.code for item in measured for finding in item.spare if finding.level is Level.ERROR] == []


def test_warnings_without_a_mark_are_fewer_than_one_in_five_reports(measured):
    spare = [finding for item in measured for finding in item.spare if finding.level is Level.WARNING]
    assert len(spare) * 5 <= len(measured)


def test_the_measure_is_not_blind():
    """A mark far from every finding is not counted as found, nor a finding of another mistake."""
    report = {
        "id": "X",
        "text": "一、总体情况\n积极推进积极推进公开工作。\n\n\n\n\n\n\n工作平稳有序。\n二、主动公开政府信息情况\n",
        "body": "青禾镇人民政府",
        "body_kind": "乡镇",
        "fiscal_year": 2025,
        "truncated": True,
        "defects": [
            {"code": "D3", "where": "推进积极推进", "at": 9, "certain": True},
            {"code": "D3", "where": "工作平稳", "at": 30, "certain": True},
            {"code": "D1", "where": "推进积极推进", "at": 9, "certain": True},
        ],
    }
    assert [bool(mark.found) for mark in measure(report).marks] == [True, False, False]
