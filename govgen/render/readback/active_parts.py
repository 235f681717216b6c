"""What could change a page after it was read back, or fetch a part of it from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgen.render.html_tree import local

_SCRIPTS = frozenset({"script", "animate", "animatemotion", "animatetransform", "set"})
"""SVG has its own ways to change what is shown."""

_REPLACING = frozenset(
    {
        "applet",
        "base",
        "embed",
        "fencedframe",
        "frame",
        "frameset",
        "iframe",
        "link",
        "object",
        "portal",
        "template",
    }
)
"""Elements that put something else in their place, or into the place of what is written."""

_LOADING = frozenset({"src", "srcset", "poster", "background", "data"})
_LINKING = frozenset({"a", "area"})
"""Elements whose address is gone to when a reader asks for it, and not before."""

_BLANKS = dict.fromkeys(range(0x21))
"""What browsers leave out of the beginning of an address, or of all of it."""

_CODE = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!data:)[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)


def active_parts(root: Element) -> Iterator[str]:
    """What of a page acts by itself or lies elsewhere, in the words of the user."""
    for node in root.iter():
        if isinstance(node.tag, str):
            yield from _element(local(node.tag), node)


def is_elsewhere(address: str) -> bool:
    """Whether what an address names is no part of the page or of the site that it lies on."""
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
