"""Printed addresses: which files must be in the output folder, whatever else a build changes.

``.ocop-printed`` in the output folder lists every printed address that builds have served from it. It is
what is left to tell when an entry of the ledger is deleted together with its product. It holds nothing but
public addresses, since some hosts serve it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.output.files import write

NAME = ".ocop-printed"
_HEAD = "# Printed addresses that this folder has served. `ocop build` stops rather than lose one of them.\n"
_LINK = re.compile(rb'href="([^"#?]+)/"')


@dataclass(frozen=True)
class PrintedAddresses:
    """The ledger of printed addresses, as far as publishing needs it."""

    promised: Mapping[str, SourceLocation] = field(default_factory=dict)
    """Address (``/p/MU0042``) that must be answered → where the ledger names it."""
    samples: frozenset[str] = frozenset()
    """Addresses of made-up records: they are in the ledger and may go."""
    void: frozenset[str] = frozenset()
    """Addresses that were taken back before anything was printed."""
    ledger: str = ""
    """The ledger's file, which problems name where no entry can be named."""
    ledgers: Mapping[str, str] = field(default_factory=dict)
    """Those of further provinces, by what their addresses begin with (``/p/son-la/``)."""

    def must_be_answered(self, served: Iterable[str]) -> set[str]:
        """Every address that must be answered, given those that the folder has served."""
        return self.promised.keys() | (set(served) - self.void)

    def not_in_ledger(self, served: Iterable[str]) -> list[Problem]:
        """A problem for every served address of which the ledger says nothing any more."""
        in_ledger = self.promised.keys() | self.samples | self.void
        return [
            problem("PRINTED-FORGOTTEN", self._ledger_of(address), address=address)
            for address in sorted(set(served) - in_ledger)
        ]

    def missing(self, served: Iterable[str], is_there: Callable[[str], bool]) -> list[Problem]:
        """A problem for every address whose file would not be there; ``is_there`` takes a path."""
        return [
            problem(
                "PRINTED-MISSING",
                self.promised.get(address) or self._ledger_of(address),
                address=address,
                path=path,
            )
            for address in sorted(self.must_be_answered(served))
            if not is_there(path := file_of(address))
        ]

    def _ledger_of(self, address: str) -> SourceLocation:
        """The ledger in which an address that it does not name has to stand."""
        of_province = (file for start, file in self.ledgers.items() if address.startswith(start))
        return SourceLocation(next(of_province, self.ledger))


def file_of(address: str) -> str:
    """The file below the output folder that answers a printed address."""
    return f"{address.strip('/')}/index.html"


def read(output: Path) -> set[str]:
    """The printed addresses that ``output`` has served; none where nothing can be read."""
    try:
        lines = (output / NAME).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if line.startswith("/") and not {"", ".", ".."} & {*line[1:].split("/")}}


def save(output: Path, addresses: Iterable[str]) -> None:
    """Remember that ``output`` serves these printed addresses."""
    write(f"{output}/{NAME}", (_HEAD + "".join(f"{address}\n" for address in sorted(addresses))).encode())


def in_order_of_links(pages: Mapping[str, Path]) -> list[str]:
    """Order new pages behind printed addresses so that what a page links to stands before it.

    ``pages`` maps paths to the files that hold the pages now. Pages that link to each other in a circle
    keep the order of their paths, the deepest first.
    """
    folders = {path.removesuffix("/index.html"): path for path in pages}
    links = {path: _linked(file.read_bytes(), folders) - {path} for path, file in pages.items()}
    ordered: dict[str, None] = {}
    for start in sorted(pages, key=lambda path: (-path.count("/"), path)):
        waiting = [(start, iter(sorted(links[start])))]
        entered = {start}
        while waiting:
            path, targets = waiting[-1]
            target = next((path for path in targets if path not in ordered and path not in entered), None)
            if target is None:
                ordered.setdefault(path)
                waiting.pop()
            else:
                entered.add(target)
                waiting.append((target, iter(sorted(links[target]))))
    return list(ordered)


def _linked(page: bytes, folders: Mapping[str, str]) -> set[str]:
    """Which of the pages in ``folders`` a page links to; links may be full, absolute or relative."""
    result: set[str] = set()
    for link in _LINK.findall(page):
        parts = link.decode("utf-8", "replace").split("/")
        # /p/CODE, /p/CODE/LOT, /01/GTIN, /01/GTIN/10/LOT
        ends = ("/".join(parts[-count:]) for count in (2, 3, 4))
        result |= {folders[end] for end in ends if end in folders}
    return result
