"""Random edits of all but products: photos, stories, files and folders of records, settings, the day.

Each takes the site and a source of chance, and says what it did; ``""`` where there is nothing to change.
"""

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

from edited_site import (
    PLACE_KEYS,
    PRODUCT_KEYS,
    EditedSite,
    forget,
    leaves,
    new_name,
    pair_of,
    put,
    random_word,
    restore,
)
from full import draw_photo

COLOURS = ("navy", "olive", "maroon", "teal", "gold", "purple")


# ---- photos and stories ------------------------------------------------------------------------------


def add_photo(site: EditedSite, random: Random) -> str:
    """A record has one photo more."""
    file = random.choice([*site.records("product"), *site.records("producer")])
    data, name = site.load(file), f"{new_name(site, random, 'anh')}.png"
    draw_photo(file.parent / name, random.choice(COLOURS))
    data.setdefault("photos", []).append({"file": name, "alt": {"vi": f"Ảnh {name}", "en": f"Photo {name}"}})
    site.save(file, data)
    return f"{file.parent.name}/{name}"


def _photos(site: EditedSite) -> list[tuple[Path, int]]:
    files = [*site.records("product"), *site.records("producer")]
    return [(file, at) for file in files for at in range(len(site.load(file).get("photos", [])))]


def remove_photo(site: EditedSite, random: Random) -> str:
    """A photo goes."""
    photos = _photos(site)
    if not photos:
        return ""
    file, at = random.choice(photos)
    data = site.load(file)
    gone = data["photos"].pop(at)["file"]
    if not data["photos"]:
        del data["photos"]
    (file.parent / gone).unlink()
    site.save(file, data)
    return f"{file.parent.name}/{gone}"


def rename_photo(site: EditedSite, random: Random) -> str:
    """A photo's file has another name."""
    photos = _photos(site)
    if not photos:
        return ""
    file, at = random.choice(photos)
    data = site.load(file)
    old, new = data["photos"][at]["file"], f"{new_name(site, random, 'anh')}.png"
    (file.parent / old).rename(file.parent / new)
    data["photos"][at]["file"] = new
    site.save(file, data)
    return f"{file.parent.name}/{old} → {new}"


def change_photo(site: EditedSite, random: Random) -> str:
    """Another picture under the same name, or two pictures exchanged."""
    photos = _photos(site)
    if not photos:
        return ""
    chosen = [random.choice(photos) for _ in range(2)]
    one, other = (file.parent / site.load(file)["photos"][at]["file"] for file, at in chosen)
    if one == other:
        draw_photo(one, random.choice(COLOURS), (350, 200))
    else:
        bytes_of_one = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(bytes_of_one)
    return f"{one.parent.name}/{one.name} ⇄ {other.parent.name}/{other.name}"


def move_photo(site: EditedSite, random: Random) -> str:
    """A photo goes to another record."""
    photos = _photos(site)
    if not photos:
        return ""
    source, at = random.choice(photos)
    target = random.choice([*site.records("product"), *site.records("producer")])
    data, other = site.load(source), site.load(target)
    photo = data["photos"][at]
    if source == target or (target.parent / photo["file"]).exists():
        return ""
    del data["photos"][at]
    if not data["photos"]:
        del data["photos"]
    other.setdefault("photos", []).append(photo)
    (source.parent / photo["file"]).rename(target.parent / photo["file"])
    site.save(source, data)
    site.save(target, other)
    return f"{photo['file']}: {source.parent.name} → {target.parent.name}"


def change_story(site: EditedSite, random: Random) -> str:
    """A story comes, goes, or says more."""
    file = random.choice(site.records("producer"))
    data = site.load(file)
    story = file.with_name(f"story.{random.choice(['vi', 'en'])}.md")
    if story.exists() and random.random() < 0.4:
        story.unlink()
        what = "gone"
    else:
        text = story.read_text("utf-8") if story.exists() else ""
        story.write_text(f"{text}\nCâu {random_word(random)}.\n", "utf-8")
        what = "written"
    if list(file.parent.glob("story.*.md")):
        data.setdefault("story_title", {"vi": "Chuyện kể", "en": "A story"})
    else:
        data.pop("story_title", None)
    site.save(file, data)
    return f"{file.parent.name}/{story.name} {what}"


