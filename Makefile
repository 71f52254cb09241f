# Plaudit's commands. `make demo` shows it, `make test` proves it.
# Needs: Python 3.11 or later with venv, and make. As root or as an ordinary user.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV     ?= uv
ARGS   ?=

# Each start of a program compiles all that it imports where this is set; tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE

# A copied tree must not run the code of the tree it was copied from: the stamps carry the place.
PLACE     := $(shell pwd | cksum | cut -d ' ' -f 1)
RUN_STAMP := .venv/.run-$(PLACE)
DEV_STAMP := .venv/.dev-$(PLACE)
AXE_STAMP := .venv/.axe-$(PLACE)
LIGHTHOUSE_STAMP := .venv/.lighthouse-$(PLACE)
FORECAST_STAMP := .venv/.forecast-$(PLACE)
SPARK_STAMP := .venv/.spark-$(PLACE)
COMPILED_STAMP := .venv/.compiled-$(PLACE)
PIP       := .venv/bin/python -m pip --disable-pip-version-check --quiet
SENTENCES := $(patsubst %.po,%.mo,$(wildcard src/plaudit/pages/locale/*/LC_MESSAGES/*.po))
LOCKED    := install --require-hashes --no-deps --only-binary :all: --requirement
BUILT     := install --require-hashes --no-deps --no-build-isolation --requirement

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-forecast setup-spark lock demo test check bench bench-replay lighthouse debian compiled axe reader clean

help:  ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUN_STAMP) $(SENTENCES)  ## Make .venv with .venv/bin/plaudit, pinned with hashes
setup-dev: setup $(DEV_STAMP)  ## The same, with what tests and checks need
setup-forecast: setup $(FORECAST_STAMP)  ## The same as setup, with the models of plaudit forecast
setup-spark: setup-dev $(SPARK_STAMP)  ## The same as setup-dev, with Spark for Python, for its tests alone

$(RUN_STAMP): requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found. Install it (Debian: apt install python3-venv) and run make again."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Plaudit needs Python 3.11 or later; $(PYTHON) is older. Say which one to use: make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' || { echo "Python has no venv. Install it (Debian: apt install python3-venv) and run make again."; exit 1; }
	@echo "Installing the pinned packages into .venv …"
	@test -f $@ || "$(PYTHON)" -m venv --clear .venv
	@$(PIP) $(LOCKED) requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	@echo "Installing the pinned packages for tests and checks …"
	@$(PIP) $(LOCKED) requirements/dev.txt --no-compile
	@touch $@

$(FORECAST_STAMP): requirements/forecast.txt $(RUN_STAMP)
	@echo "Installing the models of plaudit forecast, 300 MB …"
	@$(PIP) $(LOCKED) requirements/forecast.txt
	@touch $@

# PySpark has no wheel, so it is built here, by the setuptools of the lock for tests.
$(SPARK_STAMP): requirements/source.txt $(DEV_STAMP)
	@echo "Installing PySpark, 456 MB: two minutes the first time …"
	@$(PIP) $(BUILT) requirements/source.txt --no-compile
	@touch $@

$(SENTENCES): %.mo: %.po $(RUN_STAMP)
	@.venv/bin/python -m plaudit.pages.languages

lock:  ## Make the locks again from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "Locks are made with uv, which was not found. Install it (pipx install uv) and run make lock again."; exit 1; }
	$(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header \
	    --group build pyproject.toml --output-file requirements/run.txt
	$(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header \
	    --constraint requirements/run.txt --group build --group dev --extra forecast \
	    --extra spark --no-emit-package pyspark pyproject.toml --output-file requirements/dev.txt
	$(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header \
	    --constraint requirements/dev.txt --group build --extra forecast \
	    pyproject.toml --output-file requirements/forecast.txt
	$(UV) pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header \
	    --no-deps --group pyproject.toml:source --output-file requirements/source.txt

demo: setup  ## A week of deeds in Riverside, one statement, and the member's page
	@.venv/bin/plaudit demo $(ARGS)

# Debian's packages, Python's and npm's are fetched side by side. One worker more than cores: while
# one waits for the database or a browser, another counts.
test: setup  ## Everything that CI runs
	@$(MAKE) --no-print-directory --jobs 4 setup-spark debian axe compiled
	@.venv/bin/python -m pytest --numprocesses 3 $(ARGS)

check: setup-dev  ## The house rules alone: types, style, floors, limits
	@.venv/bin/python -m tests.house $(ARGS)

bench: setup-dev  ## Measure counting, settling and HTTP on this machine
	@.venv/bin/python -m tests.bench $(ARGS)

bench-replay: setup-dev  ## Measure replays of 20 million deeds (ARGS="--millions 100")
	@.venv/bin/python -m tests.bench.replaying $(ARGS)

lighthouse: setup-dev $(LIGHTHOUSE_STAMP)  ## Let Lighthouse judge the wallet page (needs npm and chromium)
	@.venv/bin/python -m tests.bench --only lighthouse $(ARGS)

# 190 MB, pinned with hashes; nothing of it is run at installing.
$(LIGHTHOUSE_STAMP): requirements/lighthouse/package.json requirements/lighthouse/package-lock.json $(DEV_STAMP)
	@command -v npm >/dev/null || { echo "Lighthouse comes with npm, which was not found. Install it (Debian: apt install npm)."; exit 1; }
	@mkdir -p .venv/lighthouse && cp requirements/lighthouse/*.json .venv/lighthouse/
	@npm ci --prefix .venv/lighthouse --ignore-scripts --no-audit --no-fund --silent && touch $@

DEBIAN := chromium-headless-shell fonts-noto-core fonts-noto-cjk fonts-tlwg-loma-ttf default-jre-headless

# The browser that the journeys use, letters for three languages on screen and on paper, and Java for
# Spark. Only root can install them.
debian:
	@missing=$$(for name in $(DEBIAN); do dpkg-query --show --showformat='$${Status}' $$name 2>/dev/null \
	    | grep -q 'ok installed' || echo $$name; done); \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing for the tests of pages, papers and Spark:" $$missing; \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends --yes $$missing >/dev/null; \
	elif [ -n "$$missing" ]; then \
	    echo "The tests of pages, papers and Spark need these Debian packages; ask root to install them:" $$missing; \
	fi

# What tests import, their asserts told in words, is compiled once, while the rest is fetched, and not
# by each worker for itself. What is wrong with it the tests say.
compiled: $(COMPILED_STAMP)

$(COMPILED_STAMP): $(DEV_STAMP)
	@.venv/bin/python -m pytest --collect-only --quiet >/dev/null 2>&1 || true
	@touch $@

# What looks for barriers in the pages, pinned with its hash, for tests alone; nothing of it is run
# at installing. Without npm the test that needs it is left out and says so; in CI it fails.
axe: $(AXE_STAMP)

$(AXE_STAMP): requirements/browser/package.json requirements/browser/package-lock.json $(DEV_STAMP)
	@if command -v npm >/dev/null; then \
	    mkdir -p .venv/browser && cp requirements/browser/*.json .venv/browser/ && \
	    npm ci --prefix .venv/browser --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	else \
	    echo "The test for barriers in the pages needs npm; install it (Debian: apt install npm)."; \
	fi

# What pages read QR codes with where the browser can't. The file is kept in the tree, so only who
# takes a newer release needs npm; the same two releases always make the same bytes.
reader:  ## Make static/qr_reader.js anew from requirements/reader (needs npm)
	@mkdir -p .venv/reader && cp requirements/reader/* .venv/reader/
	@npm ci --prefix .venv/reader --ignore-scripts --no-audit --no-fund --silent
	@cd .venv/reader && node_modules/.bin/esbuild reader.js --bundle --minify --format=esm --target=es2020 \
	    --legal-comments=none --log-level=warning --outfile=made.js --banner:js="$$(cat banner.txt)"
	@cp .venv/reader/made.js src/plaudit/pages/static/qr_reader.js
	@cp .venv/reader/node_modules/qr/LICENSE-MIT src/plaudit/pages/static/qr_reader.LICENSE

clean:  ## Remove .venv and what tools left (the data in var/ stays)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
