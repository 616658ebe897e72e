"""Random edits of products and lots: names, codes, places, holders; split, joined, moved.

Each takes the site and a source of chance, and says what it did; ``""`` where there is nothing to change.
"""

import shutil
from pathlib import Path
from random import Random

from edited_site import (
    PRODUCT_KEYS,
    EditedSite,
    add_values,
    forget,
    new_code,
    new_name,
    pair_of,
    random_word,
    take_value,
)


def rename_product(site: EditedSite, random: Random) -> str:
    """Give a product's folder another name, or an earlier one again; the record keeps the former id."""
    file = random.choice(site.records("product"))
    data, old = site.load(file), file.parent.name
    known = site.products()
    earlier = [name for name in data.get("former_ids", []) if name not in known]
    new = random.choice(earlier) if earlier and random.random() < 0.6 else new_name(site, random, "sp")
    file.parent.rename(file.parent.parent / new)
    take_value(data, "former_ids", new)
    add_values(data, "former_ids", old)
    site.save(file.parent.parent / new / "product.yaml", data)
    site.change_references(PRODUCT_KEYS, old, new)
    return f"{old} → {new}"


def rename_product_without_former_id(site: EditedSite, random: Random) -> str:
    """Forget to write down the former id."""
    file = random.choice(site.records("product"))
    old, new = file.parent.name, new_name(site, random, "sp")
    file.parent.rename(file.parent.parent / new)
    site.change_references(PRODUCT_KEYS, old, new)
    return f"{old} → {new}"


def swap_codes(site: EditedSite, random: Random) -> str:
    """Exchange the codes of two products."""
    pair = pair_of(random, site.records("product"))
    if not pair:
        return ""
    one, other = (site.load(file) for file in pair)
    codes = one.pop("code", None), other.pop("code", None)
    for data, code in ((one, codes[1]), (other, codes[0])):
        if code:
            data["code"] = code
    site.save(pair[0], one)
    site.save(pair[1], other)
    return f"{pair[0].parent.name} ⇄ {pair[1].parent.name}"


def swap_ids(site: EditedSite, random: Random) -> str:
    """Exchange the folder names of two products; the codes go with the records or stay with the names."""
    pair = pair_of(random, site.records("product"))
    if not pair:
        return ""
    one, other = (file.parent for file in pair)
    aside = one.parent / "tam-thoi"
    one.rename(aside)
    one_new, other_new = other.parent / other.name, one.parent / one.name
    other.rename(other_new.parent / "tam-thoi-2")
    aside.rename(one_new)
    (other_new.parent / "tam-thoi-2").rename(other_new)
    stay = random.random() < 0.7
    if stay:
        first, second = (site.load(folder / "product.yaml") for folder in (one_new, other_new))
        for key in ("code", "former_codes", "gtin", "former_gtins", "sample", "producer", "former_ids"):
            values = first.pop(key, None), second.pop(key, None)
            for data, value in ((first, values[1]), (second, values[0])):
                if value is not None:
                    data[key] = value
        site.save(one_new / "product.yaml", first)
        site.save(other_new / "product.yaml", second)
    return f"{one.name} ⇄ {other.name}, codes {'stay' if stay else 'go along'}"


def move_product(site: EditedSite, random: Random) -> str:
    """Put a product's folder into another place's."""
    file = random.choice(site.records("product"))
    place = site.root / "products" / random.choice(["xa-mau", "xa-dong", "huyen-cu", "noi-khac"])
    if place == file.parent.parent:
        return ""
    place.mkdir(exist_ok=True)
    file.parent.rename(place / file.parent.name)
    return f"{file.parent.name} → {place.name}"


def change_origin(site: EditedSite, random: Random) -> str:
    """A product comes from another commune."""
    file = random.choice(site.records("product"))
    data = site.load(file)
    communes = [entry["id"] for entry in site.load(site.file("content/places.yaml"))["communes"]]
    data["origin"] = {"printed": "nơi khác", "commune": random.choice(communes), "mapped_by": "officer"}
    site.save(file, data)
    return f"{file.parent.name} → {data['origin']['commune']}"


def change_holder(site: EditedSite, random: Random) -> str:
    """A product belongs to another holder, or to nobody; samples and real records stay apart."""
    file = random.choice(site.records("product"))
    data = site.load(file)
    choices = [
        holder.parent.name
        for holder in site.records("producer")
        if site.load(holder).get("sample") == data.get("sample")
    ]
    data.pop("producer", None)
    if choices and random.random() < 0.8:
        data["producer"] = random.choice(choices)
    site.save(file, data)
    return f"{file.parent.name} → {data.get('producer', 'nobody')}"


