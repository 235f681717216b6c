"""A new county.yaml with every setting explained, and its JSON Schema."""

import json
from collections.abc import Iterable

from govgen.datafile.county import County, CountyKind
from govgen.datafile.identity import kind_of
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.writer import scalar
from govgen.render.html.templates import environment


def county_text(name: str, bodies: Iterable[str]) -> str:
    """The text of county.yaml for the government ``name``, with the ``bodies`` that are known already."""
    kind = kind_of(name)
    known = kind.value if kind is not None and kind.value in set(CountyKind) else ""
    context = {
        "name": scalar(name),
        "kind": known,
        "bodies": [scalar(body) for body in bodies],
        "placeholder": PLACEHOLDER,
    }
    return environment().get_template("county.yaml.j2").render(context) + "\n"


def county_schema() -> str:
    """The JSON Schema of county.yaml, from the model that reads it."""
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "county.yaml"}
    return json.dumps(schema | County.model_json_schema(), ensure_ascii=False, indent=1) + "\n"
