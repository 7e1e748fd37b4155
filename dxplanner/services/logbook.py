"""The local log of failures, with rotation: where in the program, never what is in a plan."""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

_LOGGER = "dxplanner"
_BYTES_A_FILE = 256 * 1024
_FILES = 3


def log_file() -> Path:
    """Where the log stands: the platform's local (not roaming) folder."""
    return user_log_path("dxplanner", appauthor=False) / "dxplanner.log"


def record_failure(where: str) -> Path | None:
    """Log the exception being handled: its type and the lines of code, no message (it may quote a plan).

    Returns the log's path, or None when the log itself cannot be written.
    """
    kind, _value, frames = sys.exc_info()
    lines = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(frames)
    ]
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_BYTES_A_FILE, backupCount=_FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger(_LOGGER)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        name = "unknown" if kind is None else kind.__name__
        logger.error("%s: %s\n  %s", where, name, "\n  ".join(lines))
    finally:
        logger.removeHandler(handler)
        handler.close()
    return path
