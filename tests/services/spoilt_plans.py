"""Plans with handouts that cannot be made."""

import sqlalchemy as sa

from dxplanner.model import Handout
from dxplanner.store.planfile import PlanFile


def spoil(plan: PlanFile, *codes: str) -> None:
    """Give 工程表 handouts a 基準日 that nobody can read."""
    with plan.edit("基準日の変更") as edit:
        for handout in edit.session.scalars(sa.select(Handout).where(Handout.code.in_(codes))):
            block = handout.blocks[0]
            block.options = {**(block.options or {}), "status": "きのう"}


def without_pages(plan: PlanFile, *codes: str) -> None:
    """Let handouts print pages that they do not have."""
    with plan.edit("範囲の変更") as edit:
        edit.session.execute(sa.update(Handout).where(Handout.code.in_(codes)).values(page_range="90-91"))
