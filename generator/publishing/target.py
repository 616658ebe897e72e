"""What a place that holds a published site says of itself, and what may not happen to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.diagnostics.problem import RefusedError, Report
from generator.output import owned_files, printed
from generator.output.printed import PrintedAddresses

STATE = (owned_files.NAME, printed.NAME)
"""The lists that a place keeps, besides the site itself."""
MOST_NAMED = 3
"""Files of others that a refusal names."""


@dataclass(frozen=True)
class Sent:
    """How many files a publication replaced or added, and removed."""

    written: int
    removed: int


@dataclass(frozen=True)
class Site:
    """A built site and what is known of its printed addresses."""

    folder: Path
    printed: PrintedAddresses

    @cached_property
    def paths(self) -> frozenset[str]:
        """The files that belong to the site; others in its folder are not sent."""
        return frozenset(path for path in owned_files.read(self.folder) if (self.folder / path).is_file())

    def refuse_losses(self, served: Iterable[str]) -> None:
        """Raise :class:`RefusedError` where a printed address that a place has served would be lost."""
        served = set(served)
        problems = self.printed.not_in_ledger(served) or self.printed.missing(
            served, lambda path: (self.folder / path).is_file()
        )
        if problems:
            raise RefusedError("publish-printed", report=Report(problems))


def refuse_foreign(paths: Iterable[str], is_foreign: Callable[[str], bool] = lambda _: True) -> None:
    """Raise :class:`RefusedError` where files that are not ours have the names of ours."""
    foreign = [path for path in sorted(paths) if is_foreign(path)]
    if foreign:
        more = ["…"] if len(foreign) > MOST_NAMED else []
        raise RefusedError("publish-foreign", {"files": ", ".join([*foreign[:MOST_NAMED], *more])})


def folders_above(paths: Iterable[str]) -> set[str]:
    """Return every folder in which one of these files lies, below the place itself."""
    return {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents} - {"."}
