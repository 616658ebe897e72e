"""The code that templates are compiled to shows what Jinja's own would show, byte for byte."""

import pytest
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import UndefinedError
from markupsafe import Markup
from tiny import TINY, default_theme, pages, planned

from generator.render import sandbox, template_code
from generator.render.pages import Renderer
from generator.settings import Settings
from generator.text import in_language

VALUES = {
    "plain": "<b>&'c'\"d\"",
    "marked": in_language("<Tày>", "tyz"),
    "same": Markup("<b> & 'c' \"d\""),
    "long": "<" * (template_code.LONGEST_TEXT + 1),
    "number": 1.5,
    "nothing": None,
    "view": {"items": "<entry>", "get": "own", "x": {"y": ["<z>"]}},
}
TEMPLATES = [
    "{{ plain }}{{ same }}{{ plain }}{{ long }}{{ number }}{{ nothing }}{{ 1 }}{{ '<' }}{{ true }}",
    '<p title="{{ marked }}{{ same }}{{ number }}{{ plain }}">{{ marked }}</p><title>{{ marked }}</title>',
    "{{ view.items }}{{ view.get }}{{ view.keys()|list }}{{ view.x.y[0] }}{{ view['x'].y }}",
    "{{ view.missing is defined }}{{ view.missing|default('<') }}{{ plain.split('&')|join('|') }}",
    "{% macro m(a, b='<', c=none) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(plain) }}{{ m(same, b=plain) }}",
    "{% macro m(macro, missing='<') %}{{ macro }}{{ missing }}{% endmacro %}{{ m(macro=same) }}",
    "{% macro m(class) %}{{ class }}{% endmacro %}{{ m(plain) }}{{ m(class=same) }}{{ m() }}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(plain, same, x=1) }}",
    "{% macro m() %}<{% endmacro %}{% macro n() %}>{{ m() }}{% endmacro %}{{ m() }}{{ n() }}{{ n()|length }}",
    "{% macro m(a='<') %}{{ a }}{% endmacro %}{{ m(*[same]) }}{{ m(*[plain]) }}{{ m(**{'a': 1}) }}",
    "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(same) %}<{{ plain }}{% endcall %}",
    "{% for n in range(3) if n != 1 %}{{ loop.index }}{{ loop.cycle('<', same) }}{% endfor %}",
    "{% for n in range(2) %}{% set m = n %}{{ m }}{% else %}{{ plain }}{% endfor %}",
    "{% set text %}<{{ plain }}{% endset %}{{ text }}{% filter upper %}a{{ plain }}{% endfilter %}",
    "{% block b %}{{ plain }}{{ view.x }}{% endblock %}{{ self.b() }}",
    "{{ plain if number > 1 else same }}{{ (view or {}).x.y }}{{ plain ~ same }}{{ '%s'|format(plain) }}",
]


def shown(text: str) -> str:
    """A template's text, or what is wrong with it."""
    try:
        return sandbox.environment([]).from_string(text).render(VALUES)
    except UndefinedError as error:
        return str(error)


@pytest.mark.parametrize("text", [*TEMPLATES, "{{ view.missing }}", "{{ nobody.name }}", "{{ view.x.no.y }}"])
def test_values_are_shown_as_by_jinja(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = shown(text)
    assert ours == shown(text)  # with the texts that are kept by now
    monkeypatch.setattr(sandbox.Sandbox, "code_generator_class", CodeGenerator)
    assert ours == shown(text)


def breakable(html: bytes) -> bytes:
    """Return a page with plain spaces: Jinja knows nothing of names whose words stay together."""
    return html.replace("\N{NO-BREAK SPACE}".encode(), b" ")


@pytest.mark.slow
def test_pages_are_those_of_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, theme, settings = planned(TINY), default_theme(), Settings("https://ocop.test")
    wanted = pages(plan).values()
    renderer = Renderer(theme, settings, plan)
    ours = [breakable(renderer.render(page)) for page in wanted]
    monkeypatch.setattr(sandbox.Sandbox, "code_generator_class", CodeGenerator)
    # Without the memory of compiled templates: the other code has to be made.
    renderer = Renderer(theme, settings, plan)
    assert [breakable(renderer.render(page)) for page in wanted] == ours
    assert len(ours) > 50


def test_a_macro_that_is_called_wrongly_is_named() -> None:
    text = "{% macro stars(rating) %}{% endmacro %}{{ stars(1, 2) }}"
    with pytest.raises(TypeError, match=r"^stars\(\) takes"):
        sandbox.environment([]).from_string(text).render()


def test_few_escaped_texts_are_kept() -> None:
    texts = template_code.EscapedTexts(str)
    for number in range(template_code.MOST_TEXTS + 10):
        assert texts[f"{number}<"] == f"{number}&lt;"
    texts["<" * 1000]
    assert len(texts) == 10


def test_names_stay_together_where_they_are_read_and_nowhere_else() -> None:
    text = "<h1>{{ name }}</h1><img alt=\"{{ name }}\"><title>{{ name }}</title>{{ {'n': name}|tojson }}"
    html = sandbox.environment([]).from_string(text).render(name="Hữu Lũng")
    plain = '<img alt="Hữu Lũng"><title>Hữu Lũng</title>{"n":"Hữu Lũng"}'
    assert html == f"<h1>Hữu\N{NO-BREAK SPACE}Lũng</h1>{plain}"
