"""Forms on the sample plan, for all tests of fields."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from dxplanner.model import Entity
from dxplanner.ui.context import PlanContext
from tests.ui.forms.form import Form


@pytest.fixture
def make_form(qtbot: QtBot, context: PlanContext) -> Callable[..., Form]:
    """Makes a form on the sample plan, shown and with the focus."""

    def make(entity: type[Entity], row_id: int, *names: str) -> Form:
        form = Form(context, entity, row_id, *names)
        qtbot.addWidget(form)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return make
