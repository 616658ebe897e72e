"""The one exception of a theme that cannot be used."""

from generator.problems import Problem


class ThemeError(Exception):
    """A theme that cannot be used; holds the problem to report."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.code)
        self.problem = fault
