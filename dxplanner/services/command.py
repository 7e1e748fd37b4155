"""What an edit is: a function of the open session, run by the workbench as one change set."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")

Command = Callable[[Session], T]
"""Changes rows in the session it is given (a query only reads them), and returns what its caller needs."""
