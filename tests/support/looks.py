"""How a page looks to those who measure it: accessibility, width."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from npm_file import npm_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

SMALL = """() => {
  const few = [];
  for (const e of document.querySelectorAll('a[href], button, input, select, summary')) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest('svg')) continue;
    const style = getComputedStyle(e), after = getComputedStyle(e, '::after');
    // Links within a line of text are as high as the line (WCAG 2.5.5 leaves them out).
    if (style.display === 'inline' && after.position !== 'absolute') continue;
    if (style.clipPath !== 'none') continue;
    let target = e.closest('label') || e;
    if (after.position === 'absolute') {
      while (target !== document.body && getComputedStyle(target).position === 'static')
        target = target.parentElement;
    }
    const { width, height } = target.getBoundingClientRect();
    if (width < 43.5 || height < 43.5)
      few.push(`${e.tagName}.${e.className} ${Math.round(width)}×${Math.round(height)} ${e.textContent
        .trim().slice(0, 30)}`);
  }
  return [...new Set(few)];
}"""
"""What is smaller than a finger: 44 px."""

MOVING = """() => {
  const faults = document.getAnimations().map(one => `moves: ${one.effect?.target?.className}`);
  for (const e of document.querySelectorAll('*')) {
    const style = getComputedStyle(e);
    if (style.transitionDuration.split(', ').some(one => parseFloat(one) > 0.01)
      || style.animationName !== 'none' || style.scrollBehavior === 'smooth')
      faults.push(`may move: ${e.tagName}.${e.className}`);
  }
  return faults.slice(0, 3);
}"""
"""What moves, or would, although the reader asked for less motion."""

CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  if (!e.checkVisibility({ visibilityProperty: true }) || style.clipPath !== 'none') return false;
  // The slides of a screen lie one behind the other; their words grow with the screen.
  if (e.closest('svg') || e.matches('.deck')) return false;
  if (!/hidden|clip/.test(style.overflowX + style.overflowY)) return false;
  const words = [...e.querySelectorAll('*'), e].some(one => [...one.childNodes].some(n => n.nodeType === 3
    && n.data.trim()));
  return words && e.clientHeight > 1
    && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2);
}).map(e => `cut off: ${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)"""
"""Words that are cut off."""

FORCED = """() => {
  const faults = [], seen = e => e.checkVisibility({ visibilityProperty: true });
  for (const e of document.querySelectorAll('.button, .menu-button, .find-button, .chips .on, .pager .on'))
    if (seen(e) && !(parseFloat(getComputedStyle(e).borderTopWidth) > 0) && !e.closest('label'))
      faults.push(`no edge: ${e.tagName}.${e.className}`);
  for (const stars of document.querySelectorAll('svg.stars')) {
    const full = stars.querySelector('.on'), rest = stars.querySelector('.rest, .out');
    if (full && rest && seen(stars) && getComputedStyle(full).fill === getComputedStyle(rest).fill)
      faults.push('full and empty stars look alike');
  }
  for (const path of document.querySelectorAll('.qr path[fill="#000"]'))
    if (getComputedStyle(path).fill !== 'rgb(0, 0, 0)') faults.push('a code that is not black');
  for (const svg of document.querySelectorAll('.state svg'))
    if (seen(svg) && getComputedStyle(svg).stroke === getComputedStyle(document.body).backgroundColor)
      faults.push('a state without its sign');
  return [...new Set(faults)];
}"""
"""What is lost when the system puts its own colours in place of the page's."""

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules of axe that ask for colours: all that another colour scheme changes."""

STARS = """svg => {
  const drawn = { label: svg.getAttribute('aria-label'), on: 0, out: 0, rest: 0 };
  for (const path of svg.children)
    drawn[path.getAttribute('class')] += path.getAttribute('d').split('M').length - 1;
  return drawn;
}"""
"""What a row of stars says, and how many of each kind it draws."""

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + (e.textContent || '').trim().slice(0, 40));
}"""
"""What sticks out sideways."""

COLLIDING = """() => {
  const faults = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement, words = node.data.trim();
    if (!words || parent.closest('svg, script, style, template, [data-mode]')) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest('.vh, .skip') || getComputedStyle(parent).position === 'absolute') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(line => line.width > 1);
    if (!lines.length) continue;
    const block = parent.closest('li, dd, dt, td, th, figcaption, p, h1, h2, h3, summary');
    if (last && block && last.block === block) {
      for (const line of lines)
        for (const other of last.lines) {
          const high = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top);
          const wide = Math.min(line.right, other.right) - Math.max(line.left, other.left);
          const same = Math.abs(line.bottom - other.bottom) < 3;
          // Letters of some fonts are higher than their lines; that much is no fault.
          const usual = Math.max(0, line.height - parseFloat(getComputedStyle(parent).lineHeight));
          if (!same && wide > 2 && high > usual + 1)
            faults.push(`lines one over the other: ${last.words.slice(-30)} | ${words.slice(0, 30)}`);
        }
      if (/^[.,;:)]/.test(words) && lines[0].top > last.lines.at(-1).bottom - 3)
        faults.push(`a line that begins with a stop: ${last.words.slice(-30)} | ${words.slice(0, 30)}`);
    }
    last = { block, lines, words };
  }
  return [...new Set(faults)].slice(0, 3);
}"""
"""Words of one block that lie over each other, or whose full stop or comma has slipped into the next line."""

LIGHT = """() => [document.documentElement, ...document.querySelectorAll('body, body *')].filter(e => {
  // Codes are read on white; slides are dark in every scheme; grounds of drawings are pale on purpose.
  if (e.closest('.qr, .code, .picture, .art, [data-mode]') || !e.checkVisibility()) return false;
  const ground = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g) || [0, 0, 0, 0];
  const [r, g, b, a = 1] = ground.map(Number);
  const { width, height } = e.getBoundingClientRect();
  return a > .5 && Math.min(r, g, b) > 215 && width * height > 12000;
}).slice(0, 3).map(e => `${e.tagName}.${e.className}`)"""
"""White boxes on a page whose reader asked for a dark one."""

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
    if page.evaluate("typeof HTMLCS === 'undefined'"):
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


def axe_faults(page: "Page", rules: Sequence[str] = ()) -> list[str]:
    """What axe finds against WCAG 2.2 AA, or against some of its rules, one line each.

    The window is made as high as the page: what a bar at its lower edge covers only has to be scrolled.
    """
    from axe_playwright_python.sync_playwright import Axe

    window = page.viewport_size
    assert window
    page.set_viewport_size({**window, "height": page.evaluate("document.documentElement.scrollHeight")})
    # Of what is as it should be nobody needs to be told: that took longer than to find it so.
    chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    # To parse the engine takes a third of the time that it works; a page keeps it.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    violations = page.evaluate(
        "options => axe.run(options).then(answer => answer.violations)",
        {"runOnly": chosen, "resultTypes": ["violations"]},
    )
    page.set_viewport_size(window)
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for fault in violations
        for node in fault["nodes"][:3]
    ]
