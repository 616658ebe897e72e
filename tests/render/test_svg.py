"""Drawings as they are published: what may stay stays as it is, what drawing programs add is dropped."""

import pytest
from built import PROJECT

from generator.render import svg
from generator.render.fault import ThemeError

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def test_a_clean_drawing_stays_as_it_is() -> None:
    for path in sorted((PROJECT / "themes/default").rglob("*.svg")):
        assert svg.clean(path.read_bytes(), path.name) == path.read_text("utf-8")


def test_what_drawing_programs_leave_behind_is_dropped() -> None:
    text = f"""<?xml version="1.0"?>
<!-- made by --><svg:svg xmlns:svg="{svg.NAMESPACE}" xmlns:ink="urn:ink" viewBox="0 0 10 10" ink:version="1"
 {XLINK}><svg:title>x</svg:title><svg:metadata><ink:script>alert(1)</ink:script></svg:metadata>
<svg:defs><svg:linearGradient id="a"><svg:stop offset="0" stop-color="#fff"/></svg:linearGradient>
<svg:linearGradient id="b" xlink:href="#a"/></svg:defs>
<ink:view><svg:script>alert(1)</svg:script></ink:view><svg:path d="M0 0L1 1" fill="url(#b)" ink:label="x"/>
</svg:svg>"""
    cleaned = svg.clean(text.encode(), "x.svg")
    assert cleaned == (
        f'<svg xmlns="{svg.NAMESPACE}" viewBox="0 0 10 10">\n<defs><linearGradient id="a">'
        '<stop offset="0" stop-color="#fff"/></linearGradient>\n<linearGradient id="b" href="#a">'
        '</linearGradient></defs>\n<path d="M0 0L1 1" fill="url(#b)"/>\n</svg>'
    )
    assert svg.clean(cleaned.encode(), "x.svg") == cleaned


def test_a_huge_drawing_is_not_read() -> None:
    with pytest.raises(ThemeError) as caught:
        svg.clean(b" " * (svg.MOST_BYTES + 1), "x.svg")
    assert caught.value.problem.code == "FILE-TOO-BIG"
    assert caught.value.problem.hint("en") == "draw it more simply, or save it again as compact plain SVG."
