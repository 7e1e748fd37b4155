"""Opening a plan on good and bad days: wrong, newer and older files, locks, full disks, killed writers."""

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import InputError, MachineError, RefusedEdit
from dxplanner.domain.vocabulary import DiagramShape, EdgeStyle
from dxplanner.model import Base, DiagramEdge, Handout, Opinion, Plan
from dxplanner.store.engine import plan_engine
from dxplanner.store.header import APPLICATION_ID, SCHEMA_VERSION, read_header
from dxplanner.store.lock import Author, PlanLock, holder_of
from dxplanner.store.migrations import migrations_dir, upgrade
from dxplanner.store.planfile import PlanFile
from dxplanner.store.verify import verify

AUTHOR = Author("企画係", "PC-01")
OTHER = Author("予算係", "PC-02")


def test_a_new_plan_is_marked_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "新しい計画.dxplan"
    PlanFile.create(path, AUTHOR).close()
    assert read_header(path).schema_version == SCHEMA_VERSION
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    raw.close()
    assert os.listdir(tmp_path) == [path.name]


def links(engine: sa.Engine, table: str) -> list[tuple[str, ...]]:
    """The foreign keys of a table as SQLite knows them."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").all()
    return [tuple(map(str, row)) for row in found]


def test_the_migrations_make_exactly_the_models_schema(tmp_path: Path) -> None:
    path = tmp_path / "計画.dxplan"
    PlanFile.create(path, AUTHOR).close()
    migrated = sa.create_engine(f"sqlite:///{path}")
    declared = sa.create_engine("sqlite://")
    Base.metadata.create_all(declared)
    schemas = []
    for engine in (migrated, declared):
        inspector = sa.inspect(engine)
        schemas.append(
            {
                table: (
                    # A migration adds columns at the end, wherever the model declares them.
                    sorted(
                        (c["name"], str(c["type"]), c["nullable"], c.get("primary_key"))
                        for c in inspector.get_columns(table)
                    ),
                    sorted((i["name"] or "", tuple(i["column_names"])) for i in inspector.get_indexes(table)),
                    # SQLite's own list: SQLAlchemy does not read what stands behind a column of ALTER TABLE.
                    sorted(row[2:7] for row in links(engine, table)),
                    sorted(tuple(u["column_names"]) for u in inspector.get_unique_constraints(table)),
                )
                for table in inspector.get_table_names()
                if table != "alembic_version"
            }
        )
        engine.dispose()
    assert schemas[0] == schemas[1]
    assert (migrations_dir() / "versions").is_dir()


def test_every_foreign_key_is_indexed() -> None:
    bare = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if not any(next(iter(index.columns)) is key.parent for index in table.indexes)
    ]
    assert bare == []


def bad_file(kind: str, sample: Path, folder: Path) -> Path:
    path = folder / f"{kind}.dxplan"
    if kind == "text":
        path.write_text("計画ではない文章です。" * 50, encoding="utf-8")
    elif kind == "empty":
        path.touch()
    elif kind == "other database":
        with sqlite3.connect(path) as raw:
            raw.execute("CREATE TABLE t (x)")
        raw.close()
    elif kind == "cut short":
        path.write_bytes(sample.read_bytes()[:20000])
    elif kind == "only a header":
        path.write_bytes(sample.read_bytes()[:50])
    elif kind == "folder":
        path.mkdir()
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "見つかりません"),
        ("text", "計画ファイルではありません"),
        ("empty", "計画ファイルではありません"),
        ("other database", "別のソフト"),
        ("cut short", "途中で切れています"),
        ("only a header", "途中で切れています"),
        ("folder", "フォルダーです"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    kind: str, words: str, sample_template: Path, tmp_path: Path
) -> None:
    path = bad_file(kind, sample_template, tmp_path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(InputError, match=words):
        PlanFile.open(path, AUTHOR)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not PlanLock.path_for(path).exists()


def test_a_plan_with_damaged_pages_is_reported(sample_path: Path) -> None:
    content = bytearray(sample_path.read_bytes())
    content[4096 * 3 : 4096 * 12] = os.urandom(4096 * 9)
    sample_path.write_bytes(content)
    try:
        with PlanFile.open(sample_path, AUTHOR, editable=False) as plan:
            found = "".join(problem.text for problem in verify(plan))
    except InputError as error:
        found = error.message
    assert "壊れています" in found


def test_a_plan_that_has_lost_a_table_is_damaged(sample_path: Path) -> None:
    with sqlite3.connect(sample_path) as raw:
        raw.execute("DROP TABLE opinion")
    raw.close()
    with PlanFile.open(sample_path, AUTHOR) as plan:
        with pytest.raises(InputError, match="壊れています"):
            plan.snapshot()
        with pytest.raises(InputError, match="壊れています"), plan.edit("名前を直す"):
            pass


def test_a_newer_plan_opens_to_read_only(sample_path: Path) -> None:
    with sqlite3.connect(sample_path) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    raw.close()
    before = sample_path.read_bytes()
    with PlanFile.open(sample_path, AUTHOR) as plan:
        assert plan.read_only is not None
        assert "新しい版" in plan.read_only
        with pytest.raises(RefusedEdit, match="新しい版"), plan.edit("変更"):
            pytest.fail("the block must not run")
        with pytest.raises(RefusedEdit):
            plan.undo()
        assert plan.snapshot().plan.city == "長崎市"
    assert sample_path.read_bytes() == before


def next_migration(folder: Path, upgrade: str) -> Path:
    """A copy of the migrations with one more, which does ``upgrade``."""
    scripts = Path(shutil.copytree(migrations_dir(), folder / "migrations"))
    (scripts / "versions" / "9999_next.py").write_text(
        textwrap.dedent(f"""
            import sqlalchemy as sa
            from alembic import op
            revision, down_revision = "{SCHEMA_VERSION + 1:04}", "{SCHEMA_VERSION:04}"
            branch_labels = depends_on = None
            def upgrade() -> None:
                op.add_column("plan", sa.Column("nickname", sa.Text()))
                {upgrade}
            """),
        encoding="utf-8",
    )
    return scripts


def test_an_older_plan_is_backed_up_then_migrated(sample_path: Path, tmp_path: Path) -> None:
    scripts = next_migration(tmp_path, "op.execute(\"UPDATE plan SET nickname = 'DX'\")")
    before = sample_path.read_bytes()
    with PlanFile.open(sample_path, AUTHOR, scripts=scripts, version=SCHEMA_VERSION + 1) as plan:
        assert plan.read_only is None
        assert plan.backup is not None
        assert plan.backup.read_bytes() == before
        assert f"変換前v{SCHEMA_VERSION}" in plan.backup.name
    assert read_header(sample_path).schema_version == SCHEMA_VERSION + 1
    with sqlite3.connect(sample_path) as raw:
        assert raw.execute("SELECT nickname FROM plan").fetchone() == ("DX",)
    raw.close()


def test_a_plan_of_schema_1_opens_with_all_it_has(tmp_path: Path) -> None:
    """Rows of each table that 0002 changes, written by the first schema's own statements."""
    scripts = Path(shutil.copytree(migrations_dir(), tmp_path / "migrations"))
    for later in (scripts / "versions").glob("000[2-9]_*.py"):
        later.unlink()
    path = tmp_path / "計画.dxplan"
    path.touch()
    engine = plan_engine(path, writable=True)
    with engine.begin() as connection:
        assert upgrade(connection, scripts) == 1
        for statement in (
            "INSERT INTO plan (id, uid, name, city) VALUES (1, 'p', '計画', '市')",
            "INSERT INTO diagram (id, uid, position, title) VALUES (1, 'd', 0, '図')",
            "INSERT INTO diagram_node (id, uid, diagram_id, position, label, colour, x, y, width, height)"
            " VALUES (1, 'n', 1, 0, '要素', '標準', 1, 2, 3, 4)",
            "INSERT INTO diagram_edge (id, uid, diagram_id, position, label, start_id)"
            " VALUES (1, 'e', 1, 0, '線', 1)",
            "INSERT INTO handout (id, uid, position, code, title, paper, orientation, first_page)"
            " VALUES (1, 'h', 0, 'a', '資料', 'A4', '横', 1)",
            "INSERT INTO opinion (id, uid, position, summary, status) VALUES (1, 'o', 0, '意見', '未着手')",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    assert read_header(path).schema_version == 1
    with PlanFile.open(path, AUTHOR) as plan:
        assert plan.backup is not None
        assert verify(plan) == []
        snapshot = plan.snapshot()
        (edge,) = snapshot.all(DiagramEdge)
        assert edge.start is not None
        assert (edge.style, edge.start.shape) == (EdgeStyle.ARROW, DiagramShape.RECTANGLE)
        (handout,) = snapshot.all(Handout)
        assert (handout.cover, handout.template, handout.margin_left) == (False, False, None)
        assert [opinion.summary for opinion in snapshot.all(Opinion)] == ["意見"]


def test_a_failing_migration_leaves_the_plan_as_it_was(sample_path: Path, tmp_path: Path) -> None:
    scripts = next_migration(tmp_path, 'op.execute("INSERT INTO no_such_table VALUES (1)")')
    before = sample_path.read_bytes()
    with pytest.raises(sa.exc.OperationalError):
        PlanFile.open(sample_path, AUTHOR, scripts=scripts, version=SCHEMA_VERSION + 1)
    assert sample_path.read_bytes() == before
    with PlanFile.open(sample_path, AUTHOR) as plan:
        assert plan.read_only is None


def test_a_second_opener_reads_and_learns_who_edits(sample_path: Path) -> None:
    with PlanFile.open(sample_path, AUTHOR) as first:
        holder = holder_of(sample_path)
        assert holder is not None
        assert holder.author == AUTHOR
        with PlanFile.open(sample_path, OTHER) as second:
            assert second.read_only is not None
            assert "企画係さん（PC-01）" in second.read_only
            with first.edit("名称の変更") as edit:
                edit.session.execute(sa.update(Plan).values(name="先に開いた人の変更"))
            assert second.snapshot().plan.name == "先に開いた人の変更"
    with PlanFile.open(sample_path, OTHER) as later:
        assert later.read_only is None
    assert not PlanLock.path_for(sample_path).exists()


def test_a_killed_process_leaves_no_lock_and_no_half_edit(sample_path: Path) -> None:
    script = textwrap.dedent("""
        import os, sys, pathlib, sqlalchemy as sa
        from dxplanner.model import Plan
        from dxplanner.store.lock import Author
        from dxplanner.store.planfile import PlanFile
        plan = PlanFile.open(pathlib.Path(sys.argv[1]), Author("消えた人", "PC-09"))
        with plan.edit("途中") as edit:
            edit.session.execute(sa.update(Plan).values(name="途中の値"))
            edit.session.connection().exec_driver_sql("PRAGMA cache_spill = 1")
            os._exit(9)
        """)
    result = subprocess.run([sys.executable, "-c", script, str(sample_path)], check=False)
    assert result.returncode == 9
    with PlanFile.open(sample_path, AUTHOR) as plan:
        assert plan.read_only is None
        assert plan.snapshot().plan.name == "長崎市DX推進計画"
        assert plan.undo_label() is None
        assert verify(plan) == []


def test_a_full_disk_is_said_and_the_plan_stays(sample_path: Path) -> None:
    with PlanFile.open(sample_path, AUTHOR) as plan:
        with plan.reading() as session:
            session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(MachineError, match="空きが足りない"), plan.edit("大きな変更") as edit:
            edit.session.execute(sa.update(Plan).values(purpose="長い文章" * 200_000))
        assert plan.snapshot().plan.purpose is not None
        assert len(plan.snapshot().plan.purpose or "") < 1000
        assert plan.undo_label() is None


def test_a_place_that_cannot_be_written_opens_to_read_only(
    sample_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the refusal itself is played; the real one is OSError as well.
    def refuse(_plan: Path, _author: Author) -> None:
        raise PermissionError

    monkeypatch.setattr(PlanLock, "acquire", refuse)
    with PlanFile.open(sample_path, AUTHOR) as plan:
        assert plan.read_only is not None
        assert "書き込めない場所" in plan.read_only
        assert plan.snapshot().plan.city == "長崎市"


def test_a_copy_taken_after_an_edit_is_the_whole_plan(sample_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "控え.dxplan"
    with PlanFile.open(sample_path, AUTHOR) as plan:
        with plan.edit("名称の変更") as edit:
            edit.session.execute(sa.update(Plan).values(name="変えた名称"))
        shutil.copy(sample_path, copy)
    with PlanFile.open(copy, AUTHOR) as plan:
        assert plan.snapshot().plan.name == "変えた名称"
        assert plan.undo_label() == "名称の変更"


def test_verify_finds_a_row_changed_behind_the_log(sample_path: Path) -> None:
    with PlanFile.open(sample_path, AUTHOR) as plan, plan.edit("名称の変更") as edit:
        edit.session.execute(sa.update(Plan).values(name="記録された名称"))
    with sqlite3.connect(sample_path) as raw:
        raw.execute("UPDATE plan SET name = '記録にない名称'")
        raw.execute("CREATE TRIGGER stranger AFTER UPDATE ON plan BEGIN SELECT 1; END")
    raw.close()
    with PlanFile.open(sample_path, AUTHOR, editable=False) as plan:
        assert {problem.place for problem in verify(plan)} == {"stranger"}
    with sqlite3.connect(sample_path) as raw:
        raw.execute("DROP TRIGGER stranger")
    raw.close()
    with PlanFile.open(sample_path, AUTHOR, editable=False) as plan:
        assert [problem.place for problem in verify(plan)] == ["plan"]
