"""What each product of a built site costs a host in files and bytes: ``count_outputs.py [FOLDER]``.

Counted are a product's own pages, scan page, share picture, QR code and data, at one address; without photos,
lists and its producer. Pages of former and second addresses and of lots are counted apart. For a site that
was built for a domain's root; ``output`` if no folder is given. Prints a table and fails if a product is over
a limit. ``tests/test_outputs_of_products.py`` asks the same of the catalogue and of a made-up one.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FILES, BYTES = 8, 150_000
"""Most that a product may take."""
FILES_OF_LOT = 2
"""Most that a lot may take at the address that is printed now."""

_KIND = re.compile(r'<body[^>]*\sdata-kind="product"')
_DATA = re.compile(r'href="/(data/products/[^"]+\.json)"')
_CODE = re.compile(r'href="/(qr/[^"]+)"')
_SHARE = re.compile(r'property="og:image" content="https?://[^/"]+/(media/[^"]+)"')
_SCAN = re.compile(r'href="/((?:p/[^/"]+|01/\d{14}))/"')
_LOT = re.compile(r"(?:p/[^/]+|01/\d{14}/10)/[^/]+")


@dataclass
class ProductOutputs:
    """The files of one product, by what they are, each a path below the folder."""

    data: str
    by_kind: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """page, data, share picture, QR code, scan page, linkset: the product at the address printed now."""
    lots: dict[str, set[str]] = field(default_factory=dict)
    """The files of each lot below that address, by the lot's folder."""
    codes: set[str] = field(default_factory=set)
    """Lists of the codes of numbered stamps, which grow with what is ordered: no limit is held here."""

    @property
    def files(self) -> set[str]:
        """The files of the product without its lots."""
        return set().union(*self.by_kind.values())

    def size(self, folder: Path) -> int:
        """Bytes of the product without its lots."""
        return sum((folder / path).stat().st_size for path in self.files)


def outputs_of_products(folder: Path) -> list[ProductOutputs]:
    """The files of every product of a built site, found through its pages."""
    products: dict[str, ProductOutputs] = {}
    for page in sorted(folder.rglob("index.html")):
        text = page.read_text(encoding="utf-8")
        if not _KIND.search(text):
            continue
        (data,) = set(_DATA.findall(text))
        product = products.setdefault(data, ProductOutputs(data))
        product.by_kind["page"].add(page.relative_to(folder).as_posix())
        product.by_kind["data"].add(data)
        product.by_kind["share picture"].update(_SHARE.findall(text))
        product.by_kind["QR code"].update(_CODE.findall(text))
        for scan in _SCAN.findall(text)[:1]:
            _add_scan(folder, product, folder / scan)
    return list(products.values())


def _add_scan(folder: Path, product: ProductOutputs, scan: Path) -> None:
    """Add what lies at a printed address, and below it what lies at those of its lots."""
    for path in scan.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_file():
            continue
        if "/codes/" in name:
            product.codes.add(name)
        elif path.parent == scan:
            product.by_kind["scan page" if path.name == "index.html" else path.name].add(name)
        else:
            product.lots.setdefault(name.rpartition("/")[0], set()).add(name)


def not_counted(folder: Path, products: list[ProductOutputs]) -> set[str]:
    """The files below printed addresses, of codes, of share pictures and of products' data of no product."""
    counted = {
        path for product in products for path in product.files.union(product.codes, *product.lots.values())
    }
    found = {
        path.relative_to(folder).as_posix()
        for part in ("p", "01", "qr", "media", "data/products")
        for path in (folder / part).rglob("*")
        if path.is_file() and (part != "media" or "-share." in path.name)
    }
    return found - counted


def over_the_limit(folder: Path, products: list[ProductOutputs]) -> Iterator[str]:
    """What takes more than its limit, in words."""
    for product in products:
        if len(product.files) > FILES:
            yield f"{product.data}: {len(product.files)} files: {sorted(product.files)}"
        if (size := product.size(folder)) > BYTES:
            yield f"{product.data}: {size} bytes"
        for lot, files in product.lots.items():
            if len(files) > FILES_OF_LOT or not _LOT.fullmatch(lot):
                yield f"{lot}: {sorted(files)}"


def main(words: list[str]) -> int:
    """Print files and kilobytes by kind; 1 if a limit is broken, 2 if there is no product."""
    folder = Path(words[0] if words else "output")
    products = outputs_of_products(folder)
    if not products:
        return 2
    files: dict[str, list[int]] = defaultdict(list)
    for product in products:
        for kind, paths in product.by_kind.items():
            files[kind] += [(folder / path).stat().st_size for path in paths]
        for paths in product.lots.values():
            for path in paths:
                files[f"lot: {path.rpartition('/')[2]}"].append((folder / path).stat().st_size)
        for path in product.codes:
            files["lists of codes"].append((folder / path).stat().st_size)
    count = len(products)
    print(f"{count} products\n{'':24}{'files':>8}{'a product':>11}{'KB a file':>11}{'most KB':>9}")
    for kind, sizes in files.items():
        mean, most = sum(sizes) / len(sizes) / 1000, max(sizes) / 1000
        print(f"{kind:24}{len(sizes):8}{len(sizes) / count:11.2f}{mean:11.1f}{most:9.1f}")
    sizes = [product.size(folder) for product in products]
    print(f"a product without lots: {sum(sizes) / count / 1000:.1f} KB, at most {max(sizes) / 1000:.1f} KB")
    print(f"files of a product: at most {max(len(product.files) for product in products)}")
    faults = list(over_the_limit(folder, products))
    print("\n".join(faults[:20]) or "every product is within its limits")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
