"""The daily sheet as a page: one file to open, print on A4 or send round by mail.

It links to nothing but itself, so that nothing in it dies on the way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from markupsafe import Markup, escape

from generator.catalogue.daily import Matter
from generator.daily.rows import DailyRow, MatterRows, column_title, columns_of, rows_of
from generator.dates import show_day
from generator.messages import message
from generator.standalone import standalone_page
from generator.text import show_number

STYLE = """
body{max-width:68rem;padding:0 1rem 3rem}
header{margin:0 -1rem;padding:1.75rem 1rem 1.5rem;background:#1e4a2c;color:#e3ebd9}
header h1{margin:.15rem 0 .35rem;font-size:1.9rem;color:#fffef9;text-wrap:balance}
header p{margin:0}
h2{margin:2.5rem 0 .25rem;font-size:1.45rem;border-bottom:2px solid #dd9a17;padding-bottom:.3rem}
h3{margin:1.75rem 0 .2rem;font-size:1.1rem;line-height:1.35;scroll-margin-top:1rem}
h3 b,nav b{font-variant-numeric:tabular-nums}
p{margin:.3rem 0}
a{color:#1e4a2c;text-underline-offset:.2em}
nav{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.75rem 1.5rem;
margin:1.25rem 0 0}
nav strong{font-family:"Noto Serif",Cambria,Georgia,serif;color:#1e4a2c}
nav ul{list-style:none;margin:.25rem 0 0;padding:0}
nav li{display:flex;justify-content:space-between;gap:1rem;padding:.2rem 0;border-top:1px solid #ddd3ba}
nav li.none{color:#424d3d}
nav span{white-space:nowrap}
main>ul{padding-left:1.1rem;margin:.6rem 0}
.advice,small{color:#424d3d}
.errors h3,.ended h3,.within-30 h3{color:#86190f}
table{width:100%;border-collapse:collapse;margin:.6rem 0 0;background:#fffef9;font-size:.94rem;
line-height:1.45}
th,td{padding:.4rem .55rem;border:1px solid #ddd3ba;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#f3ecdb;overflow-wrap:normal}
tbody th{font-weight:600}
td.number{white-space:nowrap}
td:has(>code){min-width:11rem}
code{font:.86em ui-monospace,Consolas,"Noto Sans Mono",monospace}
footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid #85795c;font-size:.9rem;color:#424d3d}
@media (max-width:44rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,th,td{display:block}
tr{padding:.5rem .65rem;border:1px solid #ddd3ba;border-bottom:0}
tbody tr:last-child{border-bottom:1px solid #ddd3ba}
table{border:0}th,td{border:0;padding:.1rem 0}
td[data-title]::before{content:attr(data-title) ": ";color:#424d3d}
td:empty{display:none}
}
@media print{
@page{size:A4;margin:14mm 12mm}
body{max-width:none;padding:0;background:none;font-size:9.5pt;line-height:1.4}
header{margin:0;padding:0 0 .5rem;background:none;color:#1d2a1c}header h1{font-size:17pt;color:#1e4a2c}
nav{grid-template-columns:1fr 1fr}nav a{text-decoration:none;color:inherit}
h2{font-size:13pt;margin-top:1.2rem}h3{font-size:11pt;margin-top:.9rem}
h2,h3,.advice{break-after:avoid}tr,nav div{break-inside:avoid}thead{display:table-header-group}
table{font-size:8.5pt;background:none}th,td{padding:.2rem .35rem}
}
"""

JOINED = "missing"
"""The section whose matters share one table: a record mostly lacks several things."""
BELOW = {"code": "name", "hint": "what", "line": "file"}
"""Values that stand in small letters below another one, and below which."""


def daily_page(
    matters: Iterable[Matter], day: date, language: str, *, site: str = "", products: int = 0
) -> bytes:
    """Return the page as HTML. ``site`` is the title of the catalogue, ``products`` how many it has."""
    everything = rows_of(matters, language)
    title = message("daily.title", language, day=day)
    return standalone_page(
        language,
        f"{title} · {site}" if site else title,
        STYLE,
        [
            Markup("<header><p>{}</p><h1>{}</h1><p>{}</p></header><main>").format(
                site,
                title,
                message("daily.counted", language, products=show_number(products, language), day=day),
            ),
            *_overview(everything, language),
            *_sections(everything, language),
            Markup("</main><footer><p>{}</p></footer>").format(message("daily.by", language)),
        ],
    )


def _by_section(everything: Iterable[MatterRows]) -> Iterator[tuple[str, list[MatterRows]]]:
    for section, matters in groupby(everything, key=lambda matter: matter.section):
        yield section, list(matters)


def _overview(everything: Iterable[MatterRows], language: str) -> Iterator[str]:
    """Yield the list of all matters with their numbers; each leads to its rows."""
    yield Markup('<nav aria-label="{}">').format(message("daily.overview", language))
    for section, matters in _by_section(everything):
        yield Markup("<div><strong>{}</strong><ul>").format(message(f"daily.section-{section}", language))
        for matter in matters:
            if matter.rows:
                target = section if section == JOINED else matter.key
                entry = Markup('<li><a href="#{}">{}</a> <b>{}</b></li>')
                yield entry.format(target, matter.title, show_number(len(matter.rows), language))
            else:
                entry = Markup('<li class="none">{} <span>{}</span></li>')
                yield entry.format(matter.title, message("daily.none", language))
        yield "</ul></div>"
    yield "</nav>"


def _sections(everything: Iterable[MatterRows], language: str) -> Iterator[str]:
    present = [matter for matter in everything if matter.rows]
    if not present:
        yield Markup("<p>{}</p>").format(message("daily.nothing", language))
    for section, matters in _by_section(present):
        yield Markup('<h2 id="{}">{}</h2>').format(section, message(f"daily.section-{section}", language))
        if section == JOINED:
            yield from _joined(matters, language)
        else:
            for matter in matters:
                yield from _matter(matter, language)


def _matter(matter: MatterRows, language: str) -> Iterator[str]:
    heading = Markup('<section class="{}"><h3 id="{}">{} <b>({})</b></h3><p class="advice">{}</p>')
    count = show_number(len(matter.rows), language)
    yield heading.format(matter.key, matter.key, matter.title, count, matter.advice)
    columns = columns_of(matter)
    below = BELOW | ({"what": "until"} if "days" in columns or matter.key == "ended" else {})
    titles = {name: column_title(matter, name, language) for name in columns if name not in below}
    yield from _table(titles, _without_repeated_hints(matter.rows), below, language)
    yield "</section>"


def _without_repeated_hints(rows: Iterable[DailyRow]) -> Iterator[DailyRow]:
    """Yield rows without the hint of the row above."""
    hint_above = ""
    for row in rows:
        yield replace(row, hint="") if row.hint == hint_above else row
        hint_above = row.hint


def _joined(matters: Sequence[MatterRows], language: str) -> Iterator[str]:
    """Yield one table in which each record stands once with all that it lacks."""
    lacks: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, DailyRow] = {}
    yield "<ul>"
    for matter in matters:
        count = show_number(len(matter.rows), language)
        yield Markup("<li>{} <b>({})</b>. {}</li>").format(matter.title, count, matter.advice)
        for row in matter.rows:
            lacks[row.file].append(message(f"daily.lack-{matter.key}", language))
            rows.setdefault(row.file, row)
    yield "</ul>"
    joined = [replace(row, what="; ".join(lacks[file]), hint="") for file, row in sorted(rows.items())]
    titles = {
        name: message(f"daily.column-{'lacks' if name == 'what' else name}", language)
        for name in ("name", "producer", "place", "what", "file")
    }
    yield from _table(titles, joined, BELOW, language)


def _table(
    titles: Mapping[str, str], rows: Iterable[DailyRow], below: Mapping[str, str], language: str
) -> Iterator[str]:
    """Yield a table. ``titles`` are those of its columns by name; ``below`` is :data:`BELOW`, or more."""
    yield "<table><thead><tr>"
    yield from (Markup('<th scope="col">{}</th>').format(title) for title in titles.values())
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>"
        for name, title in titles.items():
            small = [_shown(row, other, language) for other, place in below.items() if place == name]
            yield _cell(name, title, _shown(row, name, language), list(filter(None, small)))
        yield "</tr>"
    yield "</tbody></table>"


def _shown(row: DailyRow, name: str, language: str) -> str:
    """Return a value of a row as it is read."""
    value = getattr(row, name)
    if value is None:
        return ""
    if name == "line":
        return message("daily.line", language, line=value)
    if isinstance(value, date):
        return show_day(value, language)
    shown: str = show_number(value, language) if isinstance(value, int) else value
    return shown


def _cell(name: str, title: str, value: str, small: Sequence[str]) -> Markup:
    lines = Markup("").join(Markup("<br><small>{}</small>").format(line) for line in small)
    if name == "name":
        return Markup('<th scope="row">{}{}</th>').format(value, lines)
    if not value:
        return Markup("<td></td>")
    words = Markup("<code>{}</code>").format(value) if name == "file" else escape(value)
    look = Markup(' class="number"') if name in ("stars", "until", "days") else ""
    return Markup('<td data-title="{}"{}>{}{}</td>').format(title, look, words, lines)
