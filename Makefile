# Everything a person needs; `make help` lists it. Works on a bare Debian 12: Python 3.11, git, make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
PANEL := $(shell find frontend -name node_modules -prune -o -type f -print)

.PHONY: help demo panel test test-long bench check lint types architecture pictures clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/installed .venv/panel ## Build the demo tyre plant, tell its story, serve it (ARGS: --exit, --plant food, …)
	@$(BIN)/gozinto demo $(ARGS)

panel: .venv/installed .venv/panel ## Build the operator panel when its sources changed

test: .venv/installed-dev .venv/panel-dev .venv/browser .venv/printer ## Run the whole suite (ARGS: more for pytest)
	@$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

test-long: .venv/installed-dev .venv/panel-dev .venv/browser ## Run the hours-long forms of the tests
	@$(BIN)/pytest -n 2 --dist worksteal -m long $(ARGS)

bench: .venv/installed-dev ## Measure the trace beside its peers (ARGS="--links 1e6": a smaller plant; ARGS=--tryton: a business system too)
	@$(BIN)/python -m benchmarks.genealogy $(ARGS)

check: lint types architecture test ## All that CI runs: lint, types, architecture, tests

lint: .venv/installed-dev ## Style and likely mistakes
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/installed-dev ## Types, strictly
	@$(BIN)/mypy

architecture: .venv/installed-dev ## Who may import whom
	@$(BIN)/lint-imports

pictures: .venv/installed-dev .venv/panel-dev ## Draw the guide's pictures anew (LINK=the sign-in link of a running demo)
	@$(BIN)/python docs/pictures/draw.py $(LINK)
	@$(BIN)/python -m docs.pictures.draw_panel

clean: ## Remove the virtual environment and caches; data in GOZINTO_HOME stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@PYTHON="$(PYTHON)" .ci/venv

.venv/installed: pyproject.toml .venv/bin/python
	@.ci/install .
	@touch $@

.venv/installed-dev: pyproject.toml requirements-dev.lock .venv/bin/python
	@.ci/install ".[dev]"
	@touch $@ .venv/installed

.venv/panel: $(PANEL) | .venv/bin/python
	@.ci/panel
	@touch $@

.venv/panel-dev: $(PANEL) | .venv/bin/python
	@.ci/panel --dev
	@touch $@ .venv/panel

# Browser tests skip with a reason where there is no chromium; under CI they fail.
.venv/browser: | .venv/bin/python
	@.ci/browser
	@touch $@

# The tests of IPP print at Debian's own printer, and skip with a reason where there is none.
.venv/printer: | .venv/bin/python
	@.ci/printer
	@touch $@
