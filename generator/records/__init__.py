"""Files → typed records. Knows YAML and folders, not HTML.

``read`` gives every record and every problem found in a single file; ``schema`` and ``new`` write
what editors and officers start from.
"""

from generator.records.cache import Cache
from generator.records.read import read

__all__ = ["Cache", "read"]
