"""The editor of records in the browser: on this computer only, for ``ocop serve --edit``."""
