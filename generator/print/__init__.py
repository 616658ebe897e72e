"""The fair on paper: sheets in exact millimetres and lists for buyers, drawn from plain values.

``registry`` names every sheet and list. ``cards``, ``posters`` and ``booklet`` draw the sheets from the
common parts in ``context``; ``buyers`` writes the lists and contact cards, ``guide`` the folder's first page.
``canvas`` knows millimetres, inks and QR symbols, ``lines`` fonts and fitting, ``drawings`` turns the theme's
drawings into vector paths. Nothing here knows a record: what may be said stands in ``site/sheets.py``.
"""
