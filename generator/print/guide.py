"""The first page of a fair's folder: what to print, on what paper, how many sheets, how to fold.

One file that needs nothing else; Vietnamese first, English below it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from generator.messages import both, message
from generator.site.sheets import Sheets
from generator.standalone import standalone_page

STYLE = """
body{max-width:60rem;padding:2rem 1.25rem 4rem}
h1{font-size:2.1rem;margin:0 0 .25rem}h2{font-size:1.35rem;margin:2.5rem 0 .75rem}
p{margin:.4rem 0}small,.en{color:#424d3d}.en{display:block;font-size:.92rem}
ul{list-style:none;margin:0;padding:0}li{border-top:1px solid #ddd3ba;padding:.9rem 0}
a{color:#1e4a2c;font-weight:600;text-underline-offset:.2em}
b.n{display:inline-block;margin-left:.5rem;font-weight:400;color:#424d3d}
.warn{border:2px solid #86190f;border-radius:.6rem;padding:.75rem 1rem;background:#fae6df;color:#86190f}
@media print{body{background:none;padding:0}}
"""


@dataclass(frozen=True)
class FolderEntry:
    """One file of the folder: what it is for and how to use it, by language."""

    section: str
    """paper, buyers or screen."""
    file: str
    name: Mapping[str, str]
    advice: Mapping[str, str]
    sheets: Mapping[str, str] = field(default_factory=dict)
    """How many pages and sheets of paper it has; empty for what is not printed."""


SECTIONS = {"paper": "fair.part-paper", "buyers": "fair.part-buyers", "screen": "fair.part-screen"}
"""The sections of the page, which are the parts of the folder, in their order, with their headings."""
ADVICE = ("fair.advice-size", "fair.advice-try", "fair.advice-days")


def _in_two(sentence: Mapping[str, str]) -> str:
    """Return a sentence as HTML in Vietnamese, followed by English."""
    return f'{escape(sentence["vi"])} <span class="en" lang="en">{escape(sentence["en"])}</span>'


def guide_page(sheets: Sheets, items: Sequence[FolderEntry], placeholder: str) -> bytes:
    """Return the page as HTML; ``placeholder`` is an address that is not real yet, or empty."""
    vi, en = (sheets.title.get(lang) or next(iter(sheets.title.values())) for lang in ("vi", "en"))
    count = message("fair.products", "vi", count=len(sheets.products))
    known = (sheets.days.get("vi", ""), sheets.place.get("vi", ""), count, sheets.as_of.get("vi", ""))
    when = " · ".join(dict.fromkeys(fact for fact in known if fact))
    out = [
        f'<h1>{escape(vi)}</h1><p lang="en">{escape(en)}</p>',
        f"<p>{escape(when)}</p>",
    ]
    if placeholder:
        out.append(
            f'<p class="warn"><strong>{escape(message("fair.not-yet", "vi"))}</strong> '
            + _in_two(both("fair.placeholder", url=placeholder))
            + "</p>"
        )
    if sheets.sample:
        out.append(f'<p class="warn">{_in_two(both("fair.sample"))}</p>')
    out.append(f"<h2>{_in_two(both('fair.before'))}</h2>")
    out += [f"<p>{_in_two(both(advice))}</p>" for advice in ADVICE]
    for section, heading in SECTIONS.items():
        if any(item.section == section for item in items):
            out.append(f"<h2>{_in_two(both(heading))}</h2><ul>")
            out += [_entry(item) for item in items if item.section == section]
            out.append("</ul>")
    return standalone_page("vi", message("fair.title", "vi", fair=vi), STYLE, out)


def _entry(item: FolderEntry) -> str:
    """Return the list entry of a file as HTML."""
    name, advice, sheets = item.name, item.advice, item.sheets
    title = escape(name["vi"])
    link = f'<a href="{escape(item.file)}">{title}</a>' if item.file else f"<strong>{title}</strong>"
    count = f'<b class="n">{escape(sheets["vi"])}</b>' if sheets else ""
    english = f"{name['en']}. {advice['en']}" + (f" ({sheets['en']})" if sheets else "")
    return f"<li>{link}{count}<br>{_in_two({'vi': advice['vi'], 'en': english})}</li>"
