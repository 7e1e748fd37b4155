"""Every figure, title and date of the sources can be reached and edited in a pane (docs/coverage.md)."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from dxplanner.app import program_parts
from dxplanner.model import Entity
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.ui.window import MainWindow
from dxplanner.ui.workspace import Workspace
from tests.sample.coverage import PAGES, PLACES, TARGET, document, inventory_fields, pane_of
from tests.sample.figure_paths import FIGURE_KINDS
from tests.ui.entry_places import entry_of, wanted

NUMBERS = 650
"""So many figures and dates there are at least (``plan_figures.json`` without how handouts are set)."""


def stored(sample: PlanSnapshot, entity: type[Entity], name: str) -> list[Any]:
    """The rows in which a field says something."""
    return [
        row for row in sorted(sample.all(entity), key=lambda row: row.id) if getattr(row, name) is not None
    ]


def sampled(sample: PlanSnapshot) -> dict[str, list[tuple[Any, list[str]]]]:
    """By entity: rows to go to, with the fields looked at there: each once, in its first or its last row."""
    found: dict[str, list[tuple[Any, list[str]]]] = {}
    for entity, names in inventory_fields(sample).items():
        rows: dict[str, Any] = {}
        fields: dict[str, list[str]] = defaultdict(list)
        for number, name in enumerate(names):
            row = stored(sample, entity, name)[-1 if number % 2 else 0]
            rows[row.uid] = row
            fields[row.uid].append(name)
        found[entity.__name__] = [(rows[uid], fields[uid]) for uid in rows]
    return found


@pytest.fixture
def workspace(make_window: Callable[..., MainWindow], sample_path: Path) -> Workspace:
    made = make_window(sample_path, parts=program_parts).workspace
    assert made is not None
    return made


def test_every_kind_of_row_has_its_pane(workspace: Workspace, sample: PlanSnapshot) -> None:
    """The panes that docs/coverage.md names are there, and every entity of the sources is named."""
    entities = set(inventory_fields(sample))
    assert entities == set(PLACES)
    assert {pane_of(entity) for entity in entities} <= set(workspace.keys)
    assert entities == {entity for page in PAGES for _, entity in page.parts}


def test_every_field_is_reached_and_can_be_typed_over(workspace: Workspace, sample: PlanSnapshot) -> None:
    """From anywhere to the row: its pane in front, the row shown, each value where it is edited."""
    wrong = []
    for rows in sampled(sample).values():
        for row, names in rows:
            place = f"{type(row).__name__} {row.id}"
            if not workspace.go_to_uid(row.uid) or workspace.pane_key != pane_of(type(row)):
                wrong.append(f"{place}: {workspace.pane_key}")
                continue
            QApplication.processEvents()
            pane = workspace.pane
            assert pane is not None
            for name in names:
                found = entry_of(pane, row, name)
                if found != wanted(row, name):
                    wrong.append(f"{place}.{name}: {wanted(row, name)!r} → {found!r}")
    assert wrong == []


def test_the_fields_hold_all_figures_of_the_sources(sample: PlanSnapshot) -> None:
    """What is sampled stands for every single figure and title: no field that says something is left out."""
    fields = inventory_fields(sample)
    counted = {
        entity: {name: len(stored(sample, entity, name)) for name in fields[entity]} for entity in fields
    }
    assert all(count for names in counted.values() for count in names.values())
    numbers = sum(
        count
        for entity, names in counted.items()
        for name, count in names.items()
        if fields[entity][name].spec.kind in FIGURE_KINDS
    )
    assert numbers > NUMBERS


def test_the_table_is_up_to_date(sample: PlanSnapshot) -> None:
    """After a wanted change: ``python -m tests.sample.coverage``."""
    assert TARGET.read_text(encoding="utf-8") == document(sample)
