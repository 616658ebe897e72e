"""The house keeps its walls: who imports whom, how long a file may be, what may not be named."""

import ast
import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import patience
import pytest
from built import PROJECT
from source_trees import forget_trees, modules, nodes_of, parsed

GENERATOR = PROJECT / "generator"

# What a room may import besides itself. A dotted name is a single module of another room.
WALLS: dict[str, set[str]] = {
    "messages": {"dates"},
    "memo": set(),
    "progress": set(),
    "diagnostics": {"dates", "messages"},
    "settings": set(),
    "today": set(),
    "dates": set(),
    "text": {"dates"},
    "cache": set(),
    "workers": set(),
    "lock": set(),
    "disk": set(),
    "scan": set(),
    "provinces": {"messages"},
    "packaged": set(),
    "photo": {"workers"},
    "fonts": set(),
    "workbooks": {"text"},
    "standalone": set(),
    # Photos that people hand in, and the records that their names tell of.
    "inbox": {"catalogue", "photo", "text"},
    # The daily sheet: facts of the catalogue in words.
    "daily": {"catalogue", "dates", "messages", "standalone", "text", "workbooks"},
    "catalogue": {"fonts", "dates", "diagnostics", "memo", "messages", "text"},
    "records": {
        "fonts",
        "catalogue",
        "diagnostics",
        "messages",
        "text",
        "workers",
        "photo",
        "disk",
        "lock",
        "scan",
        "packaged",
        "progress",
        "spreadsheets.legacy_text",
        "project_state",
        "issuing.manifest",
        "issuing.lists",
    },
    "spreadsheets": {"catalogue.letters", "diagnostics", "messages", "text"},
    "project_state": set(),
    "gathering": {"catalogue", "records", "diagnostics", "messages", "text"},
    "importing": {
        *("spreadsheets", "catalogue", "records", "diagnostics", "messages", "text", "dates"),
        "workbooks",
    },
    "exporting": {
        *("catalogue", "messages", "records", "spreadsheets.workbook", "text", "workbooks"),
    },
    # Numbered stamps: serials, published lists of codes, manifests, keys.
    "issuing": {"catalogue", "disk"},
    # Orders of stamps, designs and sheets; it draws values that a command gives it.
    "stamps": {
        *("catalogue", "diagnostics", "fonts", "issuing.serials", "messages", "print", "render.documents"),
        *("render.qr", "render.qr_encoder", "records.yaml_nodes", "spreadsheets", "text"),
    },
    "site": {"fonts", "catalogue", "settings", "dates", "text", "diagnostics"},
    # Settings and ThemeFacts are frozen values: how addresses are written, what a theme offers.
    "render": {
        "fonts",
        "packaged",
        "site.outputs",
        "diagnostics",
        "memo",
        "messages",
        "text",
        "settings",
        "photo",
        "issuing.lists",
    },
    # Sheets and lists are drawn from values alone; codes and CSV cells are render's.
    "print": {
        "fonts",
        "site.sheets",
        "site.layout",
        "site.outputs",
        "render.qr",
        "render.documents",
        "messages",
        "text",
        "workbooks",
        "standalone",
    },
    "output": {
        *(
            "render",
            "site.outputs",
            "catalogue.reader",
            "cache",
            "diagnostics",
            "settings",
            "workers",
            "lock",
            "progress",
        ),
    },
    "publishing": {"output", "diagnostics", "messages"},
}
EVERYTHING = {
    *("project", "story_links", "commands", "editing", "cli", "__main__"),
}
DAY_READER = "generator/today.py"
"""The only file that asks the clock for a day; others may measure how long something takes."""

# The domain and the plan are pure: they read no file and no clock, and ask no machine.
PURE = {"catalogue", "site", "settings", "diagnostics", "messages", "text"}
NOT_PURE = {"os", "io", "pathlib", "shutil", "tempfile", "subprocess", "socket", "time", "locale", "random"}
CLOCK = {"today", "now", "utcnow", "localtime", "gmtime", "time", "time_ns", "monotonic", "perf_counter"}
CLOCK_READER = "generator/scan.py"
"""Tells when it looked. No stamp younger than two seconds is trusted: that decides what is remembered."""

