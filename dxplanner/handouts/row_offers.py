"""Rows of the plan as something to choose: what is stored for one, and words that tell it from the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dxplanner.handouts.row_names import full_name, row_beside, row_code, row_name
from dxplanner.model.base import Entity


@dataclass(frozen=True, slots=True)
class Offer:
    """One that can be chosen: what the option stores, and how it is shown."""

    value: str
    """uid of a row, or a fixed term."""
    words: str
    called: tuple[str, ...] = ()
    """What a row is called in any plan, its name first: by these it is found again in another one."""
    full: str = ""
    """Its name with what tells it from others of that name, in any plan; "" when nothing does."""

    def goes_by(self, text: str) -> bool:
        """Whether a stored text means this one: as it is stored, as it is shown, or by a name."""
        return bool(text) and text in (self.value, self.words, self.full, *self.called)


def offers_of(rows: Iterable[Entity]) -> tuple[Offer, ...]:
    """Rows of one entity to choose from; those of one name are told apart by what stands beside it."""
    listed = list(rows)
    names = [row_name(row) for row in listed]
    told = _told_apart(names, [row_beside(row) for row in listed])
    return tuple(
        Offer(row.uid, words, tuple(dict.fromkeys(filter(None, (name, row_code(row))))), full_name(row))
        for row, name, words in zip(listed, names, told, strict=True)
    )


def offer_of(offers: Sequence[Offer], text: str) -> Offer | None:
    """The offer that a stored text means: by its uid before any name; None when none or several are meant."""
    stored = next((offer for offer in offers if offer.value == text), None)
    if stored is not None:
        return stored
    meant = [offer for offer in offers if offer.goes_by(text)]
    return meant[0] if len(meant) == 1 else None


def _told_apart(names: Sequence[str], beside: Sequence[str]) -> list[str]:
    """Each name as it is; one that is not the only one with what stands beside it, at last with its place."""
    counts = Counter(names)
    words = [
        f"{name}（{more}）" if counts[name] > 1 and more else name
        for name, more in zip(names, beside, strict=True)
    ]
    again, seen = Counter(words), Counter[str]()
    for at, text in enumerate(words):
        if again[text] > 1:
            seen[text] += 1
            words[at] = f"{text}　{seen[text]}番目"
    return words
