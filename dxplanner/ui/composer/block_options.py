"""The options of one block as its form shows and changes them: by rows, in a ひな形 by names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dxplanner.handouts.option_refs import (
    bound,
    followed,
    gone,
    naming,
    portable,
    portable_offers,
    values_of,
)
from dxplanner.handouts.option_specs import OPTIONS, OptionKind, OptionSpec
from dxplanner.handouts.row_offers import Offer
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.handout_query import BlockEntry


class BlockOptions:
    """What is set on a block beside what could be. ``plan`` is asked for only where rows are named."""

    def __init__(self, block: BlockEntry, plan: Callable[[], PlanSnapshot], *, template: bool) -> None:
        self.block = block
        self._plan = plan
        self._template = template
        self.specs = OPTIONS.get(block.kind, ())
        self.shown: Mapping[str, Any] = block.options
        """What the boxes show."""
        if any(naming(block.kind, block.options)):
            self.shown = (portable if template else bound)(block.kind, block.options, plan())

    def offered(self, spec: OptionSpec) -> Sequence[Offer]:
        """What a box offers, and what is chosen in it although it is no longer there."""
        if spec.offered is None:
            return ()
        find = portable_offers if self._template else OptionSpec.offers
        offers = find(spec, self._plan(), self.shown)
        value = self.shown.get(spec.key)
        fits = isinstance(value, list if spec.kind is OptionKind.SEVERAL else str)
        known = {offer.value for offer in offers}
        lost = [one for one in values_of(value) if fits and one not in known]
        return [*offers, *(Offer(one, self.block.names.get(one) or gone(spec, one)) for one in lost)]

    def changes(self, key: str, value: object) -> dict[str, object]:
        """What is to be stored when one option is set (None drops it): it, and what was chosen beside it."""
        kind = self.block.kind
        after = {name: one for name, one in self.shown.items() if name != key}
        if value is not None:
            after[key] = value
        made = after
        # What is chosen from the rows of a row depends on which row that is, and on nothing else.
        if any(spec.key == key and spec.entity is not None for spec in self.specs):
            made = followed(kind, self.shown, after, self._plan())
            made = portable(kind, made, self._plan()) if self._template else made
        changed = {name: made.get(name) for name, one in after.items() if made.get(name) != one}
        return {**changed, key: made.get(key)}
