"""The one exception of a theme that cannot be used."""

from generator.diagnostics.problem import Problem, SourceLocation, problem


class ThemeError(Exception):
    """A theme that cannot be used; holds the problem to report."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.code)
        self.problem = fault


def decode(content: bytes, file: str) -> str:
    """The text of a theme's file, a byte order mark left out.

    Raises ``ThemeError`` with the line that is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = SourceLocation(file, content.count(b"\n", 0, error.start) + 1, 1)
        words = {
            "what_vi": "dòng này ghi bằng bảng mã khác",
            "what_en": "this line is in another encoding",
            "how_vi": "hãy mở tệp bằng chương trình đã ghi nó rồi lưu lại với bảng mã UTF-8.",
            "how_en": "open it in the program that wrote it and save it again as UTF-8.",
        }
        raise ThemeError(problem("TEXT-ENCODING", place, **words)) from error