# ---- records that are one file, or one folder -------------------------------------------------------


def rename_record(site: EditedSite, random: Random, kind: str, keys: set[str]) -> str:
    """Give the file or folder of a record another name, which those who name it know."""
    files = site.records(kind)
    if not files:
        return ""
    file = random.choice(files)
    new = new_name(site, random, kind)
    if file.stem == kind:  # a folder
        old = file.parent.name
        file.parent.rename(file.parent.parent / new)
    else:
        old = file.stem
        file.rename(file.with_name(f"{new}.yaml"))
    site.change_references(keys, old, new)
    return f"{old} → {new}"


def swap_records(site: EditedSite, random: Random, kind: str) -> str:
    """Exchange the ids of two records of a kind; whoever named one now names the other."""
    pair = pair_of(random, site.records(kind))
    if not pair:
        return ""
    one, other = (file.parent if file.stem == kind else file for file in pair)
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    return f"{one.name} ⇄ {other.name}"


def copy_record(site: EditedSite, random: Random, kind: str) -> str:
    """One more record of a kind, like another."""
    files = site.records(kind)
    if not files:
        return ""
    file = random.choice(files)
    new = new_name(site, random, kind)
    if file.stem == kind:
        shutil.copytree(file.parent, file.parent.parent / new)
    else:
        shutil.copy(file, file.with_name(f"{new}.yaml"))
    copied = file.parent.parent / new / file.name if file.stem == kind else file.with_name(f"{new}.yaml")
    data = site.load(copied)
    key = "title" if "title" in data else "name"
    data[key] = {"vi": f"Bản {new}", "en": f"Copy {new}"}
    if "path" in data:
        data["path"] = {"vi": new, "en": new}
    data.pop("number", None)
    site.save(copied, data)
    return new


def remove_record(site: EditedSite, random: Random, kind: str, keys: set[str]) -> str:
    """A record goes, and nobody names it any more."""
    files = site.records(kind)
    if not files:
        return ""
    file = random.choice(files)
    gone = file.parent if file.stem == kind else file
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    forget(site, keys, gone.name.removesuffix(".yaml"))
    return gone.name


def swap_page_paths(site: EditedSite, random: Random) -> str:
    """Two pages of words exchange their addresses, in one language or in both."""
    pair = pair_of(random, site.records("page"))
    if not pair:
        return ""
    one, other = (site.load(file) for file in pair)
    for language in random.choice((["vi"], ["en"], ["vi", "en"])):
        paths = one["path"][language], other["path"][language]
        other["path"][language], one["path"][language] = paths
    site.save(pair[0], one)
    site.save(pair[1], other)
    return f"{pair[0].parent.name} ⇄ {pair[1].parent.name}"


def change_chains(site: EditedSite, random: Random) -> str:
    """A value chain comes or goes, or two exchange their ids."""
    file = site.file("content/chains.yaml")
    chains = site.load(file)
    what = random.choice(("swap", "add", "remove"))
    if what == "remove" and len(chains) > 1:
        chains.pop(random.randrange(len(chains)))
    elif what == "swap" and len(chains) > 1:
        chains[0]["id"], chains[1]["id"] = chains[1]["id"], chains[0]["id"]
    else:
        chains.append({**chains[0], "id": f"chuoi-{random_word(random)}"})
    site.save(file, chains)
    return what


def swap_vocabulary(site: EditedSite, random: Random) -> str:
    """Two entries of a list that has an address of its own exchange their ids."""
    name, key = random.choice((("criteria", "groups"), ("criteria", "sets"), ("places", "communes")))
    file = site.file(f"content/{name}.yaml")
    data = site.load(file)
    one, other = random.sample(data[key], 2)
    one["id"], other["id"] = other["id"], one["id"]
    site.save(file, data)
    return f"{key}: {one['id']} ⇄ {other['id']}"


def rename_commune(site: EditedSite, random: Random) -> str:
    """A commune has another id, and all who name it know."""
    file = site.file("content/places.yaml")
    data = site.load(file)
    commune = random.choice(data["communes"])
    old, new = commune["id"], f"xa-{random_word(random)}"
    commune["id"] = new
    site.save(file, data)
    site.change_references(PLACE_KEYS, old, new)
    return f"{old} → {new}"


# ---- words, settings, the day, the folders ----------------------------------------------------------


