"""A book of indicators that follows the plan, and the table made from it."""

from datetime import date
from typing import Any

import pytest

from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.indicator_sheet import indicator_source
from dxplanner.services.sheet import SheetSource
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import VERSION


@pytest.fixture
def book(bench: Workbench) -> IndicatorBook:
    """A book that follows the plan, as the pane's does."""
    made = IndicatorBook()

    def note(committed: Any) -> None:
        with bench.plan.reading() as session:
            made.note(session, committed)

    bench.bus.subscribe(note)
    return made


@pytest.fixture
def source(bench: Workbench, book: IndicatorBook) -> SheetSource:
    """The table of all indicators of the version."""
    with bench.plan.reading() as session:
        return indicator_source(book, session, VERSION, None, lambda: date(2024, 11, 8))
