"""Column types that keep what a user typed, exactly."""

from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Dialect, Text, TypeDecorator


class ExactDecimal(TypeDecorator[Decimal]):
    """A measured value kept as typed: ``50.0`` stays ``50.0``. Stored as text, never as a float."""

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        """What a user's code sees."""
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class ExactFraction(TypeDecorator[Fraction]):
    """A rate such as 1/2 (補助率). Stored as text ``numerator/denominator``."""

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[Fraction]:
        """What a user's code sees."""
        return Fraction

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value.numerator}/{value.denominator}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)
