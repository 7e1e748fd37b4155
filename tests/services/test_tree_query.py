"""What the tree shows: order, counts from grouped queries, badges, speed on 10,000 nodes."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from dxplanner.domain.vocabulary import ColourRole, ProvenanceStatus
from dxplanner.model import (
    Department,
    Indicator,
    Initiative,
    Level,
    NodeDepartment,
    PlanVersion,
    PolicyNode,
    Provenance,
    Term,
)
from dxplanner.services.tree_counts import Counts, load_counts
from dxplanner.services.tree_query import (
    load_departments,
    load_levels,
    load_nodes,
    load_versions,
    version_of,
)
from dxplanner.store.planfile import PlanFile
from tests.services.outlines import key


def test_versions_and_levels_as_the_plan_has_them(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        assert [(row.name, row.term) for row in load_versions(session)] == [
            ("現行計画", "R4–R6"),
            ("見直し案", "R7–R9"),
        ]
        assert [row.rule.name for row in load_levels(session, 1)] == [
            "2030年のめざす姿",
            "基本方針",
            "基本施策",
            "個別施策",
        ]


def test_counts_agree_with_the_rows_themselves(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        inferred = Counter(
            session.scalars(
                sa.select(Provenance.entity_uid).where(Provenance.status == ProvenanceStatus.INFERRED)
            )
        )
        nodes = {node.id: node for node in session.scalars(sa.select(PolicyNode))}
        found = [row for version in (1, 2) for row in load_nodes(session, version)]
        assert {row.id for row in found} == set(nodes)
        for row in found:
            node = nodes[row.id]
            own = [node, *node.initiatives, *node.indicators, *node.departments, *node.reviews]
            own += {end.transition for end in node.transition_ends}
            own += [series for one in node.indicators for series in one.series]
            own += [value for one in node.indicators for series in one.series for value in series.values]
            assert row.counts.indicators == len(node.indicators)
            assert row.counts.initiatives == len(node.initiatives)
            assert row.counts.inferred == sum(inferred[one.uid] for one in own)
            assert (row.uid, row.parent_id, row.name) == (node.uid, node.parent_id or 0, node.name)
        assert sum(row.counts.initiatives for row in found) == 34
        assert sum(1 for row in found if row.colour is not ColourRole.NEUTRAL) == 5


def test_departments_of_a_node_and_those_that_have_ended(sample_plan: PlanFile) -> None:
    node = key(sample_plan, "学校教育のDX推進")
    with sample_plan.filling() as session:
        [term] = session.scalars(sa.select(Term).where(Term.number == 2))
        old = Department(name="学校教育課", position=5, valid_to=date(term.first_year, 3, 31))
        new = Department(name="教育研究所", position=6)
        session.add_all([old, new])
        session.flush()
        for position, one in enumerate((new, old)):
            session.add(NodeDepartment(node_id=node, department_id=one.id, position=position))
        session.flush()
        keys = (new.id, old.id)
    with sample_plan.reading() as session:
        [row] = load_nodes(session, 2, [node])
        assert (row.counts.departments, row.counts.ended) == (keys, ("学校教育課",))
        assert load_departments(session, 2) == [(keys[1], "学校教育課"), (keys[0], "教育研究所")]
        assert load_departments(session, 1) == []


def test_some_nodes_are_asked_for_by_key(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        whole = {row.id: row for row in load_nodes(session, 2)}
        some = list(whole)[3:9]
        assert {row.id: row for row in load_nodes(session, 2, some)} == {one: whole[one] for one in some}
        assert load_nodes(session, 1, some) == []
        assert load_counts(session, 2, []) == {}
        assert version_of(session, some[0]) == 2
        assert version_of(session, 10**9) is None


def big(plan: PlanFile) -> int:
    """10,000 nodes on three levels, each lowest one with an indicator and two 取組."""
    with plan.filling() as session:
        version = PlanVersion(name="大きい計画")
        session.add(version)
        session.flush()
        levels = [Level(version_id=version.id, position=depth, name=f"{depth}") for depth in range(3)]
        session.add_all(levels)
        session.flush()
        nodes: list[dict[str, Any]] = []
        for number in range(1, 10_001):
            depth = 0 if number % 1000 == 1 else 1 if number % 100 == 2 else 2
            parent = {0: None, 1: number - number % 1000 + 1, 2: number - (number - 2) % 100}[depth]
            nodes.append(
                {
                    "id": number,
                    "uid": f"{number:032x}",
                    "version_id": version.id,
                    "level_id": levels[depth].id,
                    "parent_id": parent if parent and parent > 0 else None,
                    "position": number,
                    "name": f"項目{number}",
                }
            )
        session.execute(sa.insert(PolicyNode), nodes)
        owners = [node["id"] for node in nodes if node["level_id"] == levels[2].id]
        session.execute(
            sa.insert(Initiative),
            [
                {"uid": f"{kind}{one:031x}", "node_id": one, "position": 0, "name": "取組"}
                for one in owners
                for kind in "ab"
            ],
        )
        session.execute(
            sa.insert(Indicator),
            [{"uid": f"c{one:031x}", "node_id": one, "position": 0, "name": "指標", "unit": "%",
              "kind": "意識調査"} for one in owners],
        )  # fmt: skip
        return version.id


@pytest.fixture
def statements(empty_plan: PlanFile) -> list[str]:
    """The statements that the plan's connection gets, from now on."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    sa.event.listen(empty_plan._engine, "before_cursor_execute", note)
    return seen


def test_ten_thousand_nodes_take_a_handful_of_queries(empty_plan: PlanFile, statements: list[str]) -> None:
    version = big(empty_plan)
    statements.clear()
    with empty_plan.reading() as session:
        found = load_nodes(session, version)
    assert len(found) == 10_000
    assert len([one for one in statements if one.lstrip().startswith(("SELECT", "WITH"))]) <= 7
    assert found[-1].counts == Counts(indicators=1, initiatives=2)
