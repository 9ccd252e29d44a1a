# Every target is one readable line that can be typed by hand; `make` alone prints them.
PY ?= .venv/bin/python
OLDEST ?= python3.11

help:           ## print this list
	@grep -E '^[a-z-]+: .*##' Makefile | sed 's/:.*##/ \t/' | expand -t 18
setup:          ## a virtual environment with everything for development, in locked versions
	python3 -m venv .venv && $(PY) -m pip install --quiet -c constraints.txt --editable '.[dev]'
lock:           ## renew constraints.txt: the newest versions for every supported Python
	$(PY) -m pip install --quiet uv
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(PY) -m uv pip compile --quiet --upgrade --universal \
	  --python-version 3.11 --all-extras --strip-extras --no-emit-index-url \
	  pyproject.toml --output-file constraints.txt
fmt:            ## format and mend what can be mended by itself
	$(PY) -m ruff format . && $(PY) -m ruff check --fix .
lint:           ## style, format
	$(PY) -m ruff check . && $(PY) -m ruff format --check .
spelling:       ## English by codespell, Chinese punctuation and terms
	PYTHONPATH=tools $(PY) -m spelling
news:           ## what changelog.d says is new, as it will stand in CHANGELOG.md
	@$(PY) -m towncrier build --draft --version $$($(PY) -c 'import targetcheck; print(targetcheck.__version__)')
changelog:      ## put what changelog.d says into CHANGELOG.md
	$(PY) -m towncrier build --yes --version $$($(PY) -c 'import targetcheck; print(targetcheck.__version__)')
types:          ## mypy strict, and what a user's type checker sees
	$(PY) -m mypy && $(PY) -m mypy --strict tests/typing
layers:         ## imports point one way
	$(PY) -c "from importlinter.cli import lint_imports_command as c; c()"
test:           ## all tests; what needs an absent program is skipped
	$(PY) -m pytest -q
test-all:       ## all tests; what needs an absent program fails
	TARGETCHECK_TEST_ALL=1 $(PY) -m pytest -q
test-newest:    ## all tests with the newest versions that pyproject.toml allows, locked or not
	python3 -m venv --clear build/newest
	build/newest/bin/python -m pip install --quiet --editable '.[dev]'
	build/newest/bin/python -m pytest -q
test-oldest:    ## all tests with the oldest versions that pyproject.toml allows; OLDEST=python3.11
	$(OLDEST) -m venv --clear build/oldest
	build/oldest/bin/python -m pip install --quiet uv
	build/oldest/bin/python -m uv pip compile --quiet --python build/oldest/bin/python \
	  --upgrade --resolution lowest-direct --all-extras --strip-extras --no-emit-index-url \
	  pyproject.toml --output-file build/oldest.txt
	build/oldest/bin/python -m pip install --quiet -c build/oldest.txt --editable '.[dev]'
	build/oldest/bin/python -m pytest -q
cover:          ## branch coverage
	$(PY) -m pytest -q -n 2 --cov --cov-report=term
golden-update:  ## rewrite the recorded outputs; read the diff afterwards
	$(PY) -m pytest -q --update-golden tests/golden tests/circular/test_circular_golden.py
rules:          ## lint everything under rulesets/, its layout, its cases, its reasons in coverage.yaml
	$(PY) -m targetcheck lint rulesets/
	$(PY) -m targetcheck fmt --check rulesets/
	$(PY) -m targetcheck test rulesets/
	@for f in rulesets/*/*/coverage.yaml; do \
	PYTHONPATH=tools $(PY) -m clause_coverage $${f%/*} || bad=1; done; exit $${bad:-0}
coverage:       ## write docs/coverage, each clause beside its targets; TEXTS=folder of the texts
	@for f in rulesets/*/*/coverage.yaml; do r=$${f%/*}; \
	PYTHONPATH=tools $(PY) -m clause_coverage $$r $(TEXTS) -o docs/coverage/$${r##*/}.md || bad=1; \
	done; exit $${bad:-0}
draft-figures:  ## drafts of the texts against the bundled rulesets, with every miss; TEXTS=folder
	PYTHONPATH=tools $(PY) -m draft_figures --misses $(TEXTS)
fuzz:           ## fuzz every reader (needs atheris); SECONDS for each, NAMES of targets
	PYTHONPATH=tools $(PY) -m fuzz --seconds $(or $(SECONDS),60) $(NAMES)
cases-archive:  ## the conformance cases as a zip archive for other implementations, in dist/
	PYTHONPATH=tools $(PY) -m cases_archive
statements:     ## number the sentences of the language reference anew after it was changed
	PYTHONPATH=tools $(PY) -m cases_archive.statement_index
mutants:        ## try a random sample of mutants of the engine (pip install --group mutants); SAMPLE=300 SEED=15
	PYTHONPATH=tools $(PY) -m mutants --sample $(or $(SAMPLE),300) --seed $(or $(SEED),15)
symbolic:       ## check comparison and rounding symbolically (pip install --group symbolic); SECONDS
	PYTHONPATH=tools $(PY) -m symbolic --seconds $(or $(SECONDS),60)
guarantees:     ## run the tests behind each guarantee and print their figures; PARTS=words
	PYTHONPATH=tools $(PY) -m guarantees $(PARTS)
guarantees-long: ## the same with the long profile of the properties; an hour
	PYTHONPATH=tools $(PY) -m guarantees --profile long $(PARTS)
units:          ## fold the unit table from its definitions
	$(PY) -m targetcheck.quantities.precomputed_units
	$(PY) tools/tables_page
structures:     ## write the SDMX structure that ships
	$(PY) -m targetcheck.interchange.sdmx.structure_writer
messages:       ## write docs/reference/messages.md, every message in both languages
	$(PY) tools/messages_page
web:            ## the page for the browser, and its archive for the release, in dist/
	rm -rf build/web && $(PY) -m targetcheck web -o build/web
	mkdir -p dist && cd build/web && $(abspath $(PY)) -m zipfile -c ../../dist/targetcheck-web.zip *
site:           ## the documentation site in build/site/html; needs the extra `docs`
	PYTHONPATH=tools NO_MKDOCS_2_WARNING=1 $(PY) -m site_pages
weight:         ## tokens without comments, files, the longest file
	$(PY) tools/weight
bench:          ## measure start-up, one evaluation, boundary exactness, the ledger
	$(PY) bench/run.py
	$(PY) bench/compiling.py
	$(PY) bench/ledger.py
	$(PY) bench/works.py
	$(PY) bench/whole.py
bench-full:     ## works at full size, streaming and Spark included; about ten minutes
	$(PY) bench/works.py --full
examples:       ## every numbered example, Spark, PostgreSQL and dbt (in DBT, a Python that has it) included
	TARGETCHECK_TEST_EXAMPLES=1 $(PY) -m pytest -q tests/examples tests/ledger/test_shared_example.py
	$(if $(DBT),cd examples/04-dbt-duckdb && $(DBT) -m dbt.cli.main build --profiles-dir .)
release:        ## build sdist and wheel, check them, try the wheel on each of PYTHONS
	PYTHONPATH=tools $(PY) -m release $(foreach p,$(PYTHONS),--python $(p))
check: lint spelling types layers test rules  ## all of the above that may fail

.PHONY: help setup lock fmt lint spelling news changelog types layers test test-all test-newest test-oldest cover golden-update rules coverage draft-figures fuzz cases-archive statements mutants symbolic guarantees guarantees-long units structures messages web site weight bench bench-full examples release check
