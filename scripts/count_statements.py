"""Print how many statements the program has, counted in the syntax tree, docstrings included."""

import ast
from pathlib import Path

GENERATOR = Path(__file__).resolve().parent.parent / "generator"


def count_statements(folder: Path) -> int:
    """Return the number of statements in all Python files of a folder and of those inside of it."""
    return sum(
        isinstance(node, ast.stmt)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


if __name__ == "__main__":
    print(count_statements(GENERATOR))
