"""Plans of any size for measurements and for tests of large plans."""

from pathlib import Path

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.model import Level, Plan, PlanVersion, PolicyNode
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

POLICIES = 20
MEASURES = 25


def write_big_plan(path: Path, nodes: int) -> Path:
    """A plan with about ``nodes`` nodes on three levels: 基本方針, 基本施策, 個別施策."""
    plan = PlanFile.create(path, Author("計測", "PC"))
    with plan.filling() as session:
        version = PlanVersion(name="計画案", position=0)
        levels = [
            Level(name=name, scope=scope, joined=depth > 0, position=depth, version=version)
            for depth, (name, scope) in enumerate(
                [
                    ("基本方針", NumberScope.VERSION),
                    ("基本施策", NumberScope.PARENT),
                    ("個別施策", NumberScope.PARENT),
                ]
            )
        ]
        session.add_all([Plan(name="大きな計画", city="試験市"), version, *levels])
        session.flush()
        rest = max(0, nodes - POLICIES - POLICIES * MEASURES)
        details, more = divmod(rest, POLICIES * MEASURES)
        made: list[PolicyNode] = []
        for policy_number in range(POLICIES):
            policy = _node(version, levels[0], None, policy_number, f"基本方針その{policy_number + 1}")
            made.append(policy)
            for measure_number in range(MEASURES):
                name = f"デジタル技術で暮らしを支える施策{policy_number}-{measure_number}"
                measure = _node(version, levels[1], policy, measure_number, name)
                made.append(measure)
                extra = 1 if policy_number * MEASURES + measure_number < more else 0
                for detail_number in range(details + extra):
                    name = f"個別の取組 {detail_number + 1}"
                    made.append(_node(version, levels[2], measure, detail_number, name))
        session.add_all(made)
    plan.close()
    return path


def _node(
    version: PlanVersion, level: Level, parent: PolicyNode | None, position: int, name: str
) -> PolicyNode:
    return PolicyNode(version=version, level=level, parent=parent, position=position, name=name)
