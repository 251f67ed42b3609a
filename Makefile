# make serve | test | test-long | check | load | bench | lock. Each creates what it needs and does nothing twice.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: test-tools serve load web test test-long first-half second-half check lock bench

serve: load web
	$(RUN) server.py

load: $(VENV)/service
	$(RUN) -m loaders load

# The tests in two halves beside each other, each with databases of its own.
FIRST_HALF := tests/graph tests/loaders tests/test_service_process.py
HALVES = $(MAKE) --no-print-directory --jobs 2 first-half second-half

test: $(VENV)/development web
	$(HALVES)

test-long: $(VENV)/development web
	$(HALVES) WHICH="-m long"

first-half:
	$(RUN) -m pytest $(WHICH) $(FIRST_HALF)

second-half:
	$(RUN) -m pytest $(WHICH) $(FIRST_HALF:%=--ignore=%)

check: $(VENV)/development
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

# What the tests need and PyPI does not have; on Debian, as root.
test-tools:
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -qq --yes chromium fonts-nanum)
	command -v docker-compose >/dev/null \
		|| (apt-get update -qq && apt-get install -qq --yes --no-install-recommends docker-compose)

bench: $(VENV)/development
	$(RUN) -m benchmarks.plan_view
	$(RUN) -m benchmarks.corpus

# The pages: built again when their sources change, by the machine's Node or, without one that is new enough, by a wheel.
web: web/dist/stamp

NODE_IS_THERE := $(shell node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null \
	&& command -v npm)
NODE := $(if $(NODE_IS_THERE),,$(VENV)/node)
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*')

NPM := cd web && export PATH="$(if $(NODE),$(CURDIR)/$(VENV)/bin:)$$PATH" && npm --silent

web/dist/stamp: $(WEB_SOURCES) web/node_modules/stamp
	$(NPM) run build -- --logLevel warn
	touch $@

web/node_modules/stamp: web/package.json web/package-lock.json | $(NODE)
	$(NPM) ci --no-audit --no-fund
	touch $@

$(VENV)/node: requirements-web.lock | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-web.lock
	touch $@

# The lock files pin every package with its hashes and hold no addresses.
LOCK := $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet --upgrade
lock: $(VENV)/development
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock
	$(LOCK:pyproject.toml=) --group web --output-file requirements-web.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/service: requirements.lock | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	touch $@

$(VENV)/development: requirements-dev.lock $(VENV)/service
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@
