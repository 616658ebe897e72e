# Thin names over scripts/bootstrap.py, which needs nothing but Python 3.11 or newer.
# On Windows, or without make: py scripts/bootstrap.py site
PYTHON ?= python3
RUN = @$(PYTHON) scripts/bootstrap.py

.PHONY: site test check serve bench lock clean

site:   ## make what is needed, build the catalogue into output/
	$(RUN) site
test:   ## everything: style, types, unit tests, a real browser
	$(RUN) test
check:  ## what a developer runs all the time: style, types, fast tests
	$(RUN) check
serve:  ## show the catalogue and follow edits
	$(RUN) serve
bench:  ## build a synthetic catalogue of 2,000 products and measure
	$(RUN) bench
lock:   ## pin again after a change of pyproject.toml (newer versions: bootstrap.py lock --upgrade)
	$(RUN) lock
clean:  ## remove everything that these commands made
	$(RUN) clean
