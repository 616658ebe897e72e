"""An output becomes bytes, and a digest says when all that was made must be made anew."""

import json
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.render import codes, documents, pictures, qr, share
from generator.render.pages import Renderer
from generator.render.session import RenderSession
from generator.render.theme import Theme
from generator.settings import Settings
from generator.site.outputs import (
    Asset,
    CodeBucket,
    CodeListFile,
    Copy,
    Document,
    Output,
    Page,
    Picture,
    QrCode,
    SharePicture,
    SitePlan,
)


class Maker:
    """Makes the outputs of one plan."""

    def __init__(
        self,
        root: Path,
        plan: SitePlan,
        theme: Theme,
        settings: Settings,
        code: str,
        *,
        session: RenderSession | None = None,
    ) -> None:
        """``code`` is the digest of the program. Without a ``session`` templates are compiled anew."""
        self.plan = plan
        self.root = root
        self._theme = theme
        self._settings = settings
        self._session = session or RenderSession()
        self.environment = _digest(
            json.dumps([code, settings.base_url, settings.links, settings.usb_fair, share.look()]),
            theme.digest,
        )
        """A digest of what all units may use besides the catalogue: program, settings, words and drawings."""
        closures = theme.closures
        plan.reader.derive("template", lambda name: closures.get(f"{name}.html", ""), of_catalogue=False)
        plan.reader.derive("frame", lambda lang: plan.sites[lang], of_catalogue=False)

    @cached_property
    def renderer(self) -> Renderer:
        """What makes pages; ready when the first one is asked for."""
        return self._session.renderer(self._theme, self._settings, self.plan)

    def note(self, output: Output) -> None:
        """Record what rendering an output reads besides its own values."""
        if isinstance(output, Page):
            self.plan.reader.record_question("template", output.template)
            for lang in self.plan.sites if output.every_language else (output.lang,):
                self.plan.reader.record_question("frame", lang)

    def make(self, output: Output | Asset) -> bytes:
        """The output's bytes."""
        match output:
            case Page():
                data = self.renderer.render(output)
            case Document():
                data = documents.render(output)
            case Picture():
                data = pictures.render(self.root, output)
            case SharePicture():
                tokens = self._theme.inline["tokens.css"]
                data = share.render(self.root, output, self._theme.drawings, tokens)
            case QrCode():
                data = qr.svg(output.payload)
            case CodeBucket():
                data = codes.render(self.root, output)
            case CodeListFile():
                data = codes.whole(self.root, output)
            case Copy():
                data = (self.root / output.source).read_bytes()
        return data

    def fingerprint(self, asset: Asset) -> str:
        """A digest of everything a picture or code is made from."""
        values: Mapping[str, Any] = vars(asset)
        known = {name: value for name, value in values.items() if name != "source"}
        return _digest(self.environment, type(asset).__name__, json.dumps(known, ensure_ascii=False))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
