"""The theme's drawings become vector paths, all of them, and anything else is refused."""

import math

import pytest
from tiny import default_theme

from generator.print.drawings import DrawingError, path_pieces, read_drawing, read_transform


def test_every_drawing_of_the_theme_can_be_printed() -> None:
    for name, svg in default_theme().drawings.items():
        drawing = read_drawing(svg)
        assert drawing.shapes, name
        assert drawing.width > 0
        for shape in drawing.shapes:
            for _, numbers in shape.pieces:
                assert all(math.isfinite(number) for number in numbers), name


@pytest.mark.parametrize(
    "inside",
    [
        "<text>Gạo</text>",
        '<image href="x.png"/>',
        '<path d="M0 0" fill="url(#a)"/>',
        '<path d="M0 0" style="fill:red"/>',
        '<path d="M0 0X"/>',
        '<path d="M0"/>',
        '<path d="M0 0 e"/>',
        '<path d="M00.5 1"/>',
        '<path d="M0 0A1 1 0"/>',
        '<g transform="skewX(3)"><path d="M0 0"/></g>',
    ],
)
def test_what_paper_cannot_show_is_refused(inside: str) -> None:
    with pytest.raises(DrawingError):
        read_drawing(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>')


def test_paths_are_followed() -> None:
    assert list(path_pieces("M1 1h2v3l-1-1z")) == [
        ("m", (1, 1)),
        ("l", (3, 1)),
        ("l", (3, 4)),
        ("l", (2, 3)),
        ("z", ()),
    ]
    curves = list(path_pieces("M0 0C0 1 1 2 2 2S4 1 4 0Q5 5 6 0T8 0"))
    assert [kind for kind, _ in curves] == ["m", "c", "c", "c", "c"]
    assert curves[2][1][:2] == (3, 2)
    arc = list(path_pieces("M-1 0A1 1 0 0 1 1 0"))
    assert arc[-1][1][-2:] == pytest.approx((1, 0))
    assert min(numbers[-1] for _, numbers in arc) == pytest.approx(-1)


def test_basic_shapes_are_paths() -> None:
    circle, box = read_drawing(
        '<svg xmlns="http://www.w3.org/2000/svg"><circle r=".00001"/><rect x="1" width="2" height="3"/></svg>'
    ).shapes
    assert [kind for kind, _ in circle.pieces] == ["m", "c", "c", "c", "c", "z"]
    assert box.pieces == (("m", (1, 0)), ("l", (3, 0)), ("l", (3, 3)), ("l", (1, 3)), ("z", ()))


def test_transforms_are_done_from_the_right() -> None:
    assert read_transform("translate(10 20)rotate(90)scale(2)").transformPoint((1, 0)) == pytest.approx(
        (10, 22)
    )
    assert read_transform("rotate(90 5 5)").transformPoint((5, 0)) == pytest.approx((10, 5))
