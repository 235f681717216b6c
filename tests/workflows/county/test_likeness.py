"""雷同: a text copied with names and figures changed is found, and texts written apart are not."""

from __future__ import annotations

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.editions.loading import edition_for
from govgen.workflows.county.likeness import Masker, alike, known_sentences
from govgen.workflows.new import StarterPlan, starter

ONE = """青禾镇全年主动公开政府信息128条，重点公布低保救助和农机补贴结果。
镇党政办公室每季度核对一次公开目录，发现缺项当天补齐。
收到的13件申请多与土地征收补偿有关，均在法定期限内答复。
便民服务中心的查阅专区增设了老花镜和大字版办事指南。
年内举办业务培训2次，参加人员包括各村信息员46人。
社会评议委托第三方开展，满意率为96%。"""
COPY = ONE.replace("青禾镇", "白水乡").replace("128", "97").replace("13件", "8件").replace("96%", "93%")
COPY = COPY.replace("镇党政", "乡党政").replace("46人", "31人")
APART = """本乡把惠农资金发放、村级工程招标列为公开重点，全年发布91条。
公开专栏由一名干部专职维护，每周五检查链接能否打开。
群众申请集中在宅基地确权，工作人员上门说明了办理进度。
新建的村务公开亭方便老人就近查看，已有十一个村投入使用。
参加县里组织的跟班学习，回来后给站所讲了一课。
纪检部门抽查两次，没有发现应公开而未公开的事项。"""
MASKER = Masker(["青禾镇人民政府", "白水乡人民政府"])


def test_a_copy_with_other_names_and_figures_is_found() -> None:
    (pair,) = alike({"青禾镇": ONE, "白水乡": COPY, "红石乡": APART}, MASKER)
    assert {pair.first, pair.second} == {"青禾镇", "白水乡"}
    assert pair.share >= 0.8


def test_texts_written_apart_are_not_alike() -> None:
    assert alike({"青禾镇": ONE, "白水乡": APART}, MASKER) == []


def test_new_files_filled_in_apart_are_not_alike() -> None:
    edition = edition_for(2025)
    assert edition is not None
    known = known_sentences(County(), edition, MASKER)
    texts = {}
    for number in range(8):
        text = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2025))
        words = "".join(chr(0x4E00 + number * 40 + at) for at in range(30))
        texts[f"机关{number}"] = "\n".join(
            line.replace("【待填写】", words[at % 20 :])
            for at, line in enumerate(text.split("\n"))
            if not line.lstrip().startswith("#")
        )
    assert alike(texts, MASKER, known) == []


def test_the_county_may_set_another_share() -> None:
    half = "\n".join(
        [*COPY.split("\n")[:6], *(f"第{word}项另写的一句话，与别处都不相同。" for word in "甲乙丙丁戊己庚辛")]
    )
    assert alike({"甲": ONE, "乙": half}, MASKER, limit=0.9) == []
    assert len(alike({"甲": ONE, "乙": half}, MASKER, limit=0.3)) == 1


def test_sentences_that_are_not_shown_are_counted() -> None:
    (pair,) = alike({"青禾镇": ONE, "白水乡": COPY}, MASKER)
    assert pair.sample(2)[1:] == [f"{pair.sentences[1]}。", f"另有 {len(pair.sentences) - 2} 句"]
    assert pair.sample(99) == [f"{sentence}。" for sentence in pair.sentences]
