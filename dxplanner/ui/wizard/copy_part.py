"""出発点「ほかの計画から写す」: which plan, which 計画版, and what comes along."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from dxplanner.model import Department, PlanVersion
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.handout_import import Wanted, counts
from dxplanner.services.new_plan import depth_problem
from dxplanner.services.plan_copy import other_plan
from dxplanner.services.plan_seeds import NewLevel, Seed, departments_of, levels_of, seeds_of_version
from dxplanner.store.lock import Author
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.page import LABEL_WIDTH, Entry

_READING = "計画を読み込んでいます…"
_TEMPLATES = "課のひな形も写す"
_HANDOUTS = "資料も写す"
_BY_NAME = "計画版などの選択は、新しい計画の同じ名前のものになります。ないものは（自動）になります。"


class CopyPart(QWidget):
    """Chooses the hierarchy of another plan file. ``changed`` whenever the result may have."""

    changed = Signal()

    def __init__(
        self,
        draft: PlanDraft,
        theme: Theme,
        author: Author,
        jobs: Jobs,
        asking: WizardAsking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._author = author
        self._jobs = jobs
        self._asking = asking
        self._snapshot: PlanSnapshot | None = None
        self._read: Path | None = None
        self.file = Entry(
            "写す計画", "体系を写す計画ファイルです。元の計画は変わりません。", theme, "参照…", self
        )
        self.version = ArrowBox(self)
        self.version.setAccessibleName("写す版")
        self.version.setToolTip("現行計画、見直し案のどちらを写すかを選びます。")
        self.with_levels = QCheckBox("階層の名前と番号の付け方も写す", self)
        self.with_initiatives = QCheckBox("主な取組も写す", self)
        self.with_departments = QCheckBox("組織と所管課も写す", self)
        self.with_templates = QCheckBox(_TEMPLATES, self)
        self.with_handouts = QCheckBox(_HANDOUTS, self)
        self.with_levels.setChecked(True)
        self.with_initiatives.setChecked(True)
        self.with_templates.setChecked(True)
        for box in (self.with_templates, self.with_handouts):
            box.setToolTip(_BY_NAME)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        caption = QLabel("写す版", self)
        caption.setBuddy(self.version)
        caption.setFixedWidth(theme.pixels(LABEL_WIDTH))
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self.version, 0, 1)
        boxes = (
            self.with_levels, self.with_initiatives, self.with_departments, self.with_templates,
            self.with_handouts,
        )  # fmt: skip
        for row, box in enumerate(boxes, 1):
            grid.addWidget(box, row, 1)
            box.toggled.connect(self.changed)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.file)
        layout.addLayout(grid)
        layout.addStretch(1)
        self._count()
        self.file.edit.editingFinished.connect(self.read)
        self.file.button.clicked.connect(self._browse)
        self.version.currentIndexChanged.connect(self.changed)

    def read(self) -> None:
        """Read the plan that is named, on another thread, unless it has been read."""
        path = Path(self.file.text)
        if not self.file.text or path == self._read:
            return
        self._read, self._snapshot = path, None
        self.file.say(None)
        self.version.clear()
        self._count()
        self._jobs.start(
            "計画の読み込み",
            lambda _job: other_plan(path, self._author),
            lambda snapshot: self._loaded(path, snapshot),
            self._failed,
        )
        self.changed.emit()

    @property
    def problem(self) -> str | None:
        """Why there is nothing to copy yet."""
        if self._snapshot is None:
            if self.file.message.text():
                return self.file.message.text()
            return _READING if self._read is not None else "写す計画を選んでください。"
        deepest = max((seed.depth for seed in self.seeds), default=-1) + 1
        if deepest > len(self.levels):
            return depth_problem(deepest, len(self.levels))
        return None

    @property
    def levels(self) -> tuple[NewLevel, ...]:
        """The levels of the new plan."""
        chosen = self._version
        return self._draft.levels if chosen is None or not self.with_levels.isChecked() else levels_of(chosen)

    @property
    def seeds(self) -> tuple[Seed, ...]:
        """What is copied."""
        if self._version is None:
            return ()
        return seeds_of_version(
            self._version,
            initiatives=self.with_initiatives.isChecked(),
            departments=self.with_departments.isChecked(),
        )

    @property
    def departments(self) -> tuple[Department, ...]:
        """The 組織 that are copied."""
        wanted = self._snapshot is not None and self.with_departments.isChecked()
        return departments_of(self._snapshot) if wanted and self._snapshot is not None else ()

    @property
    def wanted(self) -> Wanted | None:
        """The 資料 and ひな形 that come along."""
        templates, handouts = (
            box.isEnabled() and box.isChecked() for box in (self.with_templates, self.with_handouts)
        )
        if self._snapshot is None or not (templates or handouts):
            return None
        return Wanted(self._snapshot, handouts=handouts, templates=templates)

    def _count(self) -> None:
        """Say how many 資料 and ひな形 there are to bring."""
        handouts, templates = (0, 0) if self._snapshot is None else counts(self._snapshot)
        for box, text, count in (
            (self.with_templates, _TEMPLATES, templates),
            (self.with_handouts, _HANDOUTS, handouts),
        ):
            box.setText(f"{text}（{count}件）" if self._snapshot is not None else text)
            box.setEnabled(count > 0)

    @property
    def _version(self) -> PlanVersion | None:
        if self._snapshot is None or self.version.currentIndex() < 0:
            return None
        return self._versions()[self.version.currentIndex()]

    def _versions(self) -> list[PlanVersion]:
        assert self._snapshot is not None
        return sorted(self._snapshot.all(PlanVersion), key=lambda version: (version.position, version.id))

    def _loaded(self, path: Path, snapshot: object) -> None:
        if path != self._read or not isinstance(snapshot, PlanSnapshot):
            return
        self._snapshot = snapshot
        self._count()
        versions = self._versions()
        self.version.addItems([version.name for version in versions])
        self.version.setCurrentIndex(len(versions) - 1)
        self.changed.emit()

    def _failed(self, sentence: str) -> None:
        self.file.say(sentence)
        self.changed.emit()

    def _browse(self) -> None:
        start = Path(self.file.text).parent if self.file.text else Path.home()
        path = self._asking.plan_to_open(self, start)
        if path is not None:
            self.file.edit.setText(str(path))
            self.read()
