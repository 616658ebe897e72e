"""The file that names the catalogues to gather: its fields, and how it is read."""

from pathlib import Path
from typing import Any, ClassVar

from generator.catalogue.fields import BaseUrl, Id, Line, named
from generator.catalogue.model import Part, Record
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.records.files import printable
from generator.records.limits import TABLE_SIZE
from generator.records.validate import validate
from generator.records.yaml_nodes import read_yaml
from generator.text import Text


class GatheredCatalogue(Part):
    """A provincial catalogue and where its copy lies."""

    province: Id = named(
        "Tỉnh: tên tỉnh không dấu; là tên thư mục của tỉnh và nằm trong địa chỉ trang",
        "Province: its name without marks, which names its folder and stands in addresses of pages",
        "lang-son",
    )
    home: BaseUrl = named(
        "Địa chỉ công bố: địa chỉ trang của tỉnh, đúng như trong bản sao",
        "Public address: that of the province's own catalogue, as in the copy",
        "https://ocop.example",
    )
    copy_folder: Line = named(
        "Bản sao: thư mục chứa data và media đã tải về, tính từ thư mục của tệp này",
        "Copy: the folder into which data and media were fetched, as seen from this file",
        "ban-sao/lang-son",
        alias="copy",
    )


class GatherFile(Record):
    """The catalogues that make up a catalogue of several provinces."""

    file_pattern: ClassVar[str] = "gather.yaml"

    title: Text = named(
        "Tên trang: chỉ dùng khi chưa có content/site.yaml",
        "Name of the site: only used where there is no content/site.yaml yet",
    )
    publisher: Text = named(
        "Đơn vị công bố: chỉ dùng khi chưa có content/site.yaml",
        "Publisher: only used where there is no content/site.yaml yet",
    )
    base_url: BaseUrl = named(
        "Địa chỉ công bố: chỉ dùng khi chưa có content/site.yaml",
        "Public address: only used where there is no content/site.yaml yet",
        "https://ocop.example",
    )
    provinces: tuple[GatheredCatalogue, ...] = named(
        "Các tỉnh: danh mục của từng tỉnh", "Provinces: the catalogue of each", min_length=1
    )


def read_gather_file(file: Path) -> tuple[GatherFile | None, list[Problem]]:
    """Return what the file says, or None and what is wrong with it."""
    name = printable(file.name)
    try:
        with file.open("rb") as stream:
            content = stream.read(TABLE_SIZE + 1)
    except OSError:
        return None, [problem("FILE-UNREADABLE", SourceLocation(name))]
    nodes = read_yaml(content[:TABLE_SIZE], name)
    errors = [fault for fault in nodes.problems if fault.is_error]
    if errors:
        return None, errors
    gathered, problems = validate(GatherFile, nodes.data, nodes.positions, name, "gather")
    return gathered, problems or _twice(gathered, nodes.positions, name)


def _twice(gathered: GatherFile | None, positions: Any, name: str) -> list[Problem]:
    """Return a problem for each province that is named a second time."""
    seen: set[str] = set()
    problems: list[Problem] = []
    for index, catalogue in enumerate(gathered.provinces if gathered else ()):
        if catalogue.province in seen:
            line, column = positions.get(("provinces", index, "province"), (0, 0))
            values = {"id": catalogue.province, "other": name}
            problems.append(problem("ID-TWICE", SourceLocation(name, line, column), **values))
        seen.add(catalogue.province)
    return problems
