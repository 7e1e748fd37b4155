"""When a meeting is and what was given out there, as a handout says it."""

from dxplanner.domain.fiscal import FiscalStyle, format_date, format_month
from dxplanner.domain.moments import local_time
from dxplanner.domain.vocabulary import Precision
from dxplanner.model import Meeting, PrintRun

_THIRDS = ("上旬", "中旬", "下旬")


def meeting_day(meeting: Meeting) -> str:
    """令和６年８月28日, or 令和６年２月 where only the month is known; "" for a meeting without one date."""
    first, last = meeting.starts_on, meeting.ends_on
    if first is None:
        return ""
    if meeting.precision in (None, Precision.DAY):
        return format_date(first, FiscalStyle.LONG)
    if last is not None and (first.year, first.month) != (last.year, last.month):
        return ""
    month = format_month(first.year, first.month, FiscalStyle.LONG)
    return month if meeting.precision is Precision.MONTH else month + _THIRDS[min((first.day - 1) // 10, 2)]


def given_out(run: PrintRun) -> str:
    """令和６年８月28日の第２回委員会で配付した資料; without a meeting 令和６年８月28日に印刷した資料."""
    meeting = run.meeting
    if meeting is None:
        return f"{format_date(local_time(run.printed_at).date(), FiscalStyle.LONG)}に印刷した資料"
    day = meeting_day(meeting)
    when = "" if not day or meeting.name.startswith(day) else f"{day}の"
    return f"{when}{meeting.name}で配付した資料"
