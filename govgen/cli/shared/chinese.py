"""Translation of click's own words (usage, errors, prompts); the catalogue is ``locale/``."""

import gettext
import os
from pathlib import Path

DOMAIN = "govgen"


def translate_click() -> None:
    """Make click look its words up in our gettext catalogue, whatever the machine's locale is."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(DOMAIN, Path(__file__).with_name("locale"))
    gettext.textdomain(DOMAIN)
