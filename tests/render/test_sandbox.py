"""What a template reaches if the check of themes overlooks it: values, and nothing behind them."""

import re

import pytest
from built import PROJECT
from hostile import IN_TEMPLATES
from jinja2.exceptions import TemplateError
from markupsafe import Markup
from tiny import TINY, default_theme, planned

from generator.render import sandbox
from generator.render.pages import Renderer
from generator.render.qr import symbol
from generator.settings import Settings


def rendered(text: str) -> str:
    """What a template gives without having been checked."""
    env = sandbox.environment([])
    values = {
        "page": {"heading": "Trà", "items": [1, 2], "stars": [1]},
        "markup": Markup("{0.__class__}"),
        "code": symbol("https://ocop.test/p/LS0001"),
        "function": rendered,
        "hidden": "__class__",
        "big": 10**9,
    }
    return env.from_string(text).render(values)


ONLY_CHECKED = {
    "a new meaning for a function",
    "a function as a parameter",
    "autoescape off",
    "a format method behind a condition",
}
"""Refused so that templates stay plain; nothing is reached by them."""
REACHED = re.compile(r"class|built-in|method|function|0x|module|\d{9}")
"""What would stand in a page if a template had got hold of more than values."""


@pytest.mark.parametrize(
    "text",
    [
        *(text for name, (text, _) in IN_TEMPLATES.items() if name not in ONLY_CHECKED),
        "{{ ''[hidden] }}",
        "{{ page[hidden] }}",
        "{{ function[hidden] }}",
        "{{ function['__glo' ~ 'bals__'] }}",
        "{{ code[hidden] }}",
        "{{ code._asdict() }}",
        "{{ markup['format'](function) }}",
        "{{ markup.format }}",
        "{{ 'a'.join }}",
        "{{ 'a'.encode() }}",
        "{{ 'a'.ljust(big) }}",
        "{{ 'a'.replace('a', 'b') }}",
        "{{ page['update'](heading=1) }}",
        "{{ page.stars['append'](1) }}",
        "{{ ([1]|map('string')).gi_frame }}",
        "{{ ([1]|map('string'))['gi_frame'] }}",
        "{{ [function]|map(attribute=hidden)|list }}",
        "{{ [function]|sort(attribute=hidden) }}{{ [function]|map(attribute='__globals__')|first }}",
        "{{ [function]|selectattr(hidden)|list }}",
        "{{ range(big)|length }}",
        "{{ page.heading * big }}",
        "{{ big * page.stars }}",
        "{{ big ** big }}",
        "{{ ('%' ~ big ~ 'd')|format(1) }}",
        "{{ ('%' ~ big ~ 'd') % 1 }}",
        "{{ '%*d'|format(big, 1) }}",
        "{{ '%.*f'|format(big, 1) }}",
        "{{ '%((a))1000000000d'|format(**{'(a)': 1}) }}",
        "{{ self[hidden] }}",
        "{{ self.__init__ }}",
        "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
        "{% macro m() %}{% endmacro %}{{ m['_func'] }}",
        "{% for n in [1] %}{{ loop['_iterator'] }}{% endfor %}",
        "{% for n in [1] %}{{ loop.__init__ }}{% endfor %}",
        "{{ joiner }}",
        "{{ dict }}",
    ],
)
def test_what_is_not_listed_is_not_reached(text: str) -> None:
    try:
        shown = rendered(text)
    except (TemplateError, TypeError):
        return
    assert not REACHED.search(shown)


def test_what_templates_need_is_reached() -> None:
    assert rendered("{{ page.items }} {{ page.heading.split('r')|join('-') }}") == "[1, 2] T-à"
    assert (
        rendered("{{ page.get('x', 'y') }} {{ code.size > 20 }} {{ 3 * 2.5 }} {{ 7 % 4 }}") == "y True 7.5 3"
    )
    assert (
        rendered("{% for n in range(2) %}{{ loop.cycle('a', 'b') }}{{ loop.last }}{% endfor %}")
        == "aFalsebTrue"
    )
    assert rendered("{% block b %}x{% endblock %}{{ self.b() }}{{ '%05.1f'|format(2) }}") == "xx002.0"
    assert rendered("{{ [{'n': 'b'}, {'n': 'a'}]|sort(attribute='n')|map(attribute='n')|join }}") == "ab"
    assert rendered("{{ '<' }}{{ page.nothing is defined }}") == "&lt;False"


def test_functions_of_templates_are_those_of_the_list() -> None:
    maker = Renderer(default_theme(), Settings("https://ocop.test"), planned(TINY))
    assert set(maker.functions) == sandbox.FUNCTIONS


def test_the_contract_names_all_that_templates_may_use() -> None:
    text = (PROJECT / "docs/theme.md").read_text("utf-8")
    section = text.partition("## What a theme can and cannot do")[2].partition("\n## ")[0]
    parts = {
        "filters": (section.partition("**Filters**")[2].partition("**Tests**")[0], sandbox.FILTERS),
        "tests": (section.partition("**Tests**")[2].partition("\n- ")[0], sandbox.TESTS),
        "methods": (section.partition("few methods:")[2].partition(". No name")[0], sandbox.METHODS),
    }
    for what, (part, listed) in parts.items():
        named = set(re.findall(r"`(\w+)`", part)) - {"loop"}
        assert named == {name for name in listed if name.isidentifier()}, what
    for function in sandbox.FUNCTIONS - {"range"}:
        assert re.search(rf"`{function}\(", text), function
