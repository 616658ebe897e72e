"""The page behind a printed code: one page, every language of the site inside."""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.addresses import lot_addresses, trace_addresses
from generator.catalogue.lots import ON_SCAN_PAGE, shown
from generator.catalogue.model import LotHead, Product, ProductHead
from generator.plan import views
from generator.plan.contacts import contact_rows
from generator.plan.desk import Desk, row, words
from generator.plan.linkset import EPCIS, LINKSET, plan_epcis, plan_linkset
from generator.plan.lots import lot_view, lot_years
from generator.plan.notices import gravest, notice
from generator.plan.passport import missing, passport
from generator.plan.products import certificate_row, maker, shop_rows, teaser
from generator.plan.words import NOTICE, Speaker


def plan_trace(desks: Sequence[Desk], product: ProductHead) -> None:
    """A page for a product with stars and for each of its lots, at each of their permanent addresses."""
    main = desks[0]
    if not main.catalogue.traced(product):
        return
    _plan_page(desks, product, None)
    head = main.catalogue.lots.get(product.id)
    if head is None:
        return
    traced = frozenset(head.traced)
    for lot in head.lots:
        _plan_page(desks, product, lot, traced=lot.lot in traced)
        if lot.lot in traced:
            for own in lot_addresses(product, lot):
                plan_epcis(main, product, own, lot)


def _plan_page(
    desks: Sequence[Desk], product: ProductHead, lot: LotHead | None, *, traced: bool = False
) -> None:
    """The page of a product or a lot; two printed addresses may lead to it, and the first is printed now."""
    main = desks[0]
    needs = main.needs.lot_page(product, lot) if lot else main.needs.scan_page(product)
    addresses = lot_addresses(product, lot) if lot else trace_addresses(product)
    for own in addresses:
        index = own == addresses[0] and main.catalogue.lists(product)
        make = partial(_view, desks, product.id, own, lot.lot if lot else "")
        main.late_page("trace", make, needs, {main.lang: f"{own}/"}, index=index, every_language=True)
        plan_linkset(desks, product, own, lot, needs, traced=traced)


def _lot_views(desk: Desk, product: Product, base: str) -> list[views.LotView]:
    """The lots that are named, newest first, each below the same printed address where it has one there."""
    head = desk.catalogue.lots.get(product.id)
    made: list[views.LotView] = []
    for lot in shown(head, ON_SCAN_PAGE) if head else ():
        addresses = lot_addresses(product, lot)
        own = next((one for one in addresses if one.startswith(f"{base}/")), addresses[0])
        made.append(lot_view(desk, product, own, lot.lot))
    return made


def _shared(desks: Sequence[Desk], product: Product) -> list[views.TraceText]:
    """A product's words in every language; its pages follow each other, so the last ones are kept."""
    recent = desks[0].recent
    if recent.get("trace", ("", None))[0] != product.id:
        recent["trace"] = (product.id, [_text(desk, product) for desk in desks])
    found: list[views.TraceText] = recent["trace"][1]
    return found


def _view(desks: Sequence[Desk], identity: str, own: str, code: str) -> views.TraceView:
    main = desks[0]
    product = main.catalogue.product(identity)
    head = main.catalogue.lots.get(identity)
    given = main.catalogue.lot(identity, code)[0] if code else None
    lot = lot_view(main, product, own, code) if code else None
    # Two printed addresses may lead to one product: search engines are told the one that is printed now.
    canonical = (lot_addresses(product, given) if given else trace_addresses(product))[0]
    name = product.name.get(main.lang)
    heading = f"{name} – {main.say('Lot {code}', code=lot['code'])}" if lot else name
    stars = main.stars(product)
    kind, event = gravest(main, product, given)
    frame = main.frame(
        "trace",
        {main.lang: f"{own}/"},
        heading,
        f"{name}. {main.say(NOTICE[kind])}." if kind else f"{name}. {stars['label']}. {stars['until']}.",
        sample=product.sample,
        og_image=main.og_image("product", product),
        og_type="product",
        index=own == canonical,
    )
    frame["canonical"] = main.settings.full(f"{canonical}/")
    frame["jsonld"] = []
    frame["crumbs"] = []
    frame["alternates"] = []
    printed = product.code or product.gtin or canonical.split("/")[2]
    lots = [] if given else _lot_views(main, product, own)
    texts: list[views.TraceText] = []
    for desk, text in zip(desks, _shared(desks, product), strict=True):
        said = _with_lot(desk, text, lot) if lot else text
        blank = missing(desk, product, [lot] if lot else lots)
        years = [] if given else lot_years(desk, product, len(lots))
        now = notice(desk, kind, event, product)
        texts.append({**said, "missing": blank, "notice": now, "lot_years": years})
    return {
        **frame,
        "names": [
            {"text": product.name.get(d.lang), "lang": d.lang} for d in desks if product.name.has(d.lang)
        ],
        "picture": main.picture(product),
        "stars": stars,
        "notice": kind,
        "texts": texts,
        "lot": lot,
        "lots": lots,
        "lots_total": len(head.lots) if head else 0,
        "trace_url": product.trace_url or "",
        "linkset": f"{own}/{LINKSET}",
        "epcis": f"{own}/{EPCIS}" if given and given.steps else "",
        "payload": main.settings.full(canonical),
        "printed": f"{printed} · {lot['code']}" if lot else printed,
        "main_lang": main.lang,
    }