def mark_words(site: EditedSite, random: Random) -> str:
    """Some words of some record are others."""
    file = random.choice(site.yaml_files())
    data = site.load(file)
    words = [path for path, value in leaves(data) if " " in value and not value[:4].isdigit()]
    words = [path for path in words if "amount" not in path and "phone" not in path and "zalo" not in path]
    if not words:
        return ""
    path = random.choice(words)
    put(data, path, f"Chữ {random_word(random)}")
    site.save(file, data)
    return f"{file.relative_to(site.root)} {'.'.join(map(str, path))}"


def change_stars(site: EditedSite, random: Random) -> str:
    """A rating gives other stars, or the last rating goes."""
    file = random.choice(site.records("product"))
    data = site.load(file)
    rated = [rating for rating in data.get("ratings", []) if "stars" in rating and "score" not in rating]
    if not rated or random.random() < 0.2:
        if not data.get("ratings"):
            return ""
        data["ratings"].pop()
        if not data["ratings"]:
            del data["ratings"]
    else:
        rated[-1]["stars"] = random.choice("34")
    site.save(file, data)
    return file.parent.name


def change_settings(site: EditedSite, random: Random) -> str:
    """A setting of the site is another."""
    file = site.file("content/site.yaml")
    data = site.load(file)
    what = random.choice(("per_page", "sample_site", "languages"))
    if what == "languages":
        data["languages"].reverse()
    else:
        choices = {"per_page": ("6", "7", "24"), "sample_site": ("true", "false")}
        data[what] = random.choice(choices[what])
    site.save(file, data)
    return what


def change_base_url(site: EditedSite, random: Random) -> str:
    """The site has another public address, in its settings or by the order."""
    new = random.choice(("https://ocop.test", "https://khac.ocop.test", "https://ocop.test/duong/dan"))
    if random.random() < 0.5:
        site.base_url = random.choice((None, new))
        return f"--base-url {site.base_url}"
    file = site.file("content/site.yaml")
    site.save(file, {**site.load(file), "base_url": new})
    return new


def move_day(site: EditedSite, random: Random) -> str:
    """Days pass, a few or many."""
    site.day += timedelta(days=random.choice((1, 1, 20, 200, 800)))
    return site.day.isoformat()


def issue_address(site: EditedSite, random: Random) -> str:
    """An address goes to print."""
    files = [file for file in site.records("product") if site.load(file).get("code")]
    if not files:
        return ""
    file = random.choice(files)
    lots = file.parent / "lots.yaml"
    lot = None
    if lots.exists() and random.random() < 0.4:
        lot = random.choice(site.load(lots)["lots"])["lot"]
    return site.issue(site, site.load(file)["code"], lot)


def other_cache(site: EditedSite, random: Random) -> str:
    """Somebody else publishes into the same folder, who remembers other builds or none."""
    site.cache = random.choice([cache for cache in "abc" if cache != site.cache])
    return f"cache {site.cache}"


def build_fresh(site: EditedSite, random: Random) -> str:
    """The next build makes everything anew."""
    site.fresh = True
    return "--fresh"


def go_back(site: EditedSite, random: Random) -> str:
    """The records are again what they were some steps ago; the ledger stays."""
    at = random.randrange(len(site.earlier))
    ledger = site.file("products/ledger.yaml")
    kept = ledger.read_bytes()
    restore(site.root, site.earlier[at])
    ledger.write_bytes(kept)
    return f"as after step {at}"


def cut_ledger(site: EditedSite, random: Random) -> str:
    """A product goes together with its lines of the ledger."""
    file = site.file("products/ledger.yaml")
    ledger = site.load(file)
    if not ledger["issued"]:
        return ""
    gone: str = random.choice(ledger["issued"])["product"]
    ledger["issued"] = [entry for entry in ledger["issued"] if entry["product"] != gone]
    site.save(file, ledger)
    if gone in site.products() and len(site.products()) > 3:
        shutil.rmtree(site.products()[gone].parent)
        forget(site, PRODUCT_KEYS, gone)
    return gone


def spoil_output(site: EditedSite, random: Random) -> str:
    """Somebody removes or empties files of the output folder."""
    what = random.choice(("delete", "empty", "delete", "empty", "remove all"))
    site.outputs_to_spoil.append(what)
    return what
