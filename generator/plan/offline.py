"""The installable web app: its manifest, what a fair's kept copy consists of, the page for no network.

Nothing is kept until a visitor asks for it on a fair's page. What was kept must also go again, so a worker
is published even by a site whose last fair was deleted: browsers that have one take the new one whenever a
page of the site is opened, and it cleans. A site opened from the disk has no manifest, and its pages name no
worker: browsers refuse both there.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from generator.catalogue.addresses import trace
from generator.catalogue.model import Fair
from generator.plan import views
from generator.plan.bundles import bundle_name
from generator.plan.desk import Desk
from generator.plan.desks import lone_frame
from generator.plan.fairs import fair_qr, kiosk_address, makers, selection
from generator.plan.outputs import Document
from generator.plan.urls import file_of

WORKER = "/sw.js"
OFFLINE = "/offline/"
SCRIPTS = ("search.js", "fair.js", "kiosk.js")
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


def app_view(desk: Desk) -> tuple[str, str]:
    """Addresses of a language's manifest and of the worker; both empty where there can be none."""
    if desk.settings.links == "relative" or not desk.catalogue.fairs:
        return "", ""
    return f"{desk.urls.home}site.webmanifest", WORKER


def plan_app(desks: Sequence[Desk]) -> None:
    """The manifests, the worker and its fallback page. Call it after all other pages."""
    main = desks[0]
    if main.settings.stick:
        return
    scripts = ["kept.js"]
    facts: dict[str, Any] = {"keep": {}}
    if app_view(main)[1]:
        for desk in desks:
            main.outputs.add(Document(app_view(desk)[0].strip("/"), "json", _manifest(desk)))
        main.page("offline", partial(_offline, desks))
        scripts.append("worker.js")
        facts = _worker(desks)
    texts, assets = main.theme.texts, main.theme.assets
    facts["script"] = "\n".join(texts[assets[name].strip("/")] for name in scripts)
    main.outputs.add(Document(WORKER.strip("/"), "worker", facts))


def _worker(desks: Sequence[Desk]) -> dict[str, Any]:
    """What the worker knows of the site: the files of every fair's copy, and words in every language."""
    main = desks[0]
    here = main.settings.base_path
    return {
        "offline": here + OFFLINE,
        "day": main.catalogue.day.isoformat(),
        "words": {
            desk.lang: {
                "copy": desk.say("You are reading a copy of {day} kept on this device."),
                "kept": desk.say("Kept on this device"),
            }
            for desk in desks
        },
        "days": {desk.lang: desk.today for desk in desks},
        "keep": {
            fair.id: {
                "href": here + main.urls("fairs", fair.id),
                "names": dict(fair.name.root),
                "files": {here + one: file_of(one) for one in dict.fromkeys(_kept(desks, fair))},
                "bundles": _bundles(desks, fair),
            }
            for fair in main.catalogue.fairs.values()
        },
    }


def _bundles(desks: Sequence[Desk], fair: Fair) -> list[str]:
    """The records whose own pages and pictures a fair's copy needs."""
    products = selection(desks[0], fair)
    return [*map(bundle_name, products), *map(bundle_name, makers(desks[0], products))]


def _kept(desks: Sequence[Desk], fair: Fair) -> Iterator[str]:
    """The addresses of everything that a fair's copy needs: styles before the pages that need them."""
    main = desks[0]
    products = selection(main, fair)
    assets = main.theme.assets
    yield from (assets[name] for name in ("style.css", "more.css", *SCRIPTS, "favicon.svg"))
    yield OFFLINE
    for desk in desks:
        yield desk.urls("fairs", fair.id)
        for product in products:
            yield desk.urls("products", product.id)
            for photo in product.photos:
                if image := desk.image("product", product, photo):
                    yield from (src for src, _ in image["srcset"])
        for producer in makers(desk, products):
            yield desk.urls("producers", producer.id)
            for photo in producer.photos:
                if image := desk.image("producer", producer, photo):
                    yield from (src for src, _ in image["srcset"])
    for address in (kiosk_address(fair.id), *(kiosk_address(fair.id, one.id) for one in fair.booths)):
        if file_of(address) in main.outputs.by_path:
            yield address
    for product in products:
        yield fair_qr(main, product)["svg"]
        if main.catalogue.traced(product):
            yield f"{trace(product)}/"
    yield from (assets[f"drawings/{name}.svg"] for name in sorted(main.theme.drawings))


def _manifest(desk: Desk) -> dict[str, Any]:
    site, say, here = desk.catalogue.site, desk.say, desk.settings.base_path
    home = here + desk.urls.home
    return {
        "id": home,
        "name": site.title.get(desk.lang),
        "short_name": site.title.get(desk.lang),
        "description": site.tagline.get(desk.lang),
        "lang": desk.lang,
        "start_url": home,
        "scope": f"{here}/",
        "display": "standalone",
        "background_color": "#faf6ec",
        "theme_color": "#faf6ec",
        "icons": [
            {
                "src": here + desk.theme.assets[f"icon-{size}.png"],
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in ICONS
        ],
        "shortcuts": [{"name": say("Fairs"), "url": here + desk.urls("fairs")}],
    }


def _offline(desks: Sequence[Desk]) -> views.OfflineView:
    main = desks[0]
    heading, about = main.say("No network"), main.say("This page was not kept on this device.")
    return {
        **lone_frame(main, "offline", OFFLINE, heading, about),
        "texts": [
            {
                "lang": desk.lang,
                "heading": desk.say("No network"),
                "text": desk.say("This page was not kept on this device. It will open again with a network."),
                "home": desk.urls.home,
                "home_name": desk.say("Home"),
            }
            for desk in desks
        ],
    }
