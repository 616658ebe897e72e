"""The records of a synthetic catalogue as a site of Hugo's, to measure beside the fastest of its kind.

``peer.py CATALOGUE FOLDER`` writes a Hugo project: a page per product, per product's trace and per holder in
two languages, lists by stars, criteria set and commune, a sitemap. No pictures, no codes, no data files, no
search, no checks: less than ours, so a ratio against it flatters Hugo and never us.
"""

import sys
from pathlib import Path

CONFIG = """\
baseURL = "https://ocop.example/"
title = "OCOP"
disableKinds = ["RSS"]
defaultContentLanguage = "vi"
[pagination]
pagerSize = 24
[taxonomies]
star = "stars"
set = "sets"
commune = "communes"
[languages.vi]
weight = 1
[languages.en]
weight = 2
"""
PAGES = """\
{{{{ .EnableAllLanguages }}}}
{{{{ $lang := .Site.Language.Lang }}}}
{{{{ range $id, $one := hugo.Data.{kind} }}}}
{{{{ $more := dict "id" $id }}}}
{more}
{{{{ $.AddPage (dict "kind" "page" "path" $id "title" (index $one.name $lang) "params" $more {content}) }}}}
{{{{ end }}}}
"""
TERMS = """\
{{ $rating := index $one.ratings 0 }}
{{ $more = merge $more (dict "stars" (slice (string $rating.stars)) "sets" (slice (string $one.set))) }}
{{ $more = merge $more (dict "communes" (slice $one.origin.commune)) }}
"""
STORY = '"content" (dict "mediaType" "text/markdown" "value" (index $one (printf "story_%s" $lang)))'
BASE = """\
<!doctype html>
<html lang="{{ site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Title }}"><link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}
<link rel="stylesheet" href="/style.css"></head><body>
<header><nav>{{ range slice "products" "producers" "trace" }}<a href="/{{ . }}/">{{ . }}</a>{{ end }}</nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer><p>{{ site.Title }}</p></footer></body></html>
"""
LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ $lang := site.Language.Lang }}
{{ $pages := .RegularPages }}{{ if .IsHome }}{{ $pages = first 9 site.RegularPages }}{{ end }}
<ul>{{ $pager := .Paginate $pages }}{{ range $pager.Pages }}{{ $one := index hugo.Data.products (string .Params.id) }}
<li><a href="{{ .RelPermalink }}"><h3>{{ .Title }}</h3></a>{{ with $one }}
<p>{{ index .name "vi" }} {{ index .name "en" }}</p><p>{{ (index .ratings 0).stars }} ★</p><p>{{ .origin.printed }}</p>
<p>{{ with index hugo.Data.producers .producer }}{{ index .name $lang }}{{ end }}</p>
<p>{{ index .summary $lang }}</p>{{ end }}</li>{{ end }}</ul>
<nav>{{ if $pager.HasPrev }}<a href="{{ $pager.Prev.URL }}">‹</a>{{ end }}
{{ if $pager.HasNext }}<a href="{{ $pager.Next.URL }}">›</a>{{ end }}</nav>{{ end }}
"""
FACTS = """\
<dl>{{ range slice "ingredients" "usage" "storage" "shelf_life" "warnings" }}{{ with index $one . }}
<div><dt>–</dt><dd>{{ index . $lang }}</dd></div>{{ end }}{{ end }}
<div><dt>–</dt><dd>{{ $one.brand }}</dd></div>
<div><dt>–</dt><dd>{{ $one.price.amount }} {{ index $one.price.per $lang }} {{ $one.price.on }}</dd></div>
{{ range $one.standards }}<div><dt>–</dt><dd>{{ index . $lang }}</dd></div>{{ end }}
{{ range $one.pack_sizes }}<div><dt>–</dt><dd>{{ index . $lang }}</dd></div>{{ end }}</dl>
{{ range $one.ratings }}<p>{{ .stars }} {{ .score }} {{ .decision }} {{ .kind }}</p>{{ end }}
{{ range $one.certificates }}<p>{{ index .name $lang }} {{ .number }} {{ index .issuer $lang }} {{ .valid_until }}</p>
{{ end }}{{ range $one.shops }}<p>{{ index .name $lang }} {{ .address }}</p>{{ end }}
{{ range $one.notes }}<p>{{ index . $lang }}</p>{{ end }}
{{ range $one.sources }}<p>{{ .publisher }} {{ .title }} {{ .date }}</p>{{ end }}
{{ range $one.lots_file.lots }}<h3>{{ .lot }}</h3><p>{{ .made_on }} {{ .expires_on }} {{ index .amount $lang }}</p>
<ol>{{ range .steps }}<li>{{ .what }} {{ index .title $lang }} {{ .day }} {{ .place }} {{ index .amount $lang }}</li>
{{ end }}</ol>{{ end }}
"""
PRODUCT = """\
{{ define "main" }}{{ $lang := site.Language.Lang }}{{ $one := index hugo.Data.products .Params.id }}
<h1>{{ .Title }}</h1><p>{{ index $one.summary $lang }}</p>{{ with index hugo.Data.producers $one.producer }}
<h2>{{ index .name $lang }}</h2><p>{{ index .summary $lang }}</p><p>{{ .contacts.phone.value }}</p>{{ end }}
FACTS{{ range split (index $one.description $lang) "\\n\\n" }}<p>{{ . }}</p>{{ end }}{{ end }}
"""
TRACE = """\
{{ define "main" }}{{ $one := index hugo.Data.products .Params.id }}
<h1>{{ .Title }}</h1><p>{{ (index $one.ratings 0).stars }}</p><p>{{ $one.code }}</p>
{{ range slice "vi" "en" }}{{ $lang := . }}FACTS{{ end }}{{ end }}
"""
PRODUCER = """\
{{ define "main" }}{{ $lang := site.Language.Lang }}{{ $one := index hugo.Data.producers .Params.id }}
<h1>{{ .Title }}</h1><p>{{ index $one.summary $lang }}</p><p>{{ $one.founded }} {{ $one.address.printed }}
{{ $one.contacts.phone.value }}</p>{{ .Content }}{{ end }}
"""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _under(key: str, text: str, mark: str = "") -> str:
    """A YAML field that holds the lines of a text."""
    return f"{key}:{mark}\n" + "".join(f"  {line}\n" for line in text.splitlines())


def make(catalogue: Path, folder: Path) -> None:
    """Write the Hugo project into a new folder."""
    for path in catalogue.glob("products/*/*/product.yaml"):
        text = path.read_text("utf-8") + _under("lots_file", (path.parent / "lots.yaml").read_text("utf-8"))
        _write(folder / f"data/products/{path.parent.name}.yaml", text)
    for path in catalogue.glob("content/producers/*/producer.yaml"):
        text = path.read_text("utf-8")
        for lang in ("vi", "en"):
            text += _under(f"story_{lang}", (path.parent / f"story.{lang}.md").read_text("utf-8"), " |")
        _write(folder / f"data/producers/{path.parent.name}.yaml", text)
    _write(folder / "hugo.toml", CONFIG)
    products = PAGES.format(kind="products", more=TERMS, content="")
    _write(folder / "content/products/_content.gotmpl", products)
    _write(folder / "content/trace/_content.gotmpl", PAGES.format(kind="products", more="", content=""))
    _write(
        folder / "content/producers/_content.gotmpl", PAGES.format(kind="producers", more="", content=STORY)
    )
    layouts = {
        "_default/baseof": BASE,
        "_default/list": LIST,
        "products/single": PRODUCT.replace("FACTS", FACTS),
        "trace/single": TRACE.replace("FACTS", FACTS),
        "producers/single": PRODUCER,
    }
    for name, text in layouts.items():
        _write(folder / f"layouts/{name}.html", text)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
