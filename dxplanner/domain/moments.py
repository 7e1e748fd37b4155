"""Moments (日時): kept in UTC without a zone, shown in the computer's local time and in wareki."""

from datetime import UTC, date, datetime, time

from dxplanner.domain.fiscal import format_date


def local_time(moment: datetime) -> datetime:
    """Return a stored moment (UTC, no zone) in the computer's local time."""
    return moment.replace(tzinfo=UTC).astimezone()


def format_moment(moment: datetime) -> str:
    """Return a stored moment (UTC, no zone) as the office writes it: R6.11.20 14:05, local time."""
    local = local_time(moment)
    return f"{format_date(local.date())} {local:%H:%M}"


def start_of_day(day: date) -> datetime:
    """Return the stored moment (UTC, no zone) at which a local day begins."""
    return datetime.combine(day, time.min).astimezone(UTC).replace(tzinfo=None)
