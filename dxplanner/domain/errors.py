"""Errors that a user can do something about, apart from bugs.

Every message is one Japanese sentence (or two) that says what happened, to what, and what to do. The
command line prints it on one line and takes its exit status from the class; the window shows it in place.
"""

from typing import ClassVar


class UserError(Exception):
    """Something a user can mend. ``exit_status`` is the status of the command line (see docs/cli.md)."""

    exit_status: ClassVar[int] = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(UserError):
    """The input or the call is wrong: a missing, foreign, damaged or too new file, an unknown name."""


class MachineError(UserError):
    """The machine failed: disk full, no permission, a file held open by another program."""

    exit_status: ClassVar[int] = 3


class RefusedEdit(UserError):
    """An edit that a stated rule forbids; neither rows nor an undo entry are left behind."""