# Written in parts so that this file does not name what it forbids.
FORBIDDEN = {
    "a package registry's host": re.compile(
        "|".join(("pypi" + r"\.org", "files" + r"\.pythonhosted", r"registry\.npm" + "js", "npmjs" + r"\."))
    ),
    "a path of one machine": re.compile(r"(?<![\w.$}-])/(?:work|tmp|root|home)" + r"/(?=[\w.])"),
}
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".ico", ".gif", ".pdf", ".mo", ".codes"}
UNTRACKED = {".git", ".venv", ".ocop", "output", "bench", "node_modules", "__pycache__"}


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    yield
    forget_trees()


@cache
def project_files() -> list[Path]:
    """The project's own files: what git tracks or would track; without git, all but the made ones."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        found = [PROJECT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [
            path
            for path in PROJECT.rglob("*")
            if not UNTRACKED.intersection(path.relative_to(PROJECT).parts) and ".egg-info" not in str(path)
        ]
    return sorted(path for path in found if path.is_file())


def relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def text_files() -> list[tuple[str, str]]:
    return [
        (relative(path), path.read_text(encoding="utf-8"))
        for path in project_files()
        # Broken sites are broken on purpose, their letters too.
        if path.suffix.lower() not in BINARY and not relative(path).startswith("tests/broken/")
    ]


def room_of(name: str) -> str:
    """The room of a module's path: ``generator/site/site.py`` lies in ``plan``."""
    return Path(name).relative_to("generator").parts[0].removesuffix(".py")


def imported(tree: ast.Module) -> set[str]:
    """Every dotted name that a module imports."""
    names: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            base = node.module or ""
            names.add(base)
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def test_imports_go_one_way() -> None:
    rooms = {path.stem if path.is_file() else path.name for path in GENERATOR.iterdir()}
    faults = []
    for name, tree in modules("generator"):
        room = room_of(name)
        if room in EVERYTHING or room == "__init__":
            continue
        assert room in WALLS, f"{name}: say in WALLS what the new room may import"
        for target in imported(tree):
            parts = target.split(".")
            if parts[0] != "generator" or len(parts) == 1 or parts[1] not in rooms or parts[1] == room:
                continue
            allowed = {parts[1], ".".join(parts[1:3])} & WALLS[room]
            # "from generator.site import outputs" names the room first; the next name decides.
            whole_room_of_one = len(parts) == 2 and any(w.startswith(parts[1] + ".") for w in WALLS[room])
            if not allowed and not whole_room_of_one:
                faults.append(f"{name} imports {target}")
    assert not faults, "\n".join(faults)


def test_every_door_in_a_wall_is_used() -> None:
    used: dict[str, set[str]] = {room: set() for room in WALLS}
    for name, tree in modules("generator"):
        for target in imported(tree):
            parts = target.split(".")
            if parts[0] == "generator" and len(parts) > 1:
                used.setdefault(room_of(name), set()).update({parts[1], ".".join(parts[1:3])})
    unused = {room: doors - used[room] for room, doors in WALLS.items() if doors - used[room]}
    assert unused == {}


def test_the_document_has_the_same_walls() -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"holds them:\n\n```\n(.*?)```", text, re.DOTALL)
    assert block
    told: dict[str, set[str]] = {}
    for part in re.split(r"\n|   (?=[^→\n]+ → )", re.sub(r" +→ +", " → ", block[1].strip())):
        rooms, arrow, doors = part.partition(" → ")
        if not arrow:
            rooms, _, doors = part.replace("nothing of ours", "").partition("   ")
        told |= {room: set(doors.split()) for room in rooms.split()}
    inside = {room for room, doors in told.items() if doors == {"everything"}}
    assert {room: doors for room, doors in told.items() if room not in inside} == WALLS
    assert inside == EVERYTHING - {"__main__"}


def test_a_wall_lets_only_the_named_module_through() -> None:
    for name, tree in modules("generator"):
        if room_of(name) in ("render", "output"):
            for node in nodes_of(tree):
                if isinstance(node, ast.ImportFrom) and node.module == "generator.site":
                    assert {alias.name for alias in node.names} == {"outputs"}, name


def of_catalogue(called: ast.Attribute) -> bool:
    """Whether a call asks the catalogue, whose ``today()`` is the day it was read for."""
    owner = called.value
    return getattr(owner, "attr", getattr(owner, "id", "")) == "catalogue"


