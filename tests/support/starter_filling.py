"""A clerk's hand: fills in what a new file leaves open, with plain sentences and the figures given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from govgen.datafile.values import PLACEHOLDER

FACTS = {
    "所属": "某省某市某县",
    "科室": "党政办公室",
    "电话": "0000-1234567",
    "地址": "青禾路1号",
    "邮编": '"000000"',
}
SENTENCES = (
    "全年通过政府网站和公开栏发布政府信息96条，补贴发放和项目进度占多数。",
    "申请集中在土地流转和补贴核定两个方面，答复前都与申请人核对了所需内容。",
    "发布前由承办科室填写审查单，党政办公室留存备查，过时文件及时清理。",
    "便民服务中心设有查阅点，栏目每月巡查一次，失效链接随时更换。",
    "配有专职人员一名，全年举办业务培训两次。",
    "公开时效和答复质量纳入年度考核，结果在会议上通报。",
    "五月组织村民代表查看公开栏，意见都已答复。",
    "本年没有责任追究的情形。",
    "政策解读形式单一，老年人不易看懂。",
    "下一步增加问答和图表，由村干部在会议上讲解。",
    "本年度未收取信息处理费，没有其他需要报告的事项。",
)
LATER = (
    "全年公开政府信息118条，新增的内容主要是村庄建设和防汛提示。",
    "有两件申请涉及早年档案，查找花了较长时间，都在期限内答复。",
    "修订了发布审查办法，增加个人信息核对一道程序。",
    "新开设问答栏目，微信公众号提供语音播报。",
    "联络员增至十二人，四月和九月各培训一次。",
    "抽查了八个村的公开栏，两个村按期完成整改。",
    "十月向企业发放问卷三十份，收回的建议采纳了一半。",
    "没有发生需要追究责任的事情。",
    "早年的工程资料没有数字化，检索不便。",
    "计划分两批整理土地和工程档案，先录入目录。",
    "今年没有达到收费标准的申请，未收取信息处理费。",
)
"""What the same clerk writes a year later."""


def filled(
    text: str, year: int, figures: Mapping[str, str] | None = None, prose: Sequence[str] = SENTENCES
) -> str:
    """``text`` with nothing left open.

    ``figures`` holds values for cells by the row's key and the column's, joined by a dot; others become 0.
    """
    sentences = iter(prose)
    lines = []
    for line in text.split("\n"):
        if line.lstrip().startswith("#") or PLACEHOLDER not in line:
            lines.append(line)
        elif match := re.match(r"( *)([^ :{]+): \{(.*)\}$", line):
            lines.append(f"{match[1]}{match[2]}: {{{_cells(match[2], match[3], figures or {})}}}")
        elif match := re.match(r" *([^ :{]+): ", line):
            value = f"{year + 1}-01-15" if match[1] == "发布日期" else FACTS.get(match[1], "0")
            lines.append(line.replace(PLACEHOLDER, value))
        else:
            lines.append(re.sub(PLACEHOLDER, lambda _: next(sentences), line))
    return "\n".join(lines)


def _cells(row: str, cells: str, figures: Mapping[str, str]) -> str:
    if cells == PLACEHOLDER:
        return ", ".join(
            f"{key.removeprefix(f'{row}.')}: {value}"
            for key, value in figures.items()
            if key.startswith(f"{row}.")
        )
    pairs = (cell.split(": ") for cell in cells.split(", "))
    return ", ".join(
        f"{column}: {figures.get(f'{row}.{column}', '0') if value == PLACEHOLDER else value}"
        for column, value in pairs
    )
