"""Start here: ``python3 scripts/bootstrap.py site|test|check|serve|bench|lock|clean``.

Written so that an older Python can still read it and say what it lacks; the work is in ``tasks.py``.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the one file that an older Python may run
    HERE = ".".join(map(str, sys.version_info[:2]))
    TASK = sys.argv[1] if len(sys.argv) > 1 else "site"
    sys.exit(
        f"Cần Python 3.11 trở lên (đang dùng {HERE}): make {TASK} PYTHON=/đường/dẫn/python3.11 · "
        f"Python 3.11 or newer is needed (this is {HERE}): make {TASK} PYTHON=/path/to/python3.11"
    )

from tasks import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
