"""The exception for a theme that cannot be used."""

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both


class ThemeError(Exception):
    """A theme that cannot be used; holds the problem to report."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.code)
        self.problem = fault


def decode(content: bytes, file: str) -> str:
    """Return the text of a theme's file without a byte order mark.

    Raises ``ThemeError`` with the line that is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        location = SourceLocation(file, content.count(b"\n", 0, error.start) + 1, 1)
        words = {**in_both("what", "hints.encoding-of-line"), **in_both("how", "hints.save-again-utf8")}
        raise ThemeError(problem("TEXT-ENCODING", location, **words)) from error
