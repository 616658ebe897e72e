"""One output becomes bytes, and its fingerprint says when it must be made anew."""

import json
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.site.outputs import Copy, Document, Output, Page, Picture, Plan, QrCode, SharePicture
from generator.render import documents, pictures, qr, share
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.settings import Settings


class Maker:
    """Makes the outputs of one plan and knows their fingerprints."""

    def __init__(self, root: Path, plan: Plan, theme: Theme, settings: Settings, code: str) -> None:
        self._root = root
        self._theme = theme
        self._settings = settings
        self._plan = plan
        assets = json.dumps([dict(theme.facts.assets), settings.base_url, settings.links])
        carried = [*sorted(theme.drawings.items()), *sorted(theme.inline.items())]
        common = _digest(code, assets, *[f"{name}{text}" for name, text in carried])
        self._code = code
        words = {
            lang: _digest(
                json.dumps(dict(theme.facts.words.get(lang, {}))),
                json.dumps(sorted(theme.plurals.get(lang, {}).items())),
            )
            for lang in plan.sites
        }
        self._words = _digest(code, *words.values())
        self._shared = {
            lang: _digest(common, json.dumps(site, ensure_ascii=False), words[lang])
            for lang, site in plan.sites.items()
        }
        self.context = _digest(
            *self._shared.values(),
            share.look(),
            *(f"{name}{closure}" for name, closure in sorted(theme.closures.items())),
        )
        """A digest of all that the outputs of every record share."""
        # Pages that speak every language (trace, 404) depend on everybody's words.
        self._all_words = _digest(*self._shared.values())

    def fingerprint(self, output: Output) -> str:
        """A digest of everything the output is made from."""
        match output:
            case Page():
                shared = self._all_words if output.every_language else self._shared[output.lang]
                closure = self._theme.closures.get(f"{output.template}.html", "")
                return _digest(shared, output.path, output.template, closure, output.digest)
            case Document(form="worker"):
                return _digest(self._code, output.path, json.dumps(self._worker(output), ensure_ascii=False))
            case Document():
                if output.digest:
                    return _digest(self._words, output.path, output.form, output.digest)
                given = json.dumps(output.data, ensure_ascii=False)
                return _digest(self._code, output.path, output.form, given)
            case Picture():
                return _digest(
                    self._code,
                    output.path,
                    output.digest,
                    str(output.width),
                    output.form,
                    str(output.quality),
                )
            case SharePicture():
                return _digest(
                    self._code,
                    share.look(),
                    self._theme.inline["tokens.css"],
                    self._theme.drawings["motif"],
                    self._theme.drawings[output.drawing],
                    json.dumps(vars(output), ensure_ascii=False),
                )
            case QrCode():
                return _digest(self._code, output.path, output.payload, output.form)
            case Copy():
                return _digest(output.path, output.digest)

    @cached_property
    def renderer(self) -> Renderer:
        """What makes pages; ready when the first one is asked for."""
        return Renderer.of(self._theme, self._settings, self._plan)

    def make(self, output: Output) -> bytes:
        """The output's bytes."""
        match output:
            case Page():
                return self.renderer.render(output)
            case Document(form="worker"):
                return documents.render(replace(output, given=self._worker(output)))
            case Document():
                return documents.render(output)
            case Picture():
                return pictures.render(self._root, output)
            case SharePicture():
                tokens = self._theme.inline["tokens.css"]
                return share.render(self._root, output, self._theme.drawings, tokens)
            case QrCode():
                return qr.svg(output.payload) if output.form == "svg" else qr.png(output.payload)
            case Copy():
                return (self._root / output.source).read_bytes()

    def _worker(self, output: Document) -> dict[str, Any]:
        """A worker's values with the mark of every file it may keep: what changes a file changes its mark."""
        keep: dict[str, Any] = {}
        bundles = {one.name: one for one in self._plan.bundles}
        loose = {one.path: one for one in self._plan.loose}
        for name, one in output.data["keep"].items():
            own = [made for bundle in one["bundles"] for made in bundles[bundle].plan()]
            by_path = {**loose, **{made.path: made for made in own}}
            marks = {address: self.fingerprint(by_path[path])[:10] for address, path in one["files"].items()}
            kept = {key: value for key, value in one.items() if key != "bundles"}
            keep[name] = {**kept, "files": marks, "digest": _digest(json.dumps(marks))[:12]}
        return {**output.data, "keep": keep}


def _digest(*parts: str) -> str:
    found = sha256()
    for part in parts:
        found.update(part.encode())
        found.update(b"\0")
    return found.hexdigest()
