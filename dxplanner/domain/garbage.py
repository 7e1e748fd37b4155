"""Looking for garbage later."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage() -> Iterator[None]:
    """No collection meanwhile, for what makes many objects that stay: looking through them costs a fifth."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def spare() -> None:
    """Much has been made that stays: what is there now is never looked through again, later garbage is."""
    gc.collect(1)
    gc.freeze()
