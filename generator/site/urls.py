"""Every address of the site.

Addresses start with ``/`` and end with ``/`` for pages; they are ASCII and safe on every file
system. The first language is at the root, others below their code. The language-neutral addresses
that are printed on packs are the catalogue's own (``catalogue.addresses``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.catalogue.model import Language, State

WORDS: dict[str, tuple[str, str]] = {
    "sort": ("xep", "sort"),
    "name": ("ten", "name"),
    "page": ("trang", "page"),
    "valid": ("con-hieu-luc", "valid"),
    "expiring": ("sap-het-han", "expiring"),
    "expired": ("da-het-han", "expired"),
    "withdrawn": ("bi-thu-hoi", "withdrawn"),
    "superseded": ("da-thay-the", "superseded"),
    "unknown": ("chua-ro-thoi-han", "validity-unknown"),
    "assessed": ("da-cham", "assessed"),
    "potential-five": ("tiem-nang-5-sao", "potential-five-star"),
}
"""Address words of no page and no facet, Vietnamese and English: of states, orders and pages of a list."""


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
        """Return a state of ratings as addresses write it."""
        return self.words[state.replace("_", "-")]

    def stars(self, count: int) -> str:
        """The list of products by stars."""
        return self("products", self.words["stars"], str(count))

    def group(self, group: str) -> str:
        """The list of a group's products."""
        return self("products", self.words["groups"], group)

    def goods(self, kind: str) -> str:
        """The list of a kind of goods, as buyers call it."""
        return self("products", self.words["goods"], kind)

    def set(self, identity: str) -> str:
        """The list of a criteria set's products."""
        return self("products", self.words["sets"], identity)

    def province(self, identity: str) -> str:
        """The list of a province's products."""
        return self("products", self.words["provinces"], identity)

    def district(self, identity: str) -> str:
        """The list of a former district's products."""
        return self("places", self.words["districts"], identity)

    def text(self, path: str) -> str:
        """A page of prose."""
        return f"{self.prefix}/{path}/"

    def page_of(self, address: str, page: str) -> str:
        """A page of a list by its name, mostly a number; the first has the list's own address."""
        return address if page == "1" else f"{address}{self.words['page']}/{page}/"


def urls_by_language(languages: Iterable[Language], words: Mapping[str, tuple[str, str]]) -> dict[str, Urls]:
    """Return the addresses of each language; those of the first language are at the root.

    ``words`` are the address words by key, Vietnamese and English. Languages other than Vietnamese take the
    English ones where their record has none of its own.
    """
    result: dict[str, Urls] = {}
    for language in languages:
        own = {key: word[language.code != "vi"] for key, word in words.items()} | language.paths
        result[language.code] = Urls(f"/{language.code.lower()}" if result else "", own)
    return result
