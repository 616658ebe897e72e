"""``ocop build``: read, check, plan, publish."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.commands.console import Console, end_progress
from generator.diagnostics.problem import RefusedError, Report, SourceLocation
from generator.progress import Progress
from generator.project import BuildOptions, FaultyProjectError, Project, code_digest, open_project

if TYPE_CHECKING:
    from generator.catalogue.records import Records
    from generator.output.printed import PrintedAddresses
    from generator.output.publish import PublishResult
    from generator.render.session import RenderSession


@dataclass
class BuildResult:
    """The problems of a build and its counts of files, pages and products."""

    report: Report = field(default_factory=Report)
    written: int = 0
    kept: int = 0
    removed: int = 0
    pages: int = 0
    products: int = 0

    def take(self, published: "PublishResult") -> None:
        """Add the outcome of writing the outputs."""
        self.report.extend(published.problems)
        self.written, self.kept, self.removed = published.written, published.kept, published.removed
        self.pages = published.pages

    def add_disk_error(self, error: OSError, file: str = "") -> None:
        """Note that the output could not be written; ``file`` is the folder where several are written."""
        reason = error.strerror or type(error).__name__
        self.report.add("OUTPUT-UNWRITABLE", SourceLocation(file), reason=reason)


def run(console: Console, options: BuildOptions) -> None:
    """Build the site and print the outcome."""
    begun = time.monotonic()
    result = build(options, console.progress(), console.waiting(options.output))
    end_progress()
    console.show(result.report, brief=True)
    if result.report.failed:
        if not console.as_data:
            console.note("nothing-written", output=options.output)
        raise SystemExit(1)
    if not console.as_data:
        console.say(
            "built",
            pages=result.pages,
            products=result.products,
            made=result.written,
            kept=result.kept,
            removed=result.removed,
            seconds=round(time.monotonic() - begun, 1),
            output=options.output,
        )


def build(
    options: BuildOptions,
    progress: Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
    session: "RenderSession | None" = None,
) -> BuildResult:
    """Build the site. With errors in the input the output folder stays as it was.

    ``progress`` is told what is done. ``waiting`` is called once if another
    build of the same folder keeps this one waiting. ``session`` is that of earlier builds of this process.
    """
    with open_project(
        options, lock=True, waiting=waiting, session=session, progress=progress or Progress()
    ) as project:
        if (known := _recall(project)) is not None:
            return known
        result = _build(project)
        counts = {
            "total": result.written + result.kept,
            "pages": result.pages,
            "products": result.products,
        }
        project.remember(_command(options), result.report, counts)
        return result


def _command(options: BuildOptions) -> str:
    return f"build|{options.output.resolve()}|{options.base_url}|{options.links}"


def _recall(project: Project) -> BuildResult | None:
    """Return the outcome of the last build, or None if input or output has changed since."""
    known = project.recall(_command(project.options))
    if known is None:
        return None
    from generator.output.build_state import BuildState

    if not BuildState(project.cache, project.options.output).is_folder_as_left():
        return None
    report, counts = known
    return BuildResult(report, kept=counts["total"], pages=counts["pages"], products=counts["products"])


def _build(project: Project) -> BuildResult:
    from generator.output.make import Maker
    from generator.output.publish import publish
    from generator.render.fault import ThemeError
    from generator.site.facets import ALL

    result = BuildResult(project.report)
    try:
        planned = project.planned
        result.products = planned.site.reader.ask("counts", ALL).get("", 0)
        maker = Maker(
            project.options.root,
            planned.site,
            planned.theme,
            planned.settings,
            code_digest(),
            session=project.session,
        )
        published = publish(
            maker,
            project.options.output,
            project.cache,
            progress=project.progress,
            printed_addresses=printed_addresses(project.records),
        )
    except FaultyProjectError:
        pass  # its faults are in the report
    except ThemeError as error:
        result.report.extend([error.problem])
    except RefusedError as error:
        result.report.extend(error.report.problems)
    except OSError as error:
        result.add_disk_error(error)
    else:
        result.take(published)
    return result


def printed_addresses(records: "Records") -> "PrintedAddresses":
    """Return what the ledger promises of each printed address."""
    from generator.catalogue.findings import location_of
    from generator.output.printed import PrintedAddresses
    from generator.records.path_patterns import file_in

    promised: dict[str, SourceLocation] = {}
    samples: set[str] = set()
    void: set[str] = set()
    for entry in records.ledgers.values():
        for index, issue in enumerate(entry.record.issued):
            if issue.void:
                void.add(issue.address)
            elif issue.sample:
                samples.add(issue.address)
            else:
                location = location_of(("issued", index, "address"), entry.positions, entry.file)
                promised.setdefault(issue.address, location)
    folders = filter(None, {*records.ledgers, *records.places})
    return PrintedAddresses(
        promised,
        frozenset(samples),
        frozenset(void - promised.keys() - samples),
        file_in("", "ledger"),
        {f"/p/{folder}/": file_in(folder, "ledger") for folder in folders},
    )
