"""Fixtures shared by all tests: an empty plan, the sample plan, an author."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from dxplanner.model import Plan
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.sample import write_sample
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

AUTHOR = Author("企画係", "PC-01")

# No test is a timed one (docs/benchmarks.md measures). A shared machine also repeats its examples, so that
# a run says something about the change and not about the day; by hand, every run looks for new ones.
settings.register_profile("here", deadline=None, max_examples=60)
settings.register_profile("shared", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("shared" if os.environ.get("CI") else "here")


@pytest.fixture
def author() -> Author:
    """Who edits in tests."""
    return AUTHOR


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with nothing but its own row, made once."""
    path = tmp_path_factory.mktemp("template") / "empty.dxplan"
    plan = PlanFile.create(path, AUTHOR)
    with plan.filling() as session:
        session.add(Plan(name="試験計画", city="試験市"))
    plan.close()
    return path


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample as a plan file, made once. Copy it before changing it."""
    return write_sample(tmp_path_factory.mktemp("sample") / "sample.dxplan", AUTHOR)


@pytest.fixture
def empty_path(empty_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the empty plan."""
    return Path(shutil.copy(empty_template, tmp_path / "計画.dxplan"))


@pytest.fixture
def sample_path(sample_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample plan."""
    return Path(shutil.copy(sample_template, tmp_path / "見本.dxplan"))


@pytest.fixture
def empty_plan(empty_path: Path) -> Iterator[PlanFile]:
    """An open, empty plan."""
    with PlanFile.open(empty_path, AUTHOR) as plan:
        yield plan


@pytest.fixture
def sample_plan(sample_path: Path) -> Iterator[PlanFile]:
    """The sample plan, open for editing."""
    with PlanFile.open(sample_path, AUTHOR) as plan:
        yield plan


@pytest.fixture(scope="session")
def sample(sample_template: Path) -> PlanSnapshot:
    """All rows of the sample plan, detached."""
    with PlanFile.open(sample_template, AUTHOR, editable=False) as plan:
        return plan.snapshot()
