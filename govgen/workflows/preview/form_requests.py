"""What a form in the browser asks the preview's server to write: checked, done and answered."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from govgen.workflows.preview.form_session import ConflictError, FormSession
from govgen.workflows.sheet.value_edits import ValueRefusedError

MAX_BODY = 1 << 20
"""Bytes of a request: the old and the new text of the largest data file, a quarter of a megabyte each, and
what JSON escapes add."""


class _Request(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class EditRequest(_Request):
    """A new text for a value, and the text that the form showed before."""

    path: str
    old: str
    new: str


class UndoRequest(_Request):
    """A change to take back."""

    number: int


class FormAnswer(NamedTuple):
    """The status and the JSON of an answer."""

    status: HTTPStatus
    content: dict[str, Any]


def answered(form: FormSession, name: str, body: bytes) -> FormAnswer:
    """Do what a request to the address ``name`` asks, edit or undo."""
    try:
        return FormAnswer(HTTPStatus.OK, ACTIONS[name](form, body))
    except ValidationError:
        return FormAnswer(HTTPStatus.BAD_REQUEST, {"message": "请求的内容不对"})
    except ConflictError as error:
        content = {"message": str(error), "disk": error.disk, "yours": error.yours}
        return FormAnswer(HTTPStatus.CONFLICT, content)
    except ValueRefusedError as error:
        return FormAnswer(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": str(error)})
    except OSError:
        return FormAnswer(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": "读不了文件"})


def _edit(form: FormSession, body: bytes) -> dict[str, Any]:
    asked = EditRequest.model_validate_json(body)
    return form.edit(asked.path, asked.old, asked.new)


def _undo(form: FormSession, body: bytes) -> dict[str, Any]:
    return form.undo(UndoRequest.model_validate_json(body).number)


ACTIONS: dict[str, Callable[[FormSession, bytes], dict[str, Any]]] = {"edit": _edit, "undo": _undo}
