"""State that builds of one process share: the loaded theme, and the renderer with its compiled templates."""

from collections.abc import Callable
from pathlib import Path

from generator.render.pages import Renderer
from generator.render.theme import Stamps, Theme, stamps
from generator.settings import Settings
from generator.site.outputs import SitePlan


class RenderSession:
    """Holds the theme and the renderer of one command.

    ``ocop serve`` hands its own to every build: after an edit of a record, the theme takes no time then.
    """

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._loaded_from: tuple[Path, str, Stamps] | None = None
        self._renderer: Renderer | None = None

    def theme(self, root: Path, name: str, load: Callable[[], Theme]) -> Theme:
        """Return the theme ``name``, loaded with ``load`` unless no file of a theme has changed since."""
        loaded_from = (root, name, stamps(root))
        if self._theme is None or self._loaded_from != loaded_from:
            self._theme = load()
            self._loaded_from = loaded_from
        return self._theme

    def renderer(self, theme: Theme, settings: Settings, plan: SitePlan) -> Renderer:
        """Return a renderer for a build: the last one, where theme and settings are the same.

        Its templates are compiled already, which is most of the time of a build after one edit.
        """
        if self._renderer is None or not self._renderer.serves(theme, settings, plan):
            self._renderer = Renderer(theme, settings, plan)
        return self._renderer
