# make serve | test | test-long | check | load | bench | lock. Each creates what it needs and does nothing twice.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: serve load test test-long check lock bench

serve: load
	$(RUN) server.py

load: $(VENV)/service
	$(RUN) -m loaders load

test: $(VENV)/development
	$(RUN) -m pytest

test-long: $(VENV)/development
	$(RUN) -m pytest -m long

check: $(VENV)/development
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

bench: $(VENV)/development
	$(RUN) -m benchmarks.plan_view

# The lock files pin every package with its hashes and hold no addresses.
LOCK := $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet --upgrade
lock: $(VENV)/development
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/service: requirements.lock | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	touch $@

$(VENV)/development: requirements-dev.lock $(VENV)/service
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@