def retire_code(site: EditedSite, random: Random) -> str:
    """A product gets a new code, or a former one again; the old one stays among the former ones."""
    file = random.choice([file for file in site.records("product") if site.load(file).get("code")])
    data = site.load(file)
    old, former = data["code"], data.get("former_codes", [])
    new = random.choice(former) if former and random.random() < 0.5 else new_code(site, random)
    data["code"] = new
    take_value(data, "former_codes", new)
    add_values(data, "former_codes", old)
    site.save(file, data)
    return f"{file.parent.name}: {old} → {new}"


def drop_code(site: EditedSite, random: Random) -> str:
    """A product loses a code for good."""
    file = random.choice(site.records("product"))
    data = site.load(file)
    if data.get("former_codes"):
        gone = data["former_codes"][0]
        take_value(data, "former_codes", gone)
    else:
        gone = data.pop("code", "")
    site.save(file, data)
    return f"{file.parent.name}: {gone}" if gone else ""


def hand_over_former_code(site: EditedSite, random: Random) -> str:
    """A former code goes from one product to another."""
    pair = pair_of(random, site.records("product"))
    if not pair:
        return ""
    one, other = (site.load(file) for file in pair)
    if not one.get("former_codes"):
        return ""
    code = random.choice(one["former_codes"])
    take_value(one, "former_codes", code)
    add_values(other, "former_codes", code)
    site.save(pair[0], one)
    site.save(pair[1], other)
    return f"{code}: {pair[0].parent.name} → {pair[1].parent.name}"


def give_code(site: EditedSite, random: Random) -> str:
    """A product without a code gets one."""
    bare = [file for file in site.records("product") if not site.load(file).get("code")]
    if not bare:
        return ""
    file = random.choice(bare)
    data = site.load(file)
    data["code"] = new_code(site, random)
    site.save(file, data)
    return f"{file.parent.name}: {data['code']}"


def turn_gtin(site: EditedSite, random: Random) -> str:
    """A GTIN becomes a former one, or a former one is used again."""
    for file in site.records("product"):
        data = site.load(file)
        known = [*filter(None, [data.pop("gtin", None)]), *data.pop("former_gtins", [])]
        if known:
            random.shuffle(known)
            if random.random() < 0.6:
                data["gtin"] = known.pop()
            add_values(data, "former_gtins", *known)
            site.save(file, data)
            return f"{file.parent.name}: {data.get('gtin', 'none')}"
    return ""


def split_product(site: EditedSite, random: Random) -> str:
    """One product becomes two; the second takes the lots or a former code with it, half of the time."""
    file = random.choice(site.records("product"))
    data, identity = site.load(file), new_name(site, random, "sp")
    second = {key: value for key, value in data.items() if key not in _OWN_KEYS}
    second |= {"code": new_code(site, random), "name": {"vi": f"Tách {identity}", "en": f"Split {identity}"}}
    folder = file.parent.parent / identity
    if data.get("former_codes") and random.random() < 0.5:
        code = random.choice(data["former_codes"])
        take_value(data, "former_codes", code)
        add_values(second, "former_codes", code)
    site.save(file, data)
    site.save(folder / "product.yaml", second)
    lots = file.parent / "lots.yaml"
    if lots.exists() and random.random() < 0.5:
        (lots.rename if random.random() < 0.5 else lambda to: shutil.copy(lots, to))(folder / "lots.yaml")
    if (folder / "lots.yaml").exists():
        held = site.load(folder / "lots.yaml")
        for lot in held["lots"]:
            lot.pop("gtin", None)
        site.save(folder / "lots.yaml", held)
    return f"{file.parent.name} → {file.parent.name} + {identity}"


_OWN_KEYS = {"code", "former_codes", "former_ids", "gtin", "former_gtins", "photos", "successor"}


