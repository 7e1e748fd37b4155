"""Runs the Alembic migrations of ``db/migrations`` on a plan file.

A plan's schema version is ``PRAGMA user_version``: the number of its newest migration. Alembic's own table
says the same, so that its tools work on a plan too.
"""

import shutil
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from dxplanner.domain.errors import MachineError
from dxplanner.paths import data_dir
from dxplanner.store.engine import plan_engine
from dxplanner.store.errors import known_errors
from dxplanner.store.header import APPLICATION_ID


def migrations_dir() -> Path:
    """The folder of the migrations, in a checkout, an installed wheel and a frozen program alike."""
    return data_dir("db") / "migrations"


def upgrade(connection: sa.Connection, scripts: Path) -> int:
    """Bring the schema behind a connection to the newest version, in one transaction; returns it."""
    # Alembic costs about 100 ms to import and is needed for new and for old plans only.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    head = ScriptDirectory.from_config(config).get_current_head()
    version = int(head or 0)
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    return version


def back_up(path: Path, version: int, now: datetime) -> Path:
    """Copy a plan beside itself before it is migrated; returns the copy's path.

    Raises:
        MachineError: the copy cannot be written; the plan is untouched.
    """
    backup = path.with_name(f"{path.stem}_変換前v{version}_{now:%Y%m%d-%H%M%S}{path.suffix}")
    part = backup.with_name(f"{backup.name}.part")
    try:
        shutil.copy2(path, part)
        part.replace(backup)
    except OSError:
        part.unlink(missing_ok=True)
        raise MachineError(
            f"「{path.name}」を新しい形式にする前の控えを作れませんでした。"
            "空き容量とアクセス権を確かめてください。計画は変わっていません。"
        ) from None
    return backup


def migrate(path: Path, version: int, scripts: Path, now: datetime) -> Path:
    """Back up an older plan (schema ``version``) and bring it to the newest; returns the backup."""
    backup = back_up(path, version, now)
    with known_errors(path):
        engine = plan_engine(path, writable=True)
        try:
            with engine.begin() as connection:
                upgrade(connection, scripts)
        finally:
            engine.dispose()
    return backup
