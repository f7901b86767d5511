"""French words for what click itself says: usage, options, errors."""

import gettext
import os
from pathlib import Path

DOMAIN = "docgen"


def speak_french() -> None:
    """Make gettext, hence click, speak French whatever the machine's locale.

    To be called before the commands are declared: click names some types while they are declared.
    """
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, str(Path(__file__).parent))
    gettext.textdomain(DOMAIN)