def join_products(site: EditedSite, random: Random) -> str:
    """Two products become one, which answers for the codes, GTINs, ids and lots of both."""
    pair = pair_of(random, site.records("product"))
    if not pair or len(site.records("product")) < 4:
        return ""
    kept, gone = pair
    data, other = site.load(kept), site.load(gone)
    if data.get("sample") != other.get("sample"):
        return ""
    old, new = gone.parent.name, kept.parent.name
    if data.get("successor") == old:
        del data["successor"]
    add_values(data, "former_codes", *filter(None, [other.get("code")]), *other.get("former_codes", []))
    add_values(data, "former_gtins", *filter(None, [other.get("gtin")]), *other.get("former_gtins", []))
    add_values(data, "former_ids", old, *other.get("former_ids", []))
    site.save(kept, data)
    if (gone.parent / "lots.yaml").exists():
        _merge_lots(site, gone.parent / "lots.yaml", kept.parent / "lots.yaml")
    shutil.rmtree(gone.parent)
    site.change_references(PRODUCT_KEYS, old, new)
    data = site.load(kept)
    if data.get("successor") == new:
        del data["successor"]
        site.save(kept, data)
    return f"{new} + {old} → {new}"


def _merge_lots(site: EditedSite, source: Path, target: Path) -> None:
    held, more = (site.load(file) if file.exists() else {"lots": []} for file in (target, source))
    known = {lot["lot"] for lot in held["lots"]}
    held["lots"] += [lot for lot in more["lots"] if lot["lot"] not in known]
    if places := {**more.get("places", {}), **held.get("places", {})}:
        held["places"] = places
    site.save(target, held)


def remove_product(site: EditedSite, random: Random) -> str:
    """A record goes with its folder, and nobody names it any more."""
    file = random.choice(site.records("product"))
    gone = file.parent.name
    if len(site.records("product")) < 4:
        return ""
    shutil.rmtree(file.parent)
    forget(site, PRODUCT_KEYS, gone)
    return gone


def discontinue(site: EditedSite, random: Random) -> str:
    """A product is no longer made, with a successor or without; or it is made again."""
    file = random.choice(site.records("product"))
    data = site.load(file)
    data.pop("successor", None)
    if data.pop("discontinued", None) is None:
        data["discontinued"] = {"on": "2026-04-01", "reason": {"vi": "Thôi làm.", "en": "No longer made."}}
        others = [name for name in site.products() if name != file.parent.name]
        if others and random.random() < 0.5:
            data["successor"] = random.choice(others)
    site.save(file, data)
    return f"{file.parent.name}: {data.get('successor', '-')}"


# ---- lots --------------------------------------------------------------------------------------------


def _with_lots(site: EditedSite) -> list[Path]:
    return sorted(site.root.glob("products/*/*/lots.yaml"))


def move_lot(site: EditedSite, random: Random) -> str:
    """A lot goes to another product."""
    files = _with_lots(site)
    if not files:
        return ""
    source = random.choice(files)
    target = random.choice([file.parent / "lots.yaml" for file in site.records("product")])
    if source == target:
        return ""
    held = site.load(source)
    lot = held["lots"].pop(random.randrange(len(held["lots"])))
    lot.pop("gtin", None)
    moved = source.with_name("moved.yaml")
    site.save(moved, {"places": held.get("places", {}), "lots": [lot]})
    _merge_lots(site, moved, target)
    moved.unlink()
    if held["lots"]:
        site.save(source, held)
    else:
        source.unlink()
    return f"{lot['lot']}: {source.parent.name} → {target.parent.name}"


def add_lot(site: EditedSite, random: Random) -> str:
    """A product has one lot more."""
    file = random.choice(site.records("product")).parent / "lots.yaml"
    held = site.load(file) if file.exists() else {"lots": []}
    lot = f"L-{random_word(random).upper()}"
    held["lots"].append({"lot": lot, "made_on": "2026-06-01", "expires_on": random.choice(_LAST_DAYS)})
    site.save(file, held)
    return f"{lot}: {file.parent.name}"


_LAST_DAYS = ("2026-11-30", "2027-01-31", "2028-06-01")


def remove_lot(site: EditedSite, random: Random) -> str:
    """A lot goes, and its file with the last one."""
    files = _with_lots(site)
    if not files:
        return ""
    file = random.choice(files)
    held = site.load(file)
    lot = held["lots"].pop(random.randrange(len(held["lots"])))
    if held["lots"]:
        site.save(file, held)
    else:
        file.unlink()
    return f"{lot['lot']}: {file.parent.name}"


def recall_lot(site: EditedSite, random: Random) -> str:
    """A lot is recalled, or the recall is lifted."""
    files = _with_lots(site)
    if not files:
        return ""
    file = random.choice(files)
    held = site.load(file)
    lot = random.choice(held["lots"])
    if lot.pop("recalled", None) is None:
        lot["recalled"] = {"on": "2026-10-01", "reason": {"vi": "Hở túi.", "en": "Open bags."}}
    site.save(file, held)
    return f"{lot['lot']}: {file.parent.name}"
