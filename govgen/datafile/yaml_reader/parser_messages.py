"""The parser's complaints in words for a clerk; the parser's own words are keys here, never shown."""

_REFUSED = {"an alias": "Y023", "an anchor": "Y023", "a tag": "Y024"}
"""What is refused anyway, by what the parser says it was reading when it stopped."""

_NOTICED_LATE = ("end of stream", "document indicator", "could not find expected ':'")
"""Complaints that come long after the fault: a quote or a key that does not end."""

_MEANINGS = {
    "an alias": "不能用 YAML 的锚点和引用（& 和 *）",
    "an anchor": "不能用 YAML 的锚点和引用（& 和 *）",
    "a tag": "不能用 YAML 的类型标签（!）",
    "mapping values are not allowed": "这里多了一个“: ”：一行里写了两个冒号（是不是少了左花括号 {），"
    "或者上一行少了冒号、缩进不齐",
    "could not find expected ':'": "这里少了冒号：每行应是“键: 值”",
    "expected ',' or '}'": "花括号里少了逗号，或者没有写右花括号 }",
    "expected ',' or ']'": "方括号里少了逗号，或者没有写右方括号 ]",
    "did not find expected key": "这里的缩进与同组的键不齐，或者少了“键:”",
    "expected <block end>": "这里的缩进与同组的键不齐，或者少了“键:”",
    "did not find expected '-'": "列表的每一项应以“- ”开头，并且上下对齐",
    "cannot start any token": "值不能以这个字符开头；文字请加双引号",
    "unexpected end of stream": "引号没有收尾",
    "unexpected document indicator": "引号没有收尾",
    "unknown escape character": "双引号里的反斜杠 \\ 要写成 \\\\",
    "sequence entries are not allowed": "“- ”不能写在这里，列表要另起一行",
}


def meaning(problem: str, context: str) -> tuple[str, str, bool]:
    """The code and the message for a complaint, and whether the fault is where its context began.

    The parser notices a missing end far below; the clerk must see where the quote or bracket began.
    """
    words = next((words for words in _MEANINGS if words in f"{context}\n{problem}"), "")
    begun = words in _REFUSED or any(late in problem for late in _NOTICED_LATE)
    return _REFUSED.get(words, "Y020"), _MEANINGS.get(words, "这里不合 YAML 的写法"), begun
