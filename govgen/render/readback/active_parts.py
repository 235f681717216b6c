"""Parts of a page that are refused: scripts, refreshes, replaced content, files outside the page."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2

from govgen.render.html_tree import local

_SCRIPTS = frozenset({"script", "animate", "animatemotion", "animatetransform", "set"})
"""SVG has its own ways to change what is shown."""

_REPLACING = frozenset(
    {"applet", "base", "embed", "fencedframe", "frame", "frameset", "iframe", "link", "object", "portal"}
    | {"template"}
)
"""Elements that put something else in their place, or into the place of what is written."""

_LOADING = frozenset({"src", "srcset", "poster", "background", "data"})
_LINKING = frozenset({"a", "area"})
"""Elements whose address is only visited when a reader follows it."""

_BLANKS = dict.fromkeys(range(0x21))
"""Characters that browsers ignore in an address."""

_CODE = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!data:)[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)


def active_parts(root: Element) -> Iterator[str]:
    """The parts of a page that act by themselves or are fetched from elsewhere, as messages for the user."""
    for node in root.iter():
        if isinstance(node.tag, str):
            tag = local(node.tag)
            yield from _element(tag, node)
            styles = [node.get("style", ""), "".join(node.itertext()) if tag == "style" else ""]
            sheets = map(tinycss2.parse_component_value_list, styles)
            for far in dict.fromkeys(far for sheet in sheets for far in _addresses(sheet)):
                if is_elsewhere(far):
                    yield f"样式里不能引用别处的文件：{far}；请把它写成 data: 的形式"


def _addresses(tokens: Iterable[Any], *, quoted: bool = False) -> Iterator[str]:
    """What ``url()``, ``image-set()`` and ``@import`` name; ``quoted`` if a string is an address here."""
    for token in tokens:
        if token.type == "url" or (token.type == "string" and quoted):
            yield token.value
        elif token.type == "at-keyword":
            quoted = token.lower_value == "import"
        elif token == ";":
            quoted = False
        elif token.type == "function":
            loads = token.lower_name in {"url", "src", "image", "image-set", "-webkit-image-set"}
            yield from _addresses(token.arguments, quoted=loads)
        else:
            yield from _addresses(getattr(token, "content", None) or ())


def is_elsewhere(address: str) -> bool:
    """Whether an address leads away from the page and from the site that publishes it."""
    return bool(_ELSEWHERE.match(address.translate(_BLANKS)))


def _element(tag: str, node: Element) -> Iterator[str]:
    if tag in _SCRIPTS:
        yield f"模板里不能有脚本（<{tag}>）"
    elif tag in _REPLACING:
        yield f"模板里不能用 <{tag}>，它会换掉网页里的内容"
    elif tag == "meta" and "refresh" in (node.get("http-equiv") or "").lower():
        yield "模板里不能让网页自动转到别处（<meta http-equiv=refresh>）"
    for full, value in node.attrib.items():
        name = local(full)
        if name.startswith("on") or name == "srcdoc" or _CODE.match(value.translate(_BLANKS)):
            yield f"模板里不能有脚本（<{tag} {name}>）"
        elif far := _far(tag, name, value):
            yield f"模板里不能引用别处的文件（<{tag} {name}>）：{far}；请把它写成 data: 的形式"


def _far(tag: str, name: str, value: str) -> str:
    """The first address of an attribute that is loaded from elsewhere; empty where there is none."""
    if name not in _LOADING and (name != "href" or tag in _LINKING):
        return ""
    addresses = value.split() if name == "srcset" else [value]
    return next((address.strip() for address in addresses if is_elsewhere(address)), "")
