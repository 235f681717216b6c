"""``govgen new --county`` and ``schema --county``: a county.yaml that is read as it says, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from county_sample import BODIES, settings
from helpers import COUNTY

from govgen.cli.app import run
from govgen.datafile.county import read_county


def test_a_new_file_lists_the_folders_and_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for body in BODIES:
        (tmp_path / "收件" / body).mkdir(parents=True)
    assert run(["new", "收件", "--county", "--body", "青山县人民政府"]) == 0
    county, found = read_county(Path("收件/county.yaml").read_bytes())
    assert list(found) == []
    assert [body.name for body in county.bodies] == sorted(BODIES)
    assert county.kind is not None
    assert county.kind.value == "县级政府"
    assert run(["new", "收件", "--county", "--body", "青山县人民政府"]) == 2


def test_names_that_yaml_must_quote_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "收件" / "3号镇人民政府").mkdir(parents=True)
    assert run(["new", "收件", "--county", "--body", "8里县人民政府"]) == 0
    county, found = read_county(Path("收件/county.yaml").read_bytes())
    assert list(found) == []
    assert [county.name, *(body.name for body in county.bodies)] == ["8里县人民政府", "3号镇人民政府"]


def test_every_remark_is_a_setting_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(["new", "县", "--county", "--body", "青山县人民政府"])
    lines = (
        Path("县/county.yaml").read_text(encoding="utf-8").replace("【待填写】", "甲镇人民政府").split("\n")
    )
    opened = [
        line.replace("# ", "", 1) if ": " in line and line.lstrip().startswith("# ") else line
        for line in lines
    ]
    text = "\n".join(
        line.removeprefix("# ") if line in {"# 各年度:", "# 地方规定:"} else line for line in opened
    )
    text = "\n".join(
        line
        for line in text.split("\n")
        if not line.startswith(("青山县人民政府：", "每年报告", "地方规定文件"))
    )
    county, found = read_county(text.encode())
    assert [(item.code, item.message) for item in found] == []
    assert county.years["2025"].deadline == "01-20"
    assert county.profile.extra_part == "信息处理费收取情况"
    assert county.likeness is not None


def test_the_schema_takes_what_the_reader_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--county"]) == 0
    schema = json.loads(capsys.readouterr().out)
    for text in (settings(BODIES), (COUNTY / "county.yaml").read_text(encoding="utf-8")):
        loaded = json.loads(json.dumps(yaml.safe_load(text)))
        jsonschema.validate(loaded, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"没有": "这一项"}, schema)
