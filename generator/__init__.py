"""A static site generator for a public catalogue of OCOP products.

The packages, in the order of the flow:

records      files become typed records; every problem is collected
catalogue    the domain: records checked as a whole, and the reader through which units see them
site         the units of work that the site consists of: values only
render       one output becomes bytes
print        a fair becomes sheets to print and lists for buyers
output       only units whose answers changed run; files are put in place, what is stale is removed
commands     one module a command; project.py opens a project for all of them
diagnostics  problems with their places; messages has every sentence in both languages
"""

__version__ = "0.2.0"
