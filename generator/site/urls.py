"""Every address of the site.

Addresses start with ``/`` and end with ``/`` for pages; they are ASCII and safe on every file
system. The first language is at the root, others below their code. The language-neutral addresses
that are printed on packs are the catalogue's own (``catalogue.addresses``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.catalogue.model import Language, State

VI = {
    "products": "san-pham",
    "stars": "sao",
    "states": "tinh-trang",
    "groups": "nhom",
    "sets": "bo",
    "places": "dia-ban",
    "districts": "huyen-cu",
    "producers": "chu-the",
    "decisions": "quyet-dinh",
    "programme": "chuong-trinh",
    "chains": "chuoi-gia-tri",
    "documents": "van-ban",
    "news": "tin-tuc",
    "data": "du-lieu-mo",
    "compare": "so-sanh",
    "recalls": "thu-hoi",
    "fairs": "hoi-cho",
    "kinds": "loai-hinh",
    "sort": "xep",
    "name": "ten",
    "lots": "lo-hang",
    "page": "trang",
    "valid": "con-hieu-luc",
    "expiring": "sap-het-han",
    "expired": "da-het-han",
    "withdrawn": "bi-thu-hoi",
    "superseded": "da-thay-the",
    "unknown": "chua-ro-thoi-han",
    "assessed": "da-cham",
    "potential-five": "tiem-nang-5-sao",
}
EN = {
    "products": "products",
    "stars": "stars",
    "states": "state",
    "groups": "groups",
    "sets": "sets",
    "places": "places",
    "districts": "former-districts",
    "producers": "producers",
    "decisions": "decisions",
    "programme": "programme",
    "chains": "value-chains",
    "documents": "documents",
    "news": "news",
    "data": "open-data",
    "compare": "compare",
    "recalls": "recalls",
    "fairs": "fairs",
    "kinds": "producer-kind",
    "sort": "sort",
    "name": "name",
    "lots": "lots",
    "page": "page",
    "valid": "valid",
    "expiring": "expiring",
    "expired": "expired",
    "withdrawn": "withdrawn",
    "superseded": "superseded",
    "unknown": "validity-unknown",
    "assessed": "assessed",
    "potential-five": "potential-five-star",
}
FILTERS = {
    "star": "stars",
    "state": "states",
    "group": "groups",
    "district": "districts",
    "commune": "places",
    "kind": "kinds",
    "set": "sets",
    "sort": "sort",
}
"""Filters of the search, and the address word that names each."""


def file_of(address: str) -> str:
    """Return the file that answers an address: ``san-pham/index.html`` for ``/san-pham/``."""
    path = address.strip("/")
    if not address.endswith("/") and "." in path.rsplit("/", 1)[-1]:
        return path
    return f"{path}/index.html".lstrip("/")


@dataclass(frozen=True)
class Urls:
    """The addresses of all pages in one language."""

    prefix: str
    words: Mapping[str, str]

    def __call__(self, *parts: str) -> str:
        """Return the address of a page: the first part is a section's key, the rest is taken as it is."""
        section, *rest = parts
        return "/".join([self.prefix, self.words[section], *rest, ""])

    def word(self, key: str) -> str:
        """Return a word of addresses in this language."""
        return self.words[key]

    @property
    def home(self) -> str:
        """The home page."""
        return f"{self.prefix}/"

    def state(self, state: State) -> str:
        """The list of products in a state."""
        return self("products", self.words["states"], self.state_word(state))

    def state_word(self, state: State) -> str:
        """A state as addresses write it."""
        return self.words[state.replace("_", "-")]

    def stars(self, count: int) -> str:
        """The list of products by stars."""
        return self("products", self.words["stars"], str(count))

    def group(self, group: str) -> str:
        """The list of a group's products."""
        return self("products", self.words["groups"], group)

    def set(self, identity: str) -> str:
        """The list of a criteria set's products."""
        return self("products", self.words["sets"], identity)

    def district(self, identity: str) -> str:
        """The list of a former district's products."""
        return self("places", self.words["districts"], identity)

    @property
    def filters(self) -> dict[str, str]:
        """Names of the filters in addresses: the words of the lists themselves."""
        return {facet: self.words[word] for facet, word in FILTERS.items()}

    def text(self, path: str) -> str:
        """A page of prose."""
        return f"{self.prefix}/{path}/"

    def numbered(self, address: str, page: int) -> str:
        """The n-th page of a list; the first is the list's own address."""
        return address if page == 1 else f"{address}{self.words['page']}/{page}/"


def addresses(languages: Iterable[Language]) -> dict[str, Urls]:
    """Return the addresses of each language; those of the first language are at the root."""
    result: dict[str, Urls] = {}
    for language in languages:
        words = (VI if language.code == "vi" else EN) | language.paths
        result[language.code] = Urls(f"/{language.code.lower()}" if result else "", words)
    return result
