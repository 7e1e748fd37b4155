"""The workbench of the services' tests."""

import pytest

from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """A workbench on the sample plan."""
    return Workbench(sample_plan)
