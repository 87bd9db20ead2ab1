# Two commands do everything: `make run` and `make test`. Both set up .venv first; `make help` lists the rest.

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
JOBS ?= 2

# One folder of tests per worker would be uneven; one file per worker keeps a file's server and browser together.
WORKERS := -n $(JOBS) --dist loadfile

# Without the addresses and folders of this machine: the lock must install anywhere.
LOCK := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null $(BIN)/python -m piptools compile \
	--quiet --no-config --generate-hashes --allow-unsafe --strip-extras --annotation-style=line --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for=editable

READY_RUN := .venv/ready-run
READY_TEST := .venv/ready-test
READY_BROWSER := .venv/ready-browser
READY_BENCH := .venv/ready-bench

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test setup setup-test lint types contracts unit browser texts fuzz format lock upgrade bench bench-full clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r target what; do \
		printf '  make %-11s %s\n' "$$target" "$$what"; done

run: setup ## start the dashboard (make run PORT=8600 for another port)
	@$(BIN)/cx serve --demo $(if $(PORT),--port $(PORT))

test: setup-test lint types contracts ## every check: lint, types, import contracts, all tests
	@echo "== tests"
	@$(PYTEST) $(WORKERS) tests/browser
	@$(PYTEST) $(WORKERS) --ignore=tests/browser

setup: $(READY_RUN) ## install the dashboard into .venv
	@:

setup-test: $(READY_TEST) $(READY_BROWSER) ## install what the tests need, a Chromium too
	@:

lint: $(READY_TEST) ## style and common mistakes
	@echo "== lint"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(READY_TEST) ## strict types
	@echo "== types"
	@$(BIN)/mypy

contracts: $(READY_TEST) ## imports run one way
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-logo

unit: $(READY_TEST) ## the tests that need no browser
	@$(PYTEST) $(WORKERS) --ignore=tests/browser

browser: setup-test ## the tests in a real browser
	@$(PYTEST) tests/browser

texts: $(READY_TEST) ## take new texts of the interface into the catalogues of every language
	@$(BIN)/python -m cx.language.catalogues

fuzz: $(READY_TEST) ## look for files that break the reader (make fuzz MINUTES=10)
	@$(BIN)/python -m tests.fuzz.reader --minutes $(or $(MINUTES),10)

format: $(READY_TEST) ## put the code in order
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

lock: $(READY_TEST) ## re-make requirements/ after a change of pyproject.toml
	@$(LOCK) $(UPGRADE) --output-file requirements/run.txt pyproject.toml
	@$(LOCK) $(UPGRADE) --extra dev --constraint requirements/run.txt --output-file requirements/test.txt pyproject.toml
	@$(LOCK) $(UPGRADE) --extra bench --constraint requirements/run.txt --output-file requirements/bench.txt pyproject.toml

upgrade: UPGRADE := --upgrade
upgrade: lock ## the same with the newest versions

bench: setup $(READY_BENCH) ## measure, quick form
	@$(BIN)/python -m bench

bench-full: setup $(READY_BENCH) ## measure, everything
	@$(BIN)/python -m bench --full

clean: ## remove caches and what was installed; data/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY_RUN): requirements/run.txt pyproject.toml
	@tools/setup.sh run
	@tools/setup.sh drawing
	@touch $@

$(READY_TEST): requirements/test.txt pyproject.toml
	@tools/setup.sh test
	@touch $@ $(READY_RUN)

$(READY_BROWSER): | $(READY_TEST)
	@tools/setup.sh browser
	@touch $@

# Measuring goes on without them.
$(READY_BENCH): requirements/bench.txt pyproject.toml
	@if tools/setup.sh bench; then touch $@; else echo "The libraries we are measured against are missing here."; fi
