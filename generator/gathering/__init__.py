"""Catalogues made from the published data of others, whose copies are read and written as records."""
