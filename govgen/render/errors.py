"""Errors of templates and rendering."""


class TemplateError(Exception):
    """A template cannot be used; ``reasons`` say why, in the words of the user."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons
