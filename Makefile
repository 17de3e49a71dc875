# Blizko: `make help` lists what can be asked. Only Python 3.11+, make and git are needed.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.requirements
UV := $(shell command -v uv 2>/dev/null)
WORKERS ?= auto
DEMO_ENV := MODE=demo PORT=$(PORT) FAKE_STRIPE_URL=http://localhost:$(shell expr $(PORT) + 1)

# Also when given as `make test DATABASE_URL=…`; an empty one would be an address.
ifneq ($(DATABASE_URL),)
export DATABASE_URL
endif
ifneq ($(REDIS_URL),)
export REDIS_URL
endif

.PHONY: help setup demo demo-reset serve test test-postgres check format messages browser bench shots \
	reliability restore-drill

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-15s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv with all requirements; quick when it is there

$(STAMP): requirements-dev.txt
ifneq ($(UV),)
	@test -x $(RUN) || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	@$(UV) pip install --quiet --python $(RUN) --require-hashes -r requirements-dev.txt
else
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
endif
	@touch $(STAMP)

demo: setup ## the whole thing on one port, with four persons to look through; PORT=8000
	@$(DEMO_ENV) $(RUN) manage.py serve --port $(PORT)

demo-reset: setup ## forget the demo's data and start over
	@rm -rf var/demo
	@$(MAKE) --no-print-directory demo

serve: setup ## one process for real use: web, live, worker, scheduler on SQLite
	@$(RUN) manage.py serve --port $(PORT)

test: setup ## the whole suite; DATABASE_URL=postgres://… runs it on PostgreSQL
	@$(RUN) -m pytest -q -n $(WORKERS) --dist loadgroup -rs

test-postgres: setup ## the same suite on a PostgreSQL that needs no installation
	@$(RUN) tests/postgres.py $(RUN) -m pytest -q -n $(WORKERS) --dist loadgroup -rs

check: setup ## lint, format, types, import contracts, templates, migrations, translations, sizes
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(VENV)/bin/djlint --lint --quiet templates
	@MODE=test $(RUN) manage.py makemigrations --check --dry-run
	@$(RUN) -m pytest -q -n0 tests/invariants/test_migrations.py tests/invariants/test_sizes.py
	@MODE=test $(RUN) manage.py messages --check

format: setup ## let ruff put lines in order
	@$(VENV)/bin/ruff check --fix --quiet . || true
	@$(VENV)/bin/ruff format --quiet .

messages: setup ## collect what is to be written in Russian, compile the catalogues
	@MODE=test $(RUN) manage.py messages

browser: ## install Debian's Chromium for the browser tests
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; }

bench: setup ## measure against the floor page
	@$(RUN) -m bench

shots: setup ## the key pages in var/shots and the READMEs' in docs/shots, by a real browser
	@$(RUN) -m tests.browser.shots

reliability: setup ## the long proofs: power cuts, many writers, lost servers; about half an hour
	@RELIABILITY=long $(RUN) -m pytest tests/reliability -q -n0 -rs

restore-drill: setup ## back up under load, restore into an empty place, compare; DATABASE_URL=postgres://… there
	@$(RUN) -m pytest tests/backups -q -n0 -rs
