"""No figure of the bundled plan can be lost or changed unnoticed."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.sample import sample_documents
from tests.sample.figure_paths import Figure, document_figures, figure_leaves, plan_figures
from tests.sample.reading import DATA


def _guarded() -> dict[str, Figure]:
    figures: dict[str, Figure] = json.loads((DATA / "plan_figures.json").read_text(encoding="utf-8"))
    return figures


def _differences(found: Mapping[str, Figure], expected: Mapping[str, Figure]) -> list[str]:
    """One line a figure that is missing, new or changed; empty when both agree."""
    return [
        f"{path}: {expected.get(path)!r} → {found.get(path)!r}"
        for path in sorted(found.keys() | expected.keys())
        if found.get(path) != expected.get(path)
    ]


def test_no_figure_can_vanish(sample: PlanSnapshot) -> None:
    """Every figure of every row of the loaded plan is in the table, and the reverse."""
    assert _differences(plan_figures(sample), _guarded()) == []


def test_documents_hold_the_same_figures() -> None:
    """The readable documents hold exactly the figures of the table, each of them once."""
    parts = [document_figures(document) for document in sample_documents().values()]
    found = {path: value for part in parts for path, value in part.items()}
    assert len(found) == sum(len(part) for part in parts)
    assert _differences(found, _guarded()) == []


@pytest.mark.parametrize("name", sorted(sample_documents()))
def test_deleting_any_one_figure_is_noticed(name: str) -> None:
    """Each figure of a document is taken out in turn, and the comparison names exactly that one."""
    document: dict[str, Any] = sample_documents()[name]
    guarded = _guarded()
    expected = {path: guarded[path] for path in document_figures(document)}
    leaves = figure_leaves(document)
    assert len(leaves) == len(expected)
    noticed: set[str] = set()
    for row, key in leaves:
        value = row.pop(key)
        differences = _differences(document_figures(document), expected)
        row[key] = value
        assert len(differences) == 1, (row, key)
        noticed.update(differences)
    assert len(noticed) == len(leaves)
