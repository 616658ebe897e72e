"""What a build does to the output folder, in an order in which a kill leaves no dead link.

Paths that are new come first: nothing leads to them yet. Then paths that change: all that they lead to is
there. What is stale goes last: nothing leads to it any more. Of new pages those behind printed codes come
last, since packs lead to them before any page does; if two of them are printed before either was ever
published, the first one to come may lead to the other for a moment.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.output import owned_files, printed
from generator.output.files import is_plain_file, prune, put
from generator.output.update import Staged


@dataclass(frozen=True)
class Changes:
    """Files that wait beside their places, and files that have to go."""

    output: Path
    staged: Sequence[Staged]
    site_paths: AbstractSet[str] | None
    """Every path of the site, where the list of our files has to change; else None."""
    stale: AbstractSet[str]
    """Paths on the list of our files that the site no longer has."""
    printed_pages: AbstractSet[str]
    """Paths of the pages behind printed addresses."""

    def will_be_there(self, path: str) -> bool:
        """Whether a file will be at ``path`` afterwards, judged by the folder and not by the plan."""
        if path in self._staged_paths:
            return True
        return path not in self.stale and is_plain_file(f"{self.output}/{path}")

    @cached_property
    def _staged_paths(self) -> frozenset[str]:
        return frozenset(file.path for file in self.staged)

    def put_in_place(self) -> int:
        """Let readers see what was made, and remove what is stale; how many files that were."""
        if self.site_paths is not None or not (self.output / owned_files.NAME).is_file():
            # Files are on the list before they are there, and until they are gone.
            owned_files.save(self.output, {*(self.site_paths or ()), *self.stale})
        output = str(self.output)
        for file in self.in_order():
            put(file.temporary(output), f"{output}/{file.path}")
        removed = prune(self.output, self.stale)
        if self.stale:
            owned_files.save(self.output, self.site_paths or ())
        return removed

    def in_order(self) -> list[Staged]:
        """What waits, in the order in which it is put in place."""
        last = {file.path: file for file in self.staged if file.is_new and file.path in self.printed_pages}
        early = [file for file in self.staged if file.path not in last]
        new = [file for file in early if file.is_new]
        changed = [file for file in early if not file.is_new]
        files = {path: Path(file.temporary(str(self.output))) for path, file in last.items()}
        return [
            *sorted(new, key=_pages_last),
            # Readers with a pack in their hands come to these pages before any other page leads there.
            *(last[path] for path in printed.in_order_of_links(files)),
            *sorted(changed, key=_pages_last),
        ]


def _pages_last(file: Staged) -> tuple[bool, str]:
    return file.path.endswith(".html"), file.path
