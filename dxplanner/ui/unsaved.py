"""What somebody typed that the plan could not take, named before the widgets that hold it go away."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from dxplanner.model.base import entities, field_specs
from dxplanner.services.fields import short_name
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.model import SheetModel
from dxplanner.ui.sheet.sheet import Sheet

_NAMED = 3
"""So many are named; of the others only the number is said."""


def unsaved_texts(root: QWidget, plan: PlanFile) -> list[str]:
    """Names of the typed texts below ``root`` that are not stored, as 「意見の番号「三」」; flush before."""
    found = [name for sheet in root.findChildren(Sheet) for name in _of_sheet(sheet.model)]
    editors = root.findChildren(FieldEditor)
    found += _of_forms(editors, plan)
    own = {id(editor.box) for editor in editors}
    boxes: list[QLineEdit | QTextEdit] = [*root.findChildren(QLineEdit), *root.findChildren(QTextEdit)]
    found += [
        _named(box.accessibleName(), box.text() if isinstance(box, QLineEdit) else box.toPlainText())
        for box in boxes
        if id(box) not in own and box.property("invalid") and getattr(box, "unsaved", False)
    ]
    return found


def question(names: Sequence[str], act: str) -> str:
    """What is asked before texts are lost; ``act`` says what loses them (閉じる)."""
    more = "ほか" if len(names) > _NAMED else ""
    listed = "、".join(names[:_NAMED])
    return f"保存できない入力が{len(names)}か所あります（{listed}{more}）。\n{act}と消えます。"


def _of_sheet(model: SheetModel) -> Iterator[str]:
    label = model.source.label
    columns = {column.key: column.label for column in model.columns}
    for (_, key), cell in model.bad.items():
        yield _named(_field_of(label, columns.get(key, "")), cell.text)
    written = {key: text for key, text in model.draft.items() if (DRAFT, key) not in model.bad}
    if written:
        yield _named(f"書きかけの{label}", next(iter(written.values())))


def _of_forms(editors: Sequence[FieldEditor], plan: PlanFile) -> Iterator[str]:
    shared = {id(editor.drafts): editor.drafts for editor in editors}
    drafts = {key: text for known in shared.values() for key, text in known.items()}
    if not drafts:
        return
    by_table = {entity.__tablename__: entity for entity in entities()}
    with plan.reading() as session:
        for (table, row_id, name), text in drafts.items():
            entity = by_table[table]
            # With a row that was deleted meanwhile its text is given up.
            if session.get(entity, row_id) is not None:
                yield _named(_field_of(entity.__label__, field_specs(entity)[name].label), text)


def _field_of(owner: str, label: str) -> str:
    return label if label.startswith(owner) else f"{owner}の{label}"


def _named(what: str, text: str) -> str:
    return f"{what}「{short_name(text)}」"
