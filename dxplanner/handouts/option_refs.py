"""What a block's options name: from names to rows and back, and from one plan to another.

An option keeps the identifier of the row that was chosen, so that renaming it changes nothing. Names stand
in older files, in own ひな形 (which go to other plans) and in those that come with the program.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dxplanner.handouts.option_specs import OPTIONS, OptionKind, OptionSpec
from dxplanner.handouts.row_offers import Offer, offer_of
from dxplanner.handouts.selection import Options, is_uid
from dxplanner.model import PrintRun, ProjectPoint
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot

_SECTIONS: Final = "sections"
_ONLY: Final = "only"
_LONGEST: Final = 30


class Ambiguous(str):
    """What is called by a name that several rows have: which of them was meant nobody can tell."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """Options as they are in another plan."""

    options: dict[str, Any]
    missing: tuple[str, ...]
    """What that plan does not have (計画版「見直し案」), or has several of (``Ambiguous``): it is left to the
    builder to choose.
    """


def values_of(value: object) -> list[str]:
    """The identifiers or names that an option holds: none, one or several."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return [value] if isinstance(value, str) and value else []


def naming(kind: str, options: Options) -> Iterator[OptionSpec]:
    """The options of a kind of block that are set and choose from rows, those that others depend on first."""
    for spec in OPTIONS.get(kind, ()):
        several = spec.kind is OptionKind.SEVERAL
        value = options.get(spec.key)
        if spec.entity is not None and isinstance(value, list if several else str) and value:
            yield spec


def gone(spec: OptionSpec, value: str, name: str = "") -> str:
    """What a stored value is called whose row is gone; ``name`` is what it was called, if known."""
    if not is_uid(value) or spec.entity is None:
        return value
    return f"（削除された{spec.entity.__label__}{f'「{name}」' if name else ''}）"


def bound(kind: str, options: Options, plan: PlanSnapshot) -> dict[str, Any]:
    """The same with rows instead of their names; what is not found stays as it is."""
    made = dict(options)
    for spec in naming(kind, options):
        offers = spec.offers(plan, made)
        _put(made, spec.key, {one: _moved((), offers, one) or one for one in values_of(made[spec.key])})
    return made


def portable(kind: str, options: Options, plan: PlanSnapshot) -> dict[str, Any]:
    """The same with names instead of rows, for a ひな形; what means nothing elsewhere is left out."""
    made = _with_headings(options, plan)
    for spec in naming(kind, options):
        names = {}
        for one in values_of(options[spec.key]):
            offer = offer_of(portable_offers(spec, plan, options), one)
            names[one] = offer.value if offer is not None else None if is_uid(one) else one
        _put(made, spec.key, names)
    return made


def portable_offers(spec: OptionSpec, plan: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """What an option of a ひな形 offers: the same rows, stored by name. A printing belongs to its plan."""
    offers = spec.offers(plan, options)
    if spec.entity is None or spec.entity is PrintRun:
        return offers if spec.entity is None else ()
    used = Counter(name for offer in offers for name in _names(offer))
    return [
        Offer(
            next((name for name in _names(offer) if used[name] == 1), offer.called[0]),
            offer.words,
            (*offer.called, offer.value),
            offer.full,
        )
        for offer in offers
    ]


def _names(offer: Offer) -> list[str]:
    """What a row may be called in another plan, the usual one first."""
    return [name for name in (offer.called[0], offer.full, *offer.called[1:]) if name]


def carried(kind: str, options: Options, source: PlanSnapshot, target: PlanSnapshot) -> Carried:
    """The same in another plan: the row itself, else the one that is called so; the rest is left out."""
    made, missing = _with_headings(options, source), list[str]()
    asked = dict(options)
    for spec in naming(kind, options):
        here, there = spec.offers(source, options), spec.offers(target, asked)
        found = {one: _moved(here, there, one) for one in values_of(options[spec.key])}
        missing += [_missing(spec, here, there, one) for one, new in found.items() if new is None]
        _put(made, spec.key, found)
        # What is left out is still asked for: what depends on it is not looked for among other rows.
        asked[spec.key] = made.get(spec.key, asked[spec.key])
    return Carried(made, tuple(missing))


def followed(kind: str, before: Options, after: Options, plan: PlanSnapshot) -> dict[str, Any]:
    """Options of which one was changed: what others chose beside it is chosen by name again, or left out."""
    made = dict(after)
    for spec in naming(kind, after):
        if before.get(spec.key) == after[spec.key]:
            here, there = spec.offers(plan, before), spec.offers(plan, made)
            values = values_of(after[spec.key])
            # What was gone before stays for somebody to see.
            _put(
                made,
                spec.key,
                {one: _moved(here, there, one) if offer_of(here, one) else one for one in values},
            )
    return made


def _moved(here: Sequence[Offer], there: Sequence[Offer], one: str) -> str | None:
    """What is stored for the same row among other offers: by its identifier, as it is shown, by its name.

    None when there is none, or a name means several: which of them was meant nobody can tell.
    """
    known = offer_of(here, one)
    names = [one]
    if known is not None:
        names = [known.value, known.words, known.full]
        # A name that is not the only one here may mean another row there.
        names += [name for name in known.called[:1] if offer_of(here, name) is known]
    found = (offer_of(there, name) for name in names)
    return next((offer.value for offer in found if offer is not None), None)


def _missing(spec: OptionSpec, here: Sequence[Offer], there: Sequence[Offer], one: str) -> str:
    known = offer_of(here, one)
    if known is None and is_uid(one):
        return gone(spec, one).strip("（）")
    assert spec.entity is not None
    names = {one} if known is None else {known.words, *known.called[:1]}
    several = sum(any(offer.goes_by(name) for name in names) for offer in there) > 1
    words = called(spec.entity, one if known is None else known.words)
    return Ambiguous(words) if several else words


def called(entity: type[Entity], words: str) -> str:
    """計画版「見直し案」, not too long for a message."""
    short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return f"{entity.__label__}「{short}」"


def _put(made: dict[str, Any], key: str, new: Mapping[str, str | None]) -> None:
    """Replace what an option names; one that names nothing any more goes."""
    value = made[key]
    if isinstance(value, list):
        found = [new[one] for one in values_of(value)]
        made[key] = list(dict.fromkeys(one for one in found if one is not None)) or None
    else:
        made[key] = new[value]
    if made[key] is None:
        del made[key]


def _with_headings(options: Options, plan: PlanSnapshot) -> dict[str, Any]:
    """The same with headings instead of points in the sections of 事業説明 (see handouts.points)."""
    made = dict(options)
    sections = made.get(_SECTIONS)
    if isinstance(sections, list):
        headings = {point.uid: point.heading or "" for point in plan.all(ProjectPoint)}
        made[_SECTIONS] = [_headed(section, headings) for section in sections]
    return made


def _headed(section: Any, headings: Mapping[str, str]) -> Any:
    if not isinstance(section, dict) or not isinstance(section.get(_ONLY), list):
        return section
    found = dict.fromkeys(headings.get(one, one) for one in section[_ONLY] if isinstance(one, str))
    return {**section, _ONLY: list(found)}