def test_domain_and_plan_read_no_file_and_no_clock() -> None:
    faults = []
    for name, tree in modules("generator"):
        room = room_of(name)
        if room in PURE:
            top = {target.split(".")[0] for target in imported(tree)}
            faults += [f"{name} imports {module}" for module in sorted(top & NOT_PURE)]
        for node in nodes_of(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            clock = isinstance(called, ast.Attribute) and called.attr in CLOCK and not of_catalogue(called)
            if clock and room not in EVERYTHING and name not in (CLOCK_READER, DAY_READER):
                faults.append(f"{name}:{node.lineno} reads the clock")
            if isinstance(called, ast.Name) and called.id in ("open", "print", "input") and room in PURE:
                faults.append(f"{name}:{node.lineno} calls {called.id}")
    assert not faults, "\n".join(faults)


def test_only_one_file_asks_the_clock_for_a_day() -> None:
    asking = {"today", "now", "utcnow", "fromtimestamp", "localtime"}
    faults = [
        f"{name}:{node.lineno} calls {node.func.attr}"
        for name, tree in modules("generator", "scripts", "tests")
        if name not in (DAY_READER, "tests/test_today.py")
        for node in nodes_of(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asking
        if not of_catalogue(node.func)
    ]
    assert not faults, "\n".join(faults)


NOT_VIETNAMS_DAY = re.compile(
    r"new Date\b(?!\(Date\.now\(\) \+ 7 \* 36e5).{,30}"
    r"|\.get(Full|UTC)?(Year|Month|Date)\(.{,20}"
    r"|\.toLocale(Date|Time)String\(.{,20}"
)


def test_scripts_reckon_the_day_of_vietnam() -> None:
    """A reader abroad is told the same as one in Vietnam: recalls and last days are days there."""
    faults = [
        f"{name}: {found[0]}"
        for name, text in text_files()
        if name.startswith("themes/") and name.endswith(".js")
        for found in NOT_VIETNAMS_DAY.finditer(text)
    ]
    assert not faults, "\n".join(faults)


PAUSES = {"sleep", "wait_for_timeout"}
CLOCKS_OF_SPEED = {"monotonic", "perf_counter", "process_time", "monotonic_ns", "perf_counter_ns"}
WAITS = {"wait", "join", "communicate", "acquire", "get", "result", "set_default_timeout"}
"""Methods whose first argument may be a deadline: a plain number there is one."""
DEADLINES = {"HANG", "HANG * 1000", "None", "-1"}
"""``tests/support/patience.py`` says what HANG is; Playwright counts in thousandths."""


def waits_by_the_clock(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a test sleeps, measures time or sets a deadline of its own."""
    for node in nodes_of(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in PAUSES | CLOCKS_OF_SPEED:
            yield node.lineno, called
        for keyword in node.keywords:
            if keyword.arg in ("timeout", "deadline", "timeout_ms") and (
                ast.unparse(keyword.value) not in DEADLINES
            ):
                yield node.lineno, f"{keyword.arg}={ast.unparse(keyword.value)}"
        first = node.args[0] if node.args else None
        if called in WAITS and isinstance(first, ast.Constant) and isinstance(first.value, int | float):
            yield node.lineno, ast.unparse(node)


def test_a_deadline_in_a_test_only_ends_a_hang() -> None:
    """A busy machine is slow without anything being wrong: tests wait for events, never for a while."""
    faults = [
        f"{name}:{line}: {what}; wait for an event, with patience.HANG as the only deadline"
        for name, tree in modules("tests")
        if name != "tests/support/patience.py"
        for line, what in waits_by_the_clock(tree)
    ]
    assert not faults, "\n".join(faults)
    assert patience.HANG >= 60


def test_what_waits_by_the_clock_is_seen() -> None:
    for line in (
        "time.sleep(1)",
        "sleep(0.1)",
        "page.wait_for_timeout(150)",
        "process.wait(10)",
        "thread.join(timeout=5)",
        "subprocess.run(words, timeout=30)",
        "page.wait_for_selector('p', timeout=1000)",
        "settings(deadline=200)",
        "time.perf_counter()",
    ):
        assert list(waits_by_the_clock(ast.parse(line))), line
    for line in (
        "process.wait(HANG)",
        "', '.join(names)",
        "run(words, timeout=HANG)",
        "settings(deadline=None)",
    ):
        assert not list(waits_by_the_clock(ast.parse(line))), line


IS_PRIVATE = re.compile(r"_(?!_)\w*")
SETTINGS_OF_LIBRARIES = {"Image.MAX_IMAGE_PIXELS", "sys.unraisablehook"}
"""Names that a library's documentation tells its users to set."""
DOCUMENTED = {"os._exit"}
"""Names that look private and are in the documentation."""


def defined_by(node: ast.AST) -> list[str]:
    """The names that a statement gives to a module's own classes and their objects."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Attribute(ctx=ast.Store(), value=ast.Name(id="self" | "cls"), attr=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def root_of(node: ast.expr) -> str:
    """The name that a chain of attributes begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def private_uses(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where private names of others are used, or attributes of imported names are set.

    An object's own are those of ``self`` and ``cls``; a class may use those of another object of its kind.
    """
    foreign = {
        alias.asname or alias.name.partition(".")[0]
        for node in nodes_of(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    own = {name for node in nodes_of(tree) for name in defined_by(node)}
    for node in nodes_of(tree):
        match node:
            case ast.Attribute(attr=name, value=owner) if IS_PRIVATE.fullmatch(name):
                if ast.unparse(node) in DOCUMENTED:
                    continue
                if name not in own or not isinstance(owner, ast.Name) or owner.id in foreign:
                    yield node.lineno, ast.unparse(node)
            case ast.Attribute(ctx=ast.Store()) if root_of(node) in foreign:
                if ast.unparse(node) not in SETTINGS_OF_LIBRARIES:
                    yield node.lineno, f"{ast.unparse(node)} = …"
            case ast.ImportFrom(module=module, names=names) if (module or "").split(".")[0] != "generator":
                yield from ((node.lineno, alias.name) for alias in names if IS_PRIVATE.fullmatch(alias.name))
            case ast.Call(
                func=ast.Name(id="getattr" | "setattr"), args=[_, ast.Constant(value=str(name)), *_]
            ):
                if IS_PRIVATE.fullmatch(name):
                    yield node.lineno, ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr="update", value=ast.Call(func=ast.Name(id="vars")))):
                yield node.lineno, ast.unparse(node)


def test_private_attributes_of_others_are_left_alone() -> None:
    faults = [
        f"{name}:{line}: {what}" for name, tree in modules("generator") for line, what in private_uses(tree)
    ]
    assert not faults, "\n".join(faults)


def test_use_of_private_attributes_is_seen() -> None:
    for text in (
        "super()._get_default_module()",
        "import click\nclick.core._ = str",
        "import click\nclick.echo = print",
        "import sys\nvars(sys.modules['click']).update(_=str)",
        "from jinja2.runtime import _fill",
        "getattr(template, '_module')",
        "self._never_set",
        "template.environment._parser.parse()",
    ):
        assert list(private_uses(ast.parse(text))), text
    for text in (
        "self._cache = 1\nself._cache",
        "class A:\n    _x: int\n    def same(self, other):\n        return self._x == other._x",
        "value.__class__",
    ):
        assert not list(private_uses(ast.parse(text))), text


PROJECT_OPENER = "generator/project.py"
STAGES = {
    *("generator.project.Project", "generator.records.read", "generator.records.read.read"),
    *(
        "generator.catalogue.check.check",
        "generator.catalogue.catalogue.whole",
        "generator.render.theme.load",
    ),
}
"""What an opened project does stage by stage: read, check, make a catalogue, load the theme."""


def imported_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a module calls what it imported, with the full name of what it calls."""
    modules_of_names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in nodes_of(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in nodes_of(tree):
        if isinstance(node, ast.Call):
            first, dot, rest = ast.unparse(node.func).partition(".")
            yield node.lineno, f"{modules_of_names.get(first, first)}{dot}{rest}"


def test_commands_open_a_project_in_one_way() -> None:
    """``open_project`` sees to it that options, cache, lock, stages and report are the same for all."""
    faults = [
        f"{name}:{line} calls {called}; use open_project"
        for name, tree in modules("generator")
        if name != PROJECT_OPENER
        for line, called in imported_calls(tree)
        if called in STAGES
    ]
    assert not faults, "\n".join(faults)


def test_a_stage_that_is_called_is_seen() -> None:
    for text in (
        "from generator.records import read\nread(root, cache)",
        "from generator.records import read as r\nr.read(root, cache)",
        "from generator import project\nproject.Project(options, cache)",
        "from generator.render import theme as themes\nthemes.load(root, 'default')",
    ):
        assert {called for _, called in imported_calls(ast.parse(text))} & STAGES, text
    called_in_opener = {called for _, called in imported_calls(parsed(PROJECT / PROJECT_OPENER))}
    missing = STAGES - called_in_opener - {"generator.project.Project", "generator.records.read.read"}
    assert not missing, "the opener calls them by other names"


def test_no_module_changes_its_own_names() -> None:
    """State lives in objects that are handed on, not in names of a module."""
    faults = [
        f"{name}:{node.lineno}: global {', '.join(node.names)}"
        for name, tree in modules("generator")
        for node in nodes_of(tree)
        if isinstance(node, ast.Global)
    ]
    assert not faults, "\n".join(faults)


EMPTY_NAMES = {"one", "ones", "found", "made", "said", "told"}
"""Names that any value could have. A variable says what it holds: a product, an entry, the stale paths."""
STILL_EMPTY = ("generator/site/pages/",)
"""Where such names are left. A path goes when its names have been changed; none is added."""


def empty_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of every variable, parameter, field and function that is called by such a name."""
    for node in nodes_of(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.FunctionDef(name=name):
                pass
            case ast.MatchAs(name=name) | ast.MatchStar(name=name) | ast.ExceptHandler(name=name):
                pass
            case ast.Attribute(attr=name, value=ast.Name(id="self"), ctx=ast.Store()):
                pass
            case _:
                continue
        if name in EMPTY_NAMES:
            yield node.lineno, name


def test_variables_say_what_they_hold() -> None:
    faults = [
        f"{name}:{line}: {empty}"
        for name, tree in modules("generator")
        if not name.startswith(STILL_EMPTY)
        for line, empty in empty_names(tree)
    ]
    assert not faults, "\n".join(faults)


def test_a_path_without_empty_names_is_no_longer_listed() -> None:
    left = {name for name, tree in modules("generator") if any(empty_names(tree))}
    clean = [path for path in STILL_EMPTY if not any(name.startswith(path) for name in left)]
    assert not clean, f"no such name is left there: remove {clean} from STILL_EMPTY"


def test_an_empty_name_is_seen_wherever_it_is_given() -> None:
    for text in (
        "one = 1",
        "names = [one for one in products]",
        "for key, (found, value) in pairs: pass",
        "def write(told: str) -> None: ...",
        "def said() -> None: ...",
        "if (made := write()): pass",
        "class Result:\n    made: int = 0",
        "self.found = []",
        "match value:\n    case [one, *ones]: pass",
    ):
        assert any(empty_names(ast.parse(text))), text
    assert not any(empty_names(ast.parse("product.one.found(made=1, said=told)")))


def test_every_module_says_what_it_is_for() -> None:
    faults = [
        name
        for name, tree in modules("generator", "scripts", "tests")
        if tree.body and not ast.get_docstring(tree)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_names(what: str) -> None:
    faults = [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name, text in text_files()
        for found in FORBIDDEN[what].finditer(text)
    ]
    assert not faults, "\n".join(faults)


def test_files_are_composed_text_with_plain_names() -> None:
    faults = [f"{name}: not NFC" for name, text in text_files() if not unicodedata.is_normalized("NFC", text)]
    faults += [f"{name}: carriage return" for name, text in text_files() if "\r" in text]
    names = [relative(path) for path in project_files()]
    faults += [f"{name}: not ASCII" for name in names if not name.isascii() and "tests/" not in name]
    faults += [f"{name}: differs only by case" for name in names if names_folded(names)[name.lower()] > 1]
    assert not faults, "\n".join(faults)


def names_folded(names: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name.lower()] = counts.get(name.lower(), 0) + 1
    return counts


def test_requirements_are_pinned_with_hashes_and_name_no_address() -> None:
    direct = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in ("requirements.txt", "requirements-test.txt", "requirements-lock.txt"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
        entries = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]
        assert entries, name
        for entry in entries:
            assert re.match(r"[\w.-]+==[\w.]+", entry), f"{name}: {entry[:60]}"
            assert "--hash=sha256:" in entry, f"{name}: {entry[:60]}"
        if name != "requirements-lock.txt":
            for pinned in direct["dependencies"]:
                assert f"\n{pinned} " in "\n" + text, f"{name}: {pinned}; run make lock"
