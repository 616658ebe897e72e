"""Files → typed records. Knows YAML and folders, not HTML.

``read`` gives every record and every problem found in a single file; ``schema`` and ``new`` write
what editors and officers start from.
"""

from generator.records.memory import Memory
from generator.records.read import read

__all__ = ["Memory", "read"]
