# run, test, lint: each creates what it needs. Only Python >= 3.11, make and a package registry are assumed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run dev test soak bench bench_crawl bench_text bench_facts accuracy lint format lock clean

help: ## This list
	@grep -E '^[a-z_]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mercato needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked environment into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(READY) ## The daily job on the bundled newsroom: crawl to release and report
	@$(BIN)/mercato run

dev: $(READY) ## Dagster's UI on the project
	@$(BIN)/mercato dev

test: $(READY) ## All tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

GOLD = $(wildcard tests/golden/*.jsonl)
accuracy: $(READY) ## Accuracy on labelled documents (GOLD=...), in README.md and warehouse/accuracy.html
	@$(BIN)/mercato evaluate $(GOLD) --markdown README.md --html warehouse/accuracy.html

soak: $(READY) ## Hostile sites in full size, each in a crawl of its own, as a table (CASES="gzip_bomb slow_body")
	@$(BIN)/python tests/hostile/soak.py $(CASES)

bench: $(READY) ## Time and memory of extract --batch beside plain trafilatura (PAGES=folder or file, OPTIONS=--repeat 10)
	@$(BIN)/python tests/bench/batch_cost.py $(PAGES) $(OPTIONS)

bench_crawl: $(READY) ## Crawl, archive and read a generated site beside trafilatura and newspaper4k (OPTIONS=--pages 500)
	@$(BIN)/python tests/bench/crawl.py $(OPTIONS)

bench_text: $(READY) ## Article text beside plain trafilatura (PAGES=folder with truth.json, OPTIONS=--worst 20)
	@$(BIN)/python tests/bench/text.py $(PAGES) $(OPTIONS)

bench_facts: $(READY) ## Accuracy, time and memory of the facts on a generated million articles (HISTORY=--articles 50000 ...)
	@$(BIN)/python tests/bench/facts.py $(HISTORY)

lint: $(READY) ## Style, types, SQL
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pre-commit run --all-files

format: $(READY) ## Mend what can be mended by a tool
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format . ; $(BIN)/sqlfluff fix --quiet dbt_project warehouse/queries

lock: $(READY) ## Renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	  --no-annotate --no-header pyproject.toml --group dev --output-file requirements.lock

clean: ## Remove what runs generated, not the environment
	rm -rf warehouse/archive warehouse/extracted warehouse/build warehouse/releases warehouse/dagster \
	  warehouse/mercato.duckdb warehouse/report.html warehouse/accuracy.html dbt_project/target dbt_project/logs
