"""The bundled plan's budgets in the shape of the sources' figures, with the sources' own arithmetic."""

from collections.abc import Iterator
from typing import Any

from dxplanner.model import BudgetProgram, BudgetProject
from dxplanner.model.snapshot import PlanSnapshot


def program(sample: PlanSnapshot) -> dict[str, Any]:
    """予算説明書の見出し."""
    (row,) = sample.all(BudgetProgram)
    return {
        "fiscal_year": row.fiscal_year,
        "pages": row.pages,
        "kan": [row.kan_number, row.kan_name],
        "kou": [row.kou_number, row.kou_name],
        "moku": [row.moku_number, row.moku_name],
        "number": row.number,
        "name": row.name,
        "total": row.total,
    }


def budgets(sample: PlanSnapshot) -> list[dict[str, Any]]:
    """Each project; its items, groups, funding and subsidy have to add up to its amount (千円)."""
    (row,) = sample.all(BudgetProgram)
    for project in row.projects:
        assert sum(item.amount or 0 for item in project.items) == project.amount
        assert sum(source.amount or 0 for source in project.funding) == project.amount
    return [_project(project) for project in row.projects]


def _project(project: BudgetProject) -> dict[str, Any]:
    tax = [[measure.target, str(measure.rate)] for measure in project.tax_measures]
    return {
        "name": project.name,
        "amount": project.amount,
        "items": [
            [item.group and f"{item.group.number}{item.group.name}", item.setsu, item.name, item.amount]
            for item in project.items
        ],
        "groups": {
            f"{group.number}{group.name}": sum(item.amount or 0 for item in group.items)
            for group in project.groups
        },
        "funding": {row.source.value: row.amount for row in project.funding},
        "subsidy": _subsidy(project),
        "tax": tax[0] if tax else None,
        "footnotes": [note.mark for note in project.footnotes],
        "serves": [link.node.name for link in project.node_links],
    }


def _subsidy(project: BudgetProject) -> list[Any] | None:
    if not project.subsidies:
        return None
    (row,) = project.subsidies
    assert row.rate is not None
    assert row.eligible is not None
    amount = int(row.eligible * row.rate)  # rounded down to whole 千円
    assert amount == next(f.amount for f in project.funding if f.source is row.source)
    return [row.name, row.eligible, str(row.rate), row.rounding.value, amount]


def budget_words(sample: PlanSnapshot, name: str) -> list[str]:
    """What a project says of itself, entry by entry."""
    project = next(project for project in sample.all(BudgetProject) if project.name == name)
    return [point.text for point in project.points]


def footnote_texts(sample: PlanSnapshot) -> str:
    """All footnotes as one text; the words that carry a mark have to be somewhere in their project."""
    texts = []
    for project in sample.all(BudgetProject):
        words = "\n".join(_printed_words(project))
        for note in project.footnotes:
            assert note.anchor
            assert note.anchor in words
            texts.append(note.text)
    return "\n".join(texts)


def _printed_words(project: BudgetProject) -> Iterator[str]:
    yield from (row.text for row in project.points)
    yield from (row.source.value for row in project.funding)
    for schedule in project.schedules:
        for edition in schedule.editions:
            yield from (lane.name for lane in edition.lanes)
