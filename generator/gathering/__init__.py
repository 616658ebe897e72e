"""Catalogues made from the published data of others, whose copies are read and written as records."""

STATE = ".ocop-gather"
"""The folder in the project for what waits to be put in place."""
JOURNAL = f"{STATE}/changes.json"
"""The list of changes that are decided. While it is there, the project is half old and half new."""
