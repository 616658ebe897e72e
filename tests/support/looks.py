"""How a page looks to those who measure it: accessibility, width."""

from functools import cache
from typing import TYPE_CHECKING

from npm_file import npm_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + (e.textContent || '').trim().slice(0, 40));
}"""
"""What sticks out sideways."""

REVIEWED = {
    "1_1_1.H67.2": "drawings that repeat the name beside them have an empty alt on purpose",
    "1_3_1.H48": "a row of three buttons is no menu",
    "1_3_1.H48.2": "a date that begins a line is no number of a list",
    "1_3_1.H85.2": "the four orders of a list are no groups",
    "1_3_1.H39.3.NoCaption": "a table in prose stands below its heading",
    "1_4_10.C32,C31,C33,C38,SCR34,G206": "slides fill the screen; the width is tried at 320 px",
    "1_4_6.G17.BgImage": "found words are underlined by a gradient between two grounds of 7:1",
    "1_4_6.G17.Abs": "words over a ground of their own; axe measures the contrast",
    "1_4_6.G18.Abs": "the same for large words",
    "4_1_2.H91.Select.Value": "a select has a value as soon as the page stands",
}
"""Doubts of HTML_CodeSniffer that a person has settled. A doubt that is not listed is a finding."""


def accessibility_faults(page: "Page") -> list[str]:
    """What two engines find that know nothing of each other, one line each."""
    return axe_faults(page) + sniffer_faults(page)


def sniffer_faults(page: "Page") -> list[str]:
    """What HTML_CodeSniffer finds against WCAG 2.1 AAA, contrast of 7:1 included."""
    page.evaluate(_sniffer())
    found = page.evaluate("""() => new Promise(done => HTMLCS.process('WCAG2AAA', document, () => done(
      HTMLCS.getMessages().filter(one => one.type < 3).map(one => [one.type, one.code.split('.').slice(3)
        .join('.').replace(/_AAA?/, ''), one.msg, (one.element.outerHTML || '').slice(0, 120)]))))""")
    return [
        f"sniffer {code}: {words[:160]} {element}"
        for kind, code, words, element in found
        if kind == 1 or code not in REVIEWED
    ]


@cache
def _sniffer() -> str:
    content = npm_file(
        "html_codesniffer@2.5.1",
        "fbcd1b31b97e08fea1e64d12727caf63436b2d83df0b7df255836c61086067e5",
        "package/build/HTMLCS.js",
        "bc9501382a35bff6acfc255945b1ed732fcec544cfcaeec17b5ac8d79a6c7967",
    )
    return content.decode() + "; 0"


def axe_faults(page: "Page") -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for fault in found.response["violations"]
        for node in fault["nodes"][:3]
    ]
