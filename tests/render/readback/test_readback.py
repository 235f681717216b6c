"""Whatever a template alters of the report is found; what it adds around the report is let be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rendering import NAMES, example, office, page, report

from govgen.render.errors import TemplateError
from govgen.render.html.page import Templates
from govgen.render.readback.page import differences

OVERVIEW = '<h2 id="overview-heading">一、总体情况</h2>'
REVIEW = '<h2 id="disputes-heading">四、政府信息公开行政复议、行政诉讼情况</h2>'
FIRST = (
    '<p><span class="tied">2025年，</span>青禾镇人民政府依照《中华人民共和国政府信息公开条例》履行公开职责'
)
FIGURE = r'(<td[^>]*class="number">)187(</td>)'
LABEL = r'(<th[^>]*class="label[^"]*">)行政许可(</th>)'

ALTERATIONS = {
    "a figure": (FIGURE, r"\g<1>188\2", "应为“187”，模板印成了“188”"),
    "no figure": (FIGURE, r"\1\2", "应为“187”，模板印成了“”"),
    "a figure with a note for the ear": (
        FIGURE,
        r'\g<1>187<span class="visually-hidden">0</span>\2',
        "读屏软件读到的是“1870”",
    ),
    "a figure kept from the eye": (FIGURE, r"\1<span hidden>187</span>\2", "模板印成了“”"),
    "a figure struck out": (FIGURE, r"\1<s>187</s>\2", "里不能用 <s>"),
    "a figure raised": (FIGURE, r"\g<1>18<sup>7</sup>\2", "里不能用 <sup>"),
    "a figure turned round": (FIGURE, r'\1<span dir="rtl">187</span>\2', "里不能用 <span>"),
    "a figure heard otherwise": (FIGURE, r'\1<span aria-label="9">187</span>\2', "里不能用 <span>"),
    "a label": (LABEL, r"\1行政审批\2", "应为“行政许可”，模板印成了“行政审批”"),
    "a label as an ordinary cell": (
        r"<th([^>]*)>行政许可</th>",
        r"<td\1>行政许可</td>",
        "应为 <th>，模板用了 <td>",
    ),
    "a figure's headings": (
        r'headers="([^"]+) ([^"]+) ([^"]+)"([^>]* class="number">187<)',
        r'headers="\1 \2 disclosure-r2-penalty"\4',
        "headers 指错了表头",
    ),
    "two rows": (r"(<tr>(?:(?!</tr>).)*>行政处罚<.*?</tr>)\s*(<tr>.*?</tr>)", r"\2\1", "应为“行政处罚”"),
    "a hidden row": (r"<tr>(\s*<th[^>]*>行政许可)", r"<tr hidden>\1", "单元格不见了"),
    "a missing row": (r"<tr>\s*<th[^>]*>行政许可.*?</tr>", "", "不见了"),
    "an added row": (r"(<tr>\s*<th[^>]*>行政许可)", r"<tr><th>许可</th><td>1</td></tr>\1", "应为“行政许可”"),
    "a merged cell": (r' colspan="3"( class="number">187)', r' colspan="2"\1', "合并的行数、列数不对"),
    "a merged cell of no number": (
        r' colspan="3"( class="number">187)',
        r' colspan="三"\1',
        "合并的行数、列数不对",
    ),
    "a cell down to the end": (
        r' colspan="3"( class="number">187)',
        r' rowspan="0" colspan="3"\1',
        "合并的行数",
    ),
    "a foot in the middle": (r"<tbody>", "<tfoot><tr><td>0</td></tr></tfoot><tbody>", "次序不对"),
    "a missing table": (r'<table class="statutory[^>]*id="disputes-table".*?</table>', "", "法定表格"),
    "a hidden table": (r'<table class="statutory', '<table hidden class="statutory', "被隐藏了"),
    "a caption": (r"(<caption[^>]*>)[^<]*", r"\1一览", "caption 应为表名"),
    "a table in another section": (
        r'(<div class="table-scroll"[^>]*aria-labelledby="disclosure.*?</div>)(.*?</h2>)',
        r"\2\1",
        "没有照印一级标题“三、",
    ),
    "the title": (r"(<h1>.*?)年度报告", r"\1报告", "应为标题“青禾镇人民政府2025年政府信息公开工作年度报告”"),
    "a second title": (r"</h1>", "</h1><h1>年报</h1>", "标题“年报”"),
    "the page's title": (r"<title>.*?</title>", "<title>年报</title>", "网页标题"),
    "a heading": (OVERVIEW, OVERVIEW.replace("总体情况", "概述"), "模板印成了一级标题“一、概述”"),
    "a heading of another level": (REVIEW, REVIEW.replace("h2", "h3"), "四、政府信息公开"),
    "a missing heading": (REVIEW, "", "没有照印一级标题“四、"),
    "a heading within the text": (
        r'<h3 id="[^"]*" class="level-2"><span class="face">（一）.*?</h3>',
        "",
        "没有照印“（一）",
    ),
    "a word of the text": (FIRST, FIRST.replace("依照", "按照"), "模板印成了“2025年，青禾镇人民政府按照"),
    "a missing paragraph": (FIRST + ".*?</p>", "", "没有照印“2025年"),
    "a hidden paragraph": (FIRST, FIRST.replace("<p>", "<p hidden>"), "没有照印“2025年"),
    "a paragraph folded away": (FIRST + ".*?</p>", r"<details>\g<0></details>", "没有照印“2025年"),
    "a paragraph in a closed window": (FIRST + ".*?</p>", r"<dialog>\g<0></dialog>", "没有照印“2025年"),
    "a paragraph for browsers without scripts": (
        FIRST + ".*?</p>",
        r"<noscript>\g<0></noscript>",
        "没有照印",
    ),
    "a paragraph that pops up": (FIRST, FIRST.replace("<p>", "<p popover>"), "没有照印“2025年"),
    "paragraphs of a hidden section": (
        '<section id="overview"',
        '<section hidden id="overview"',
        "没有照印",
    ),
    "an added paragraph": (FIRST, "<p>本镇工作全县第一。</p>" + FIRST, "多印了“本镇工作全县第一。”"),
    "added loose text": (FIRST, "全县第一" + FIRST, "多印了“全县第一”"),
    "a word struck out": (FIRST, FIRST.replace("依照", "<del>依照</del>"), "里面不能用 <del>"),
    "two paragraphs": (
        r"(<p id=[^>]*><span[^>]*>1\..*?</p>)\s*(<p id=[^>]*><span[^>]*>2\..*?</p>)",
        r"\2\1",
        "“2.",
    ),
    "the signature": (r'(<p class="body-name">)青禾镇人民政府', r"\1青禾镇政府", "署名和成文日期应为"),
    "the date": (
        r"2026年1月18日</time></p>\n</footer>",
        "2026年1月19日</time></p></footer>",
        "署名和成文日期应为",
    ),
    "the date for machines": (
        r'(<p class="date"><time )datetime="2026-01-18"',
        r'\1datetime="2026-01-19"',
        "datetime 应为“2026-01-18”",
    ),
    "no signature": (r'<footer class="signature">.*?</footer>', "", "署名和成文日期应为"),
    "no main": (r"<main id=\"main\">(.*)</main>", r"<div>\1</div>", "应有一个 <main>"),
    "two mains": (r"</main>", "</main><main></main>", "应有一个 <main>"),
    "a script": (r"</main>", "</main><script>1</script>", "不能有脚本"),
    "a script in an attribute": (r"<main ", '<main onclick="x()" ', "不能有脚本"),
}


ACTIVE = {
    '<iframe srcdoc="x"></iframe>': ["不能用 <iframe>", "不能有脚本（<iframe srcdoc>）"],
    '<object data="http://a/b"></object>': ["不能用 <object>", "引用别处的文件（<object data>）：http://a/b"],
    '<embed src="x.svg">': ["不能用 <embed>"],
    '<base href="/a/">': ["不能用 <base>"],
    '<link rel="stylesheet" href="a.css">': ["不能用 <link>"],
    '<template shadowrootmode="open">1</template>': ["不能用 <template>"],
    '<meta http-equiv=" Refresh" content="0;url=/">': ["不能让网页自动转到别处"],
    '<a href="javascript:x()">1</a>': ["不能有脚本（<a href>）"],
    '<a href=" java\tscript:x()">1</a>': ["不能有脚本（<a href>）"],
    '<img src="http://a/b.png">': ["引用别处的文件（<img src>）：http://a/b.png"],
    '<img src="//a/b.png">': ["引用别处的文件（<img src>）：//a/b.png"],
    '<img src="\\\\a/b.png">': ["引用别处的文件（<img src>）"],
    '<img srcset="data:, 1x, https://a/b.png 2x">': ["引用别处的文件（<img srcset>）：https://a/b.png"],
    '<video poster="https://a/b.png"></video>': ["引用别处的文件（<video poster>）"],
    "<style>@import 'https://a/b.css';</style>": ["引用别处的文件：https://a/b.css"],
    "<style>@import url(//a/b.css);</style>": ["引用别处的文件：//a/b.css"],
    r"<style>nav{background:u\72l(http://a/b.png)}</style>": ["引用别处的文件：http://a/b.png"],
    "<style>@media print{nav{background:image-set('http://a/b.png' 1x)}}</style>": [
        "别处的文件：http://a/b.png"
    ],
    '<i style="background:url(//a/b.png)"></i>': ["引用别处的文件：//a/b.png"],
    "<svg><script>1</script></svg>": ["不能有脚本（<script>）"],
    "<svg><set attributeName='x'/></svg>": ["不能有脚本（<set>）"],
    "<svg><image xlink:href='https://a/b.png'/></svg>": ["引用别处的文件（<image href>）"],
    "<svg><a xlink:href='javascript:1'>1</a></svg>": ["不能有脚本（<a href>）"],
}


@pytest.mark.parametrize("added", ACTIVE)
def test_what_acts_by_itself_or_lies_elsewhere_is_found_wherever_it_stands(added: str) -> None:
    for mark in ("</main>", '<main id="main">', "<style"):
        altered = page().replace(mark, f"<aside>{added}</aside>{mark}", 1)
        found = differences(altered, example())
        assert all(any(told in reason for reason in found) for told in ACTIVE[added]), found


@pytest.mark.parametrize("what", ALTERATIONS)
def test_what_is_altered_is_found_and_told(what: str) -> None:
    pattern, replacement, told = ALTERATIONS[what]
    altered, times = re.subn(pattern, replacement, page(), count=1, flags=re.DOTALL)
    assert times == 1
    found = differences(altered, example())
    assert any(told in reason for reason in found), found


@pytest.mark.parametrize("name", NAMES)
def test_each_single_figure_is_watched(name: str) -> None:
    html, watched = page(name), example(name)
    places = [match.start() for match in re.finditer(r'(?<=">)[-\d.]+(?=</td>)', html)]
    assert len(places) == len(watched.edition.refs)
    for place in places[::17]:
        assert differences(f"{html[:place]}9{html[place:]}", watched)


ADDITIONS = {
    "a logo above the title": ("<h1>", '<p><img src="data:image/png;base64," alt="徽标"></p><h1>'),
    "a name above the title": ("<h1>", "<p>青禾镇政务公开</p><h1>"),
    "a banner before the report": (
        '<main id="main">',
        '<header><p>某县人民政府</p></header><main id="main">',
    ),
    "a note at the foot of the report": ("</main>", "<footer><p>地址：青禾路1号</p></footer></main>"),
    "a note beside a section": (OVERVIEW, OVERVIEW + "<aside><p>见图一</p></aside>"),
    "a link to elsewhere": (REVIEW, '<aside><a href="https://example.com/a">上级</a></aside>' + REVIEW),
    "a picture of the site": (REVIEW, '<aside><img src="/img/a.png" alt=""></aside>' + REVIEW),
    "a way back": (REVIEW, '<nav><a href="#main">回到开头</a></nav>' + REVIEW),
    "a figure": (REVIEW, "<figure><img alt='' src='data:,'><figcaption>图</figcaption></figure>" + REVIEW),
    "a style of its own": (
        "</style>",
        "td.zero{display:none} nav{background:url(/a.png)} i::after{content:'http:'}</style>",
    ),
    "a wrapper": (
        '<section id="overview"',
        '<div class="part"><!-- 第一部分 --></div><section id="overview"',
    ),
    "a paragraph of its own before the first section": (
        '<section id="overview"',
        '<p>扫码查看更多。</p><section id="overview"',
    ),
    "bold type": (FIRST, FIRST.replace("依照", "<strong>依照</strong>")),
    "a place to break": ("行政事业性收费</th>", "行政事业<wbr>性收费</th>"),
    "an empty paragraph": (FIRST, "<p>&nbsp;</p>" + FIRST),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_what_is_added_around_the_report_is_let_be(what: str) -> None:
    old, new = ADDITIONS[what]
    assert old in page()
    assert differences(page().replace(old, new, 1), example()) == []


def test_an_introduction_that_the_report_brings_is_watched_too() -> None:
    own = report("引言: |\n  本镇依法编制本报告。\n")
    html = Templates().render(own)
    altered = html.replace("本镇依法编制", "本镇编制")
    assert differences(altered, own) == ["应为“本镇依法编制本报告。”，模板印成了“本镇编制本报告。”"]
    added = html.replace("<p>本镇依法", "<p>另有说明。</p><p>本镇依法")
    assert differences(added, own) == ["模板多印了“另有说明。”"]


def test_an_office_that_renames_a_row_gets_no_page(tmp_path: Path) -> None:
    templates = office(tmp_path, "_table.html.j2", "{{ c.text }}", '{{ c.text | replace("规章", "规定") }}')
    with pytest.raises(TemplateError) as error:
        templates.render(example())
    assert error.value.reasons[0] == ("“主动公开政府信息情况”表第 3 行第 1 列应为“规章”，模板印成了“规定”")
