# Commonwork. `make demo` shows the network alive; `make test` proves it. Nothing needs to be installed by hand
# beyond python3, python3-venv, make and git (Debian 12 names).
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
FRESH ?= 0
VENV := .venv
BIN := $(VENV)/bin
# What is compiled once is kept: hundreds of processes of the tests, and each start of the program, begin sooner.
unexport PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
UVPIP = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes

.PHONY: help env tools demo test lint types bench screens soak messages clean

help:
	@echo "make demo [SERVE=0] [FRESH=1] [PORT=8000]   the demo network, then http://localhost:$(PORT)"
	@echo "make test                                   everything that must hold"
	@echo "make lint | bench | screens | soak | messages | env"

env: $(VENV)/.runtime

$(VENV)/.bootstrap: requirements/bootstrap.lock
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || deploy/debian-packages python3-venv
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

$(VENV)/.runtime: $(VENV)/.bootstrap requirements/runtime.lock pyproject.toml
	@$(UVPIP) -r requirements/runtime.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.runtime requirements/tools.lock
	@$(UVPIP) -r requirements/tools.lock
	@touch $@

tools: $(VENV)/.tools

demo: env
	@mkdir -p var
	@if [ "$(FRESH)" = 1 ]; then rm -f var/commonwork.sqlite3 var/commonwork.sqlite3-wal var/commonwork.sqlite3-shm; fi
	@$(BIN)/commonwork prepare --demo
	@if [ "$(SERVE)" != 0 ]; then exec $(BIN)/commonwork serve --port $(PORT); fi

# Where make test keeps its databases: one build of each, for all runs below.
export COMMONWORK_TEST_FOLDER ?= $(shell deploy/quick-folder)/commonwork-test-$(shell id -u)-$(shell echo $$PPID)
PYTEST := $(BIN)/python -m pytest
ON_SQLITE := env -u TEST_DATABASE_URL -u DATABASE_URL
WORKERS ?= 2
# What runs on PostgreSQL too: all that reads or writes a database, and one walk along the pages' links.
ON_BOTH := tests/record tests/registry tests/access tests/charter tests/rooms tests/journeys tests/pages/test_crawl.py \
	tests/laws/test_books_balance.py tests/laws/test_nothing_recorded_changes.py tests/laws/test_facts_hold_no_names.py \
	tests/laws/test_migrations.py

test: tools
	@trap 'rm -rf "$(COMMONWORK_TEST_FOLDER)"' EXIT; mkdir -p "$(COMMONWORK_TEST_FOLDER)"; \
	deploy/need-browser; deploy/need-postgres; export PYTEST_DEBUG_TEMPROOT="$(COMMONWORK_TEST_FOLDER)"; \
	$(BIN)/python tests/postgres.py $(MAKE) --no-print-directory proven

.PHONY: proven walked clicked template-sqlite template-postgresql
proven:  # side by side: none of them fills all processors alone
	@$(MAKE) --no-print-directory -j4 lint template-postgresql walked clicked

walked: template-sqlite template-postgresql
	@echo "== SQLite"; $(ON_SQLITE) $(PYTEST) -n $(WORKERS) --dist worksteal
	@echo "== PostgreSQL"; $(PYTEST) -n $(WORKERS) --dist worksteal $(ON_BOTH)

clicked: template-sqlite  # beside walked, shown when it is done
	@said="$(COMMONWORK_TEST_FOLDER)/chromium.log"; status=0; \
	$(ON_SQLITE) $(PYTEST) -n $(WORKERS) -m browser tests/browser >"$$said" 2>&1 || status=$$?; \
	echo; echo "== Chromium"; cat "$$said"; exit $$status

template-sqlite: tools  # and every test is read once, so that its compiled form is there for all workers
	@$(ON_SQLITE) $(BIN)/python tests/templates.py
	@$(ON_SQLITE) $(PYTEST) --collect-only >/dev/null

template-postgresql: tools
	@$(BIN)/python tests/templates.py

lint: tools
	@$(BIN)/ruff check --quiet src tests bench
	@$(BIN)/ruff format --quiet --check src tests bench
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --quiet --lint src/commonwork
	@$(BIN)/mypy --no-error-summary

types: tools
	@$(BIN)/mypy

bench: tools
	@$(BIN)/python -m bench

screens: tools
	@deploy/need-browser
	@$(BIN)/python -m tests.browser.screens

soak: tools
	@deploy/need-browser; deploy/need-postgres
	@$(PYTEST) -m soak -n $(WORKERS)
	@$(PYTEST) --hypothesis-profile=soak -n $(WORKERS) tests/rules
	@$(BIN)/python tests/postgres.py $(PYTEST) -m soak -n $(WORKERS)
	@$(BIN)/python tests/postgres.py env COMMONWORK_ALL_ON_BOTH=1 $(PYTEST) -n $(WORKERS) $(ON_BOTH) tests/pages
	@$(PYTEST) -m "browser and soak" -n $(WORKERS) tests/browser

messages: tools
	@$(BIN)/python -m commonwork.site.messages

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache
