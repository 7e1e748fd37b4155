"""Who sits at this computer, for history and lock: names only, nothing leaves the plan file."""

import getpass
import platform

from dxplanner.store.lock import Author


def current_author() -> Author:
    """The signed-in user's name and the computer's name; 「利用者」 where the system knows no name."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "利用者"
    return Author(name, platform.node() or "この端末")
