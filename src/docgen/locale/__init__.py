"""French translations of click's own messages: usage, options, errors."""

import gettext
import os
from pathlib import Path

DOMAIN = "docgen"


def speak_french() -> None:
    """Make gettext, hence click, speak French whatever the machine's locale.

    Call it before the commands are declared: click translates the names of some types then.
    """
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, str(Path(__file__).parent))
    gettext.textdomain(DOMAIN)
