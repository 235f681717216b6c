"""An office's own template reads files of its folder only, and ends in reasonable time and size."""

from __future__ import annotations

from pathlib import Path

import pytest
from rendering import example, office

from govgen.render.errors import TemplateError
from govgen.render.html.page import Templates

MARK = '<main id="main">'
DOUBLED = "{%% set n = namespace(s='a') %%}{%% for i in range(60) %%}%s{%% endfor %%}{{ n.s }}"
NESTED = "{% for a in sections %}" * 9 + "{% endfor %}" * 9


@pytest.mark.parametrize(
    ("endless", "reason"),
    [
        ("{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}", "循环的次数太多"),
        ("{% for a in range(99999) %}{% endfor %}", "循环的次数太多"),
        (NESTED, "循环的次数太多"),
        (DOUBLED % "{% set n.s = n.s ~ n.s %}", "拼成的文字太长"),
        (DOUBLED % "{% set n.s = n.s.replace('a', 'aa') %}", "拼成的文字太长"),
        (DOUBLED % "{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}", "拼成的文字太长"),
        ("{% macro m(n) %}{{ m(n - 1) if n }}{{ m(n - 1) if n }}{% endmacro %}{{ m(60) }}", "循环的次数太多"),
        ('{% for a in range(999) %}{{ ("A" * 999) * 99 }}{% endfor %}', "生成的网页太大"),
        ('{{ "A" * 100000000 }}', "数太大"),
        ('{{ "%1000000000d" | format(1) }}', "补位的宽度太大"),
        ('{{ "%*d" % (1000000000, 1) }}', "补位的宽度太大"),
    ],
)
def test_a_template_that_does_not_end_is_refused(tmp_path: Path, endless: str, reason: str) -> None:
    with pytest.raises(TemplateError) as error:
        office(tmp_path, "report.html.j2", MARK, endless + MARK).render(example())
    assert error.value.reasons[0].endswith(f"停不下来：{reason}")


@pytest.mark.parametrize(
    "padded", ['{{ "a".ljust(999999999) }}', '{{ "{:999999999}".format(1) }}', '{{ "a" | center(9) }}']
)
def test_padding_to_any_width_is_not_available(tmp_path: Path, padded: str) -> None:
    with pytest.raises(TemplateError):
        office(tmp_path, "report.html.j2", MARK, padded + MARK).render(example())


UNFIT = "模板 {} 是指向模板文件夹以外的链接，或者超过 1 MB，不能使用"


@pytest.mark.parametrize("read", ['{% include "link.txt" %}', '{{ stylesheet("link.txt") }}'])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, read: str) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    folder = tmp_path / "模板"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(TemplateError) as error:
        office(folder, "report.html.j2", MARK, f"<aside>{read}</aside>{MARK}").render(example())
    assert error.value.reasons == [UNFIT.format("link.txt")]


@pytest.mark.parametrize("name", ["report.html.j2", "screen.css"])
def test_a_template_that_cannot_be_used_is_not_replaced_by_ours(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "模板"
    folder.mkdir()
    (tmp_path / "elsewhere").write_text("", encoding="utf-8")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TemplateError) as error:
        Templates(folder).render(example())
    assert error.value.reasons == [UNFIT.format(name)]


def test_a_file_of_the_folder_is_included(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("<aside>{{ '%02d' | format(7) }}{{ 3 * 4 }}</aside>", encoding="utf-8")
    templates = office(tmp_path, "report.html.j2", MARK, '{% include "own.html" %}' + MARK)
    assert "<aside>0712</aside>" in templates.render(example())


def test_a_templates_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "screen.css").write_text("p { color: #123 }", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert "p { color: #123 }" in Templates(tmp_path / "link").render(example())
