"""Twelve mistakes that a clerk makes, planted in the sound file; editor and review must see the same ones."""

from __future__ import annotations

PLANTED = (
    ("机关: 青禾镇人民政府", "机关: 青禾镇/人民政府"),
    ("发布日期: 2026-01-18", "发布日期: 2026年1月18日"),
    ("电话: 0000-1234567", "电话: 【待填写】"),
    ("{件数: 0, 金额元: 0}", "{件数: 3件, 金额元: 0}"),
    ("本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0", "本年制发件数: 0, 现行有效件数: 0"),
    ("行政规范性文件: {本年制发件数: 2", "行政规范性文件: {本年制发件数: -2"),
    ("行政处罚: {本年处理决定数量: 3}", "行政处罚: {本年处理决定数量: ３}"),
    ("行政事业性收费: {本年收费金额: 0}", "行政事业性收费: {本年收费金额: 65万}"),
    ("    予以公开: {自然人: 8}", "    予以公开: {自然: 8}"),
    ("    部分公开: {自然人: 1}", "    部分公开: 1"),
    ("      属于行政执法案卷: {自然人: 1}", "      属于行政执法案卷: {自然人: 1.5}"),
    ("其他需要报告的事项: |\n  本年度未收取信息处理费。", "其他需要报告的事项:"),
)


def with_mistakes(text: str) -> str:
    """``text`` with all of them."""
    for sound, wrong in PLANTED:
        assert text.count(sound) == 1, sound
        text = text.replace(sound, wrong)
    return text
