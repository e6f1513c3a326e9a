# One word a job; `make help` names them. Everything Python lives in .venv, made here and only here.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test test-long faults lint format bench browser words gallery

VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install --disable-pip-version-check --progress-bar off --retries 2 --require-hashes
# Tools that load the settings (mypy's plugins) need values, not servers.
LINT_ENVIRONMENT := SECRET_KEY=lint DATABASE_URL=postgresql:///lint BROKER_URL=memory://
# Whoever is done with its half takes over from the others, so that all end together.
TESTS := $(PYTHON) -m pytest -n auto --maxprocesses 8 --dist worksteal

# What other languages say, as programs read it.
COMPILED := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | while IFS='	' read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

demo: $(VENV)/.installed $(COMPILED) ## Holdfast with a sample organisation, on http://127.0.0.1:8000 (HOLDFAST_PORT, HOLDFAST_DATA)
	@$(PYTHON) -m config.supervisor demo

test: $(VENV)/.installed-dev $(COMPILED) browser ## every test; under 12 minutes on two cores
	$(TESTS)

test-long: $(VENV)/.installed-dev $(COMPILED) browser ## the same tests with larger numbers, and the long fault runs
	HOLDFAST_LONG=1 $(TESTS)

faults: $(VENV)/.installed-dev ## ten minutes of random kills (HOLDFAST_FAULT_SECONDS, HOLDFAST_FAULT_SEED)
	$(PYTHON) -m tests.faults.random_kills

lint: $(VENV)/.installed-dev ## style, types, layers, templates, CSS and JavaScript
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(LINT_ENVIRONMENT) $(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	find templates -name '*.html' -exec $(VENV)/bin/djade --check --target-version 6.1 {} +
	$(VENV)/bin/djangofmt --check templates
	$(VENV)/bin/biome check static

format: $(VENV)/.installed-dev ## put the code into shape
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 6.1 {} +
	$(VENV)/bin/djangofmt templates
	$(VENV)/bin/biome check --write static

bench: $(VENV)/.installed-dev ## the measurements behind docs/
	$(PYTHON) -m pytest tests/bench -n 0 -s

gallery: $(VENV)/.installed-dev $(COMPILED) browser ## pictures of every page, for every reader, into gallery/ (README=1: the one of the README)
	@$(PYTHON) -m tests.gallery $(if $(README),--readme)

words: $(VENV)/.installed-dev ## bring the catalogues of locale/ up to date, and name what has no translation
	$(LINT_ENVIRONMENT) $(PYTHON) manage.py words --skip-checks

%.mo: %.po | $(VENV)/.installed
	@$(PYTHON) -m babel.messages.frontend compile --input-file $< --output-file $@

browser: $(VENV)/.installed-dev
	@sh tests/find-browser.sh

$(PYTHON):
	@python=$$(sh config/find-python.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

# A stamp is older than its lock exactly when the lock has changed since.
$(VENV)/.installed: requirements.txt | $(PYTHON)
	@echo "Installing what Holdfast runs on. Once; it takes about 20 seconds."
	@$(INSTALL) -r requirements.txt || { echo "Stopped: the packages above could not be installed. Is there a network?"; exit 1; }
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(PYTHON)
	@echo "Installing what Holdfast is checked with. Once; it takes about a minute."
	@$(INSTALL) -r requirements-dev.txt || { echo "Stopped: the packages above could not be installed. Is there a network?"; exit 1; }
	@touch $(VENV)/.installed $@
