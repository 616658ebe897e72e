"""Names of the folder in a project for what waits to be put in place and for what can be undone."""

STATE = ".ocop"
JOURNAL = f"{STATE}/changes.json"
"""The list of changes that are decided. While it is there, the project is half old and half new."""
