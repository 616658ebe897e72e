"""The page on top of a fair's folder: what to print on what paper, how many sheets, how to fold.

One file that needs nothing else; Vietnamese first, English below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from generator.site.sheets import Sheets

STYLE = """
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem 4rem;background:#faf6ec;color:#1d2a1c;
font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2{font-family:"Noto Serif",Cambria,Georgia,serif;line-height:1.25;color:#1e4a2c}
h1{font-size:2.1rem;margin:0 0 .25rem}h2{font-size:1.35rem;margin:2.5rem 0 .75rem}
p{margin:.4rem 0}small,.en{color:#424d3d}.en{display:block;font-size:.92rem}
ul{list-style:none;margin:0;padding:0}li{border-top:1px solid #ddd3ba;padding:.9rem 0}
a{color:#1e4a2c;font-weight:600;text-underline-offset:.2em}
b.n{display:inline-block;margin-left:.5rem;font-weight:400;color:#424d3d}
.warn{border:2px solid #86190f;border-radius:.6rem;padding:.75rem 1rem;background:#fae6df;color:#86190f}
@media print{body{background:none;padding:0}}
"""


@dataclass(frozen=True)
class Item:
    """One file of the folder: what it is and what to do with it, in both languages."""

    part: str
    """paper, buyers or screen."""
    file: str
    vi: str
    en: str
    how_vi: str
    how_en: str
    sheets_vi: str = ""
    sheets_en: str = ""


PARTS = {
    "paper": ("Giấy in", "On paper"),
    "buyers": ("Cho người mua", "For buyers"),
    "screen": ("Màn hình và USB", "Screen and USB stick"),
}
ADVICE = (
    (
        "Khi in hãy chọn “Kích thước thực” hoặc “100 %”: mã QR và thẻ được vẽ đúng từng milimét.",
        "When printing choose “Actual size” or “100 %”: codes and cards are drawn to the millimetre.",
    ),
    (
        "In thử một tờ, quét mọi mã trên tờ ấy bằng hai điện thoại rồi mới in tất cả.",
        "Print one sheet first and scan every code on it with two telephones, then print the rest.",
    ),
    (
        "Chỉ sản phẩm còn hiệu lực trong những ngày này có sao. Hồ sơ thay đổi thì chạy lại lệnh và in lại.",
        "Only ratings valid on these days have stars. When a record changes, run the command and print anew.",
    ),
)


def page(sheets: Sheets, items: Sequence[Item], placeholder: str) -> bytes:
    """The folder's first page; ``placeholder`` is an address that is not real yet, or empty."""

    def both(said_vi: str, said_en: str) -> str:
        return f'{escape(said_vi)} <span class="en" lang="en">{escape(said_en)}</span>'

    vi, en = (sheets.title.get(lang) or next(iter(sheets.title.values())) for lang in ("vi", "en"))
    count = f"{len(sheets.products)} sản phẩm"
    known = (sheets.days.get("vi", ""), sheets.place.get("vi", ""), count, sheets.as_of.get("vi", ""))
    when = " · ".join(dict.fromkeys(part for part in known if part))
    out = [
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">',
        f"<title>{escape(vi)} – tài liệu hội chợ</title><style>{STYLE}</style></head><body>",
        f'<h1>{escape(vi)}</h1><p lang="en">{escape(en)}</p>',
        f"<p>{escape(when)}</p>",
    ]
    if placeholder:
        out.append(
            '<p class="warn"><strong>Chưa in được:</strong> '
            + both(
                f"địa chỉ {placeholder} trong các mã QR là địa chỉ tạm, không mở được. Hãy ghi base_url thật "
                "vào content/site.yaml rồi chạy lại lệnh.",
                f"Do not print yet: {placeholder} in the codes is a placeholder. Write the real base_url "
                "into content/site.yaml and run the command again.",
            )
            + "</p>"
        )
    if sheets.sample:
        out.append(
            '<p class="warn">'
            + both(
                "Hội chợ mẫu, không có thật: chỉ để xem thử.", "A made-up sample fair, only for trying out."
            )
            + "</p>"
        )
    out.append("<h2>" + both("Trước khi in", "Before printing") + "</h2>")
    out += [f"<p>{both(*advice)}</p>" for advice in ADVICE]
    for part, names in PARTS.items():
        part_items = [item for item in items if item.part == part]
        if not part_items:
            continue
        out.append(f"<h2>{both(*names)}</h2><ul>")
        for item in part_items:
            count = f'<b class="n">{escape(item.sheets_vi)}</b>' if item.sheets_vi else ""
            second = f"{item.en}. {item.how_en}" + (f" ({item.sheets_en})" if item.sheets_en else "")
            name = (
                f'<a href="{escape(item.file)}">{escape(item.vi)}</a>'
                if item.file
                else f"<strong>{escape(item.vi)}</strong>"
            )
            out.append(f"<li>{name}{count}<br>{both(item.how_vi, second)}</li>")
        out.append("</ul>")
    out.append("</body></html>\n")
    return "".join(out).encode()
