"""What happens when a slot raises: one Japanese sentence, an entry in the local log, a window still whole."""

import sys
from collections.abc import Callable
from time import monotonic
from types import TracebackType

from dxplanner.domain.errors import UserError

SENTENCE = (
    "予期しない障害が起きたため、今の操作を取りやめました。計画は壊れていません。"
    "続けて起きるときは、ヘルプの「障害の記録を開く」の内容を担当者に渡してください。"
)
_QUIET_SECONDS = 2.0
"""The same failure within this time is neither said nor logged again: a paint event may repeat it forever."""

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class FailureHandler:
    """Stands in for ``sys.excepthook``, to which PySide hands what a slot or an event handler raised."""

    def __init__(self, say: Callable[[str], None], recover: Callable[[], None]) -> None:
        self._say = say
        self._recover = recover
        self._last: tuple[object, float] = (None, 0.0)
        self._recovering = False
        self._former: Hook | None = None

    def install(self) -> None:
        """Take over from the present hook."""
        self._former = sys.excepthook
        sys.excepthook = self.handle

    def remove(self) -> None:
        """Give the hook back."""
        if self._former is not None:
            sys.excepthook = self._former
            self._former = None

    def handle(self, kind: type[BaseException], value: BaseException, frames: TracebackType | None) -> None:
        """Say it, log it, and let the window show what the plan really holds."""
        if not issubclass(kind, Exception):
            (self._former or sys.__excepthook__)(kind, value, frames)
            return
        if isinstance(value, UserError):
            self._say(value.message)
            return
        place = (kind, _innermost(frames))
        now = monotonic()
        repeated = place == self._last[0] and now - self._last[1] < _QUIET_SECONDS
        self._last = (place, now)
        if repeated:
            return
        from dxplanner.services.logbook import record_failure

        try:
            raise value.with_traceback(frames)
        except Exception:
            record_failure("window")
        self._say(SENTENCE)
        self._show_the_truth()

    def _show_the_truth(self) -> None:
        if self._recovering:
            return
        self._recovering = True
        try:
            self._recover()
        except Exception:
            from dxplanner.services.logbook import record_failure

            record_failure("window, after a failure")
        finally:
            self._recovering = False


def _innermost(frames: TracebackType | None) -> tuple[str, int] | None:
    if frames is None:
        return None
    while frames.tb_next is not None:
        frames = frames.tb_next
    return frames.tb_frame.f_code.co_filename, frames.tb_lineno
