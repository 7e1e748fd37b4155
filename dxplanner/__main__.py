"""``python -m dxplanner``."""

import sys

from dxplanner.cli import main

if __name__ == "__main__":
    sys.exit(main())
