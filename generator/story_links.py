"""Finds links in stories and news that lead to no page or part of this site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from generator.catalogue.addresses import trace_addresses
from generator.catalogue.findings import location_of
from generator.catalogue.records import Records
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.stories import may_link
from generator.render.markdown import ID_PREFIX, as_browsers_read, render
from generator.site.outputs import SitePlan, Unit
from generator.site.urls import file_of

_LINK = re.compile(
    r"\]\(\s*<?([^)\s>]+)|^ {0,3}\[[^\]\n^][^\]\n]*\]:\s*<?([^\s>]+)|<a\s[^>]*?href\s*=\s*[\"']?([^\"'>\s]+)",
    re.MULTILINE | re.IGNORECASE,
)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ID = re.compile(rf'\bid="{ID_PREFIX}([^"]*)"')


@dataclass(frozen=True)
class _Text:
    """A Markdown text: its location if no line can be told, and where its lines are to be looked for."""

    words: str
    location: SourceLocation
    file: str = ""


def dead_links(records: Records, plan: SitePlan, root: Path) -> list[Problem]:
    """Return a problem for each link of a text to what is neither a file of the plan nor a heading of it."""
    asked: list[tuple[_Text, str, str]] = []
    problems: list[Problem] = []
    for text in _texts(records):
        ids: set[str] | None = None
        for address in _links(text.words):
            shown = as_browsers_read(address)
            if shown.startswith("#"):
                if ids is None:
                    ids = set(_ID.findall(render(text.words, str)))
                if len(shown) > 1 and unquote(shown[1:]) not in ids:
                    problems.append(_problem(text, address, root))
            elif shown.startswith("/") and not shown.startswith("//"):
                asked.append((text, address, file_of(unquote(re.split("[?#]", shown)[0]))))
            elif not _SCHEME.match(shown):
                problems.append(_problem(text, address, root))
    missing = _missing({path for _, _, path in asked}, plan)
    return problems + [_problem(text, address, root) for text, address, path in asked if path in missing]


def _texts(records: Records) -> Iterator[_Text]:
    for (kind, identity, language), story in records.stories.items():
        if story.may_link:
            text = records.record_store.text(kind, identity, language)
            yield _Text(text, SourceLocation(story.file), story.file)
    for entry in records.news.values():
        for language, words in entry.record.text.root.items() if entry.record.text else ():
            yield _Text(words, location_of(("text", language), entry.positions, entry.file))


def _links(text: str) -> Iterator[str]:
    """Yield the addresses that a text links to."""
    if not may_link(text):
        return
    for link in _LINK.finditer(_CODE.sub("", text)):
        yield link[1] or link[2] or link[3]


def _missing(paths: set[str], plan: SitePlan) -> set[str]:
    """Return the paths that no output has; of units of records, only those are run that may have one."""
    missing = paths - plan.units.keys()
    for unit in plan.units.values():
        if not missing:
            break
        if not unit.name.endswith(".html") and _may_answer(unit, missing, plan):
            outputs, trace = plan.run(unit)
            missing -= {output.path for output in outputs} | trace.requests.keys()
    return missing


def _may_answer(unit: Unit, paths: set[str], plan: SitePlan) -> bool:
    """Whether one of the paths can be an output of a unit: paths of a record name its id, code or lot."""
    kind, _, name = unit.name.partition("/")
    if kind not in ("product", "producer", "lot"):
        return True
    names = {name, name.rpartition("/")[2]}
    if kind == "product":
        product = plan.reader.products[name]
        addresses = trace_addresses(product, plan.reader.bare_codes_of(product))
        names |= {segment for address in addresses for segment in address.split("/")[2:]}
    segments = {segment for path in paths for segment in path.split("/")}
    return bool(names & (segments | {segment.rpartition(".")[0] for segment in segments}))


def _problem(text: _Text, address: str, root: Path) -> Problem:
    location = text.location
    if text.file:
        try:
            lines = (root / text.file).read_text("utf-8-sig", errors="replace").split("\n")
        except OSError:
            lines = []
        for number, line in enumerate(lines, start=1):
            if address in line:
                location = SourceLocation(text.file, number, line.index(address) + 1)
                break
    return problem("STORY-LINK", location, written=address[:80])