def _with_lot(desk: Desk, text: views.TraceText, lot: views.LotView) -> views.TraceText:
    """A product's words with the rows of one lot after holder and place."""
    say = desk.say
    rows = [
        row(say("Lot"), words(lot["code"]), identity="lot"),
        row(say("Production day"), words(say.day(lot["made_iso"])), identity="made"),
    ]
    if lot["expires_iso"]:
        rows.append(row(say("Use by"), words(say.day(lot["expires_iso"])), identity="expires"))
    rows = [*text["rows"][:2], *rows, *text["rows"][2:]]
    return {**text, "rows": rows}


def _text(desk: Desk, product: Product) -> views.TraceText:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    stars = desk.stars(product)
    standing = catalogue.standing[product.id]
    decision = catalogue.decisions.get(standing.rating.decision or "") if standing else None
    producer = maker(desk, product)
    language = next(one.name for one in catalogue.site.languages if one.code == desk.lang)
    name = say.text(producer.name) if producer else words(say("Not named by our sources"))
    rows = [
        row(
            say("Producer"),
            name,
            href=urls("producers", producer.id) if producer else "",
            identity="producer",
        ),
        row(say("Place"), _place(desk, product), identity="place"),
    ]
    if decision:
        named = {
            "decision": say("Decision"),
            "announcement": say("Announced"),
            "assessment": say("Council assessment"),
        }[decision.kind]
        number = decision.number or decision.title.get(desk.lang)
        day = say.day(decision.date)
        rows.append(
            row(
                named,
                words(f"{number}, {day}" if decision.number and day else number),
                href=urls("decisions", decision.id),
            )
        )
        if decision.body:
            rows.append(row(say("Body"), say.text(decision.body)))
    if product.origin.district:
        rows.append(
            row(
                say("Before 1 July 2025"),
                words(say.district(catalogue.districts[product.origin.district])),
                identity="former",
            )
        )
    guide = next((p for p in catalogue.pages.values() if p.role == "trace_guide"), None)
    return {
        "lang": desk.lang,
        "language": language,
        "state": stars["until"],
        "over": stars["over"],
        "stars": stars["label"],
        "rows": rows,
        "certificates": [certificate_row(desk, one) for one in product.certificates],
        "facts": passport(desk, product),
        "missing": [],
        "story": teaser(desk, producer),
        "contacts": contact_rows(say, producer.contacts if producer else None),
        "shops": shop_rows(desk, product),
        "notes": say.texts(product.notes),
        "needs_checking": say.maybe(product.needs_checking),
        "notice": None,
        "product": urls("products", product.id),
        "report": say.text(catalogue.site.report),
        "guide": urls.text(guide.path.get(desk.lang)) if guide else "",
        "lot_years": [],
    }


def _place(desk: Desk, product: Product) -> views.Words:
    """The place with its province, which a made-up place does not lie in."""
    place, province = desk.place_words(product.origin), desk.catalogue.places.province
    if place is None:
        return words(desk.say.province(province))
    if product.sample:
        return place
    lang = place["lang"] or desk.lang
    say = Speaker(lang, desk.theme.words.get(lang, {}))
    return {**place, "text": say.in_province(place["text"], province)}
