"""Pure rules of the trade: no Qt, no SQLAlchemy, no files.

Every function here works on plain values (int, Decimal, date, str), refuses bad input with a
``ValueError`` whose message is a Japanese sentence fit for the screen, and has no state.
"""
