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
