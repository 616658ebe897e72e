"""The fair on paper: sheets in exact millimetres and lists for buyers, drawn from plain values.

``ink`` knows fonts, colours, lines and codes; ``drawings`` turns the theme's drawings into vector
paths; ``cards``, ``posters`` and ``booklet`` are the sheets; ``buyers`` writes the lists and contact
cards. Nothing here knows a record: what may be said stands in ``plan/sheets.py``.
"""
