"""Sheets of the tests: opinions of a plan, indicators of a node."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from dxplanner.model import Department, Initiative, Opinion, OpinionClass, PolicyNode
from dxplanner.services.sheet import SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column, department_column, named_column
from dxplanner.services.sheet_rows import keys_in_order
from dxplanner.store.planfile import PlanFile

OPINIONS = SheetSource(
    "意見",
    Opinion,
    (
        field_column(Opinion, "number"),
        field_column(Opinion, "source"),
        field_column(Opinion, "summary"),
        field_column(Opinion, "answer"),
        named_column(Opinion, "opinion_class_id", OpinionClass),
        department_column(Opinion),
        field_column(Opinion, "received_on"),
        computed_column(
            "length", "文字数", lambda row: str(len(row.summary)), number=lambda row: len(row.summary)
        ),
        field_column(Opinion, "status"),
        field_column(Opinion, "person", hidden=True),
    ),
    keys_in_order(Opinion),
    lambda session, keys: session.scalars(
        sa.select(Opinion)
        .where(Opinion.id.in_(keys))
        .options(joinedload(Opinion.department), joinedload(Opinion.opinion_class))
    ).all(),
    frozenset({"opinion", "department", "opinion_class"}),
    new=lambda _session: {},
)
KEYS = [column.key for column in OPINIONS.columns]


def fill(plan: PlanFile, count: int) -> list[int]:
    """Some opinions, two classes and two sections in an empty plan; the keys of the opinions."""
    with plan.filling() as session:
        session.add_all([Department(name="情報政策推進室", short_name="情報室", position=0)])
        session.add_all([Department(name="総務課", position=1)])
        session.add_all(
            [OpinionClass(name=name, position=at) for at, name in enumerate(("修正する", "参考"))]
        )
        session.flush()
        made = [
            Opinion(
                position=at, number=at + 1, summary=f"意見{at + 1}", answer="検討します。" if at % 2 else None
            )
            for at in range(count)
        ]
        session.add_all(made)
        session.flush()
        return [row.id for row in made]


def texts_of(plan: PlanFile, source: SheetSource = OPINIONS) -> list[tuple[str, ...]]:
    """All rows of a sheet as the store has them."""
    with plan.reading() as session:
        keys = list(source.rows(session))
        rows = {row.id: row for row in source.load(session, keys)}
        return [tuple(column.read(rows[key]) for column in source.columns) for key in keys]


def initiatives_of(session: Session) -> SheetSource:
    """主な取組 of the first two nodes that have some, in one sheet: rows of several lists."""
    nodes = session.scalars(
        sa.select(Initiative.node_id).distinct().order_by(Initiative.node_id).limit(2)
    ).all()
    order = (Initiative.node_id, Initiative.position, Initiative.id)
    return SheetSource(
        "取組",
        Initiative,
        (
            computed_column("node", "施策", lambda row: row.node.name),
            field_column(Initiative, "name"),
        ),
        lambda session: session.scalars(
            sa.select(Initiative.id).where(Initiative.node_id.in_(nodes)).order_by(*order)
        ).all(),
        lambda session, keys: session.scalars(
            sa.select(Initiative).where(Initiative.id.in_(keys)).options(joinedload(Initiative.node))
        ).all(),
        frozenset({"initiative", PolicyNode.__tablename__}),
        owner="node_id",
        new=lambda _session: {"node_id": nodes[1]},
    )
