"""The installable web app: its manifest, its service worker and what a fair's kept copy consists of.

Nothing is kept until a visitor asks for it on a fair's page. What was kept must also go again, so a worker
is published even by a site whose last fair was deleted: browsers that have one take the new one whenever a
page of the site is opened, and it cleans. A site opened from the disk has no manifest, and its pages name no
worker: browsers refuse both there.
"""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from generator.catalogue.addresses import trace
from generator.catalogue.model import Fair, ProducerSummary, ProductSummary
from generator.site.context import PageContext
from generator.site.fair_parts import fair_qr, kiosk_address, producers_of, products_of_fair
from generator.site.outputs import Document, LateUnit, OtherOutputs, Output
from generator.site.pictures import photo_images
from generator.site.urls import file_of

SERVICE_WORKER = "/sw.js"
OFFLINE = "/offline/"
STYLES = ("product.css", "more.css", "text.css", "found.css")
"""Style sheets of the pages that a fair's copy holds."""
SCRIPTS = ("search.js", "fair.js", "kiosk.js")
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


def has_web_app(context: PageContext) -> bool:
    """Whether readers can install the site: not from a disk, and only where a fair can be kept."""
    settings = context.settings
    return not settings.usb_fair and settings.links != "relative" and bool(context.catalogue.fairs)


def manifest_address(context: PageContext) -> str:
    """Address of a language's manifest; empty where there is none."""
    return f"{context.urls.home}site.webmanifest" if has_web_app(context) else ""


def service_worker_address(context: PageContext) -> str:
    """Address of the service worker that pages start; empty where they start none."""
    return SERVICE_WORKER if has_web_app(context) else ""


def plan_manifests(contexts: Sequence[PageContext]) -> None:
    """Plan the manifest of every language."""
    for context in contexts:
        if address := manifest_address(context):
            context.document_unit(address.strip("/"), "json", partial(_manifest, context))


def service_worker_units(contexts: Sequence[PageContext]) -> list[LateUnit]:
    """The service worker, which knows the content of every file that it keeps; none in the USB edition."""
    if contexts[0].settings.usb_fair:
        return []
    return [LateUnit(SERVICE_WORKER.strip("/"), partial(_service_worker, contexts))]


def _service_worker(contexts: Sequence[PageContext], produced: OtherOutputs) -> Iterator[Output]:
    main = contexts[0]
    scripts = ["kept.js"]
    facts: dict[str, Any] = {"keep": {}}
    if has_web_app(main):
        scripts.append("worker.js")
        facts = _facts(contexts, produced)
    texts, assets = main.theme.texts, main.theme.assets
    facts["script"] = "\n".join(texts[assets[name].strip("/")] for name in scripts)
    yield Document(SERVICE_WORKER.strip("/"), "service-worker", facts)


def _facts(contexts: Sequence[PageContext], produced: OtherOutputs) -> dict[str, Any]:
    """Return what the worker needs: the files of every fair's copy, and its words in every language."""
    main = contexts[0]
    base = main.settings.base_path
    keep: dict[str, Any] = {}
    for fair in main.catalogue.fairs.values():
        files = {
            base + address: digest
            for address in dict.fromkeys(_kept(contexts, fair))
            if (digest := produced.digest(file_of(address))) is not None
        }
        keep[fair.id] = {
            "href": base + main.urls("fairs", fair.id),
            "names": dict(fair.name.root),
            "files": files,
            "digest": sha256(json.dumps(files).encode()).hexdigest()[:12],
        }
    return {
        "offline": base + OFFLINE,
        "day": main.catalogue.today().isoformat(),
        "words": {
            context.lang: {
                "copy": context.t("You are reading a copy of {day} saved on this device."),
                "kept": context.t("Saved on this device"),
            }
            for context in contexts
        },
        "days": {context.lang: context.today for context in contexts},
        "keep": keep,
    }


def _kept(contexts: Sequence[PageContext], fair: Fair) -> Iterator[str]:
    """The addresses of everything that a fair's copy needs: styles before the pages that need them."""
    main = contexts[0]
    products = products_of_fair(main, fair)
    assets = main.theme.assets
    yield from (assets[name] for name in (*STYLES, *SCRIPTS, "favicon.svg"))
    yield OFFLINE
    for context in contexts:
        yield context.urls("fairs", fair.id)
        for product in products:
            yield context.urls("products", product.id)
            yield from _photo_addresses(context, "product", product)
        for producer in producers_of(context, products):
            yield context.urls("producers", producer.id)
            yield from _photo_addresses(context, "producer", producer)
    if products:
        yield kiosk_address(fair.id)
    yield from (kiosk_address(fair.id, booth.id) for booth in fair.booths)
    for product in products:
        yield fair_qr(main, product)["svg"]
        if main.catalogue.has_trace_page(product):
            yield f"{trace(product)}/"
    yield from (assets[f"drawings/{name}.svg"] for name in sorted(main.theme.drawings))


def _photo_addresses(
    context: PageContext, kind: str, record: ProductSummary | ProducerSummary
) -> Iterator[str]:
    for image in photo_images(context, kind, record):
        yield from (address for address, _ in image["srcset"])


def _manifest(context: PageContext) -> dict[str, Any]:
    site, t, base = context.catalogue.site, context.t, context.settings.base_path
    home = base + context.urls.home
    return {
        "id": home,
        "name": site.title.get(context.lang),
        "short_name": site.title.get(context.lang),
        "description": site.tagline.get(context.lang),
        "lang": context.lang,
        "start_url": home,
        "scope": f"{base}/",
        "display": "standalone",
        "background_color": "#faf6ec",
        "theme_color": "#faf6ec",
        "icons": [
            {
                "src": base + context.theme.assets[f"icon-{size}.png"],
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in ICONS
        ],
        "shortcuts": [{"name": t("Fairs"), "url": base + context.urls("fairs")}],
    }
