"""Where templates show text in another language with its mark, and where without."""

from pathlib import Path

import pytest

from generator.render.sandbox import environment
from generator.text import in_language

MARKED = '<span lang="vi">Gạo</span>'


def rendered(folder: Path, template: str) -> str:
    (folder / "templates").mkdir()
    (folder / "templates/page.html").write_text(template, encoding="utf-8")
    return (
        environment([folder])
        .get_template("page.html")
        .render(name=in_language("Gạo", "vi"), yes=True, no=False)
    )


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("<p>{{ name }}</p>", f"<p>{MARKED}</p>"),
        ('<p title="{{ name }}">{{ name }}</p>', f'<p title="Gạo">{MARKED}</p>'),
        ("<p title='a > {{ name }}'>{{ name }}</p>", f"<p title='a > Gạo'>{MARKED}</p>"),
        ('<i a="{{ "x" }}" b={{ name }}>', '<i a="x" b=Gạo>'),
        ("<title>{{ name }}</title>{{ name }}", f"<title>Gạo</title>{MARKED}"),
        ("<svg><title>a</title><text>{{ name }}</text></svg>", "<svg><title>a</title><text>Gạo</text></svg>"),
        ("<svg/>{{ name }}", f"<svg/>{MARKED}"),
        ("<select><option>{{ name }}</option></select>", "<select><option>Gạo</option></select>"),
        ('<p{% if yes %} a="{{ name }}"{% endif %}>{{ name }}</p>', f'<p a="Gạo">{MARKED}</p>'),
        ('<p{% if no %}>{{ name }}{% else %} a="{{ name }}">{% endif %}</p>', '<p a="Gạo"></p>'),
        ('<p{% for x in [1] %} a="{{ name }}"{% endfor %}>{{ name }}</p>', f'<p a="Gạo">{MARKED}</p>'),
        ("<p>{{ name if yes else 1 }} < 3 {{ name }}</p>", f"<p>{MARKED} < 3 {MARKED}</p>"),
        ("{# <p #}{{ name }}", MARKED),
        ('<p a="{{ [name]|first }}">', '<p a="Gạo">'),
        ('<p>{{ [name, 1]|join(", ") }}</p>', f"<p>{MARKED}, 1</p>"),
        ('<p>{{ "%(x)s!"|format(x=name) }}</p>', f"<p>{MARKED}!</p>"),
        ('<p a="{{ "%(x)s!"|format(x=name) }}">', '<p a="Gạo!">'),
    ],
)
def test_marks_stand_in_content_alone(tmp_path: Path, template: str, html: str) -> None:
    assert rendered(tmp_path, template) == html
