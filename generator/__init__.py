"""A static site generator for a public catalogue of OCOP products.

The house, in the order of the flow:

records    files become typed records; every problem is collected
catalogue  the domain: records checked as a whole; no files, no HTML, no clock
plan       what the site will consist of: values only
render     one output becomes bytes
paper      a fair becomes sheets to print and lists for buyers
publish    only what changed is made, written, and what is stale is removed
"""

__version__ = "0.1.0"
