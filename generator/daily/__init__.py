"""The daily sheet of ``ocop check``: on the terminal, as a page and as a workbook.

What there is to do is worked out in ``catalogue/daily.py``; here it gets its words and its look.
"""
