# Two commands: `make book` and `make test`. Each does its own set-up; a second call finds it done.
.DEFAULT_GOAL := help
.PHONY: help book pdf test test-pyodide test-site test-deck bench refresh lint lock
.SUFFIXES:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
BENCH_PYTHON ?= $(BIN)/python

PACKAGES := $(VENV)/.packages-installed
BROWSER_PARTS := node_modules/.browser-parts-installed
REFEREE := _referee/snapshot.bin
SITE := _build/html/.built

PROOFS := $(shell find src/backprop/proving src/backprop/results -name '*.py') src/backprop/faces.py

SOURCES := $(shell find chapters functions src web -type f \
  ! -path '*/__pycache__/*' ! -path '*/.ipynb_checkpoints/*' ! -path '*.egg-info/*') index.md check_your_own.md teaching.md _config.yml _toc.yml

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

book: $(SITE) ## Build the site into _build/html
	@echo "The book is in _build/html/index.html"

# The long chapters first, in the order given: so no core waits long for another at the end.
test: $(PACKAGES) ## Prove, check and re-execute everything
	$(BIN)/python -m pytest chapters tests --ignore tests/site --ignore tests/browser --ignore tests/deck \
	  -n auto --dist loadscope --no-loadscope-reorder $(PYTEST_ARGS)

test-pyodide: $(PACKAGES) $(BROWSER_PARTS) ## Run tests of the proofs in the Python of browsers, without NumPy
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node tests/pyodide/run.mjs $(PYTEST_ARGS)

test-site: $(SITE) ## Check the built site, its pages in a real (headless) browser
	$(BIN)/python -m pytest tests/site tests/browser -n auto --dist worksteal $(PYTEST_ARGS)

test-deck: $(SITE) ## Look at every slide of every chapter in a real (headless) browser
	$(BIN)/python -m pytest tests/deck -n auto --dist worksteal $(PYTEST_ARGS)

# The slides first: with the rest, all that is there is offered in the pages' menus.
pdf: $(SITE) ## Print the book, and of each chapter slides, handout and exercises, into _build/html/pdf
	@test -n "$(CHROMIUM)" || { echo "There is no chromium here. Install it (on Debian: apt-get install chromium)."; exit 1; }
	rm -rf _build/html/pdf
	mkdir _build/html/pdf
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node web/present/pdf.mjs "$(CHROMIUM)" _build/html/pdf _build/html/chapters/[0-9]*.html
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node web/pdf/print.mjs "$(CHROMIUM)" _build/html

bench: $(SITE) ## Time the gradients, the proofs and the site (with PyTorch and JAX after .venv/bin/pip install -e ".[bench]")
	PYTHONPATH=src $(BENCH_PYTHON) -m benchmarks

refresh: $(PACKAGES) ## Execute every chapter again, in place, or one: make refresh CHAPTER=03
	$(BIN)/python -m backprop.teaching.notebooks refresh $(CHAPTER)

lint: $(PACKAGES) $(BROWSER_PARTS) ## Check style, the notebooks' form, and the workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m backprop.teaching.notebooks check
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node .github/lint-workflows.mjs

# Who only runs the notebooks gets the same versions, without the tools for the book and its tests.
lock: $(PACKAGES) ## Compile the files of pinned requirements and package-lock.json anew
	$(BIN)/pip install --quiet "uv>=0.8"
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --python-version 3.11 --extra book --extra test \
	  --no-emit-index-url --custom-compile-command "make lock" pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --python-version 3.11 --extra notebooks \
	  --constraint requirements.txt --no-emit-index-url --custom-compile-command "make lock" pyproject.toml \
	  --output-file requirements-notebooks.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm install --package-lock-only --ignore-scripts

# Pyodide, the proofs, and the memory in which they are loaded: what a page needs to judge a line.
$(REFEREE): $(PACKAGES) $(BROWSER_PARTS) web/referee/build.mjs web/referee/pack.py web/referee/answers.py $(PROOFS)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node web/referee/build.mjs _referee

# The book is built from nothing each time: an incremental build would not repeat the warnings of pages left alone,
# and would keep pages that have gone.
$(SITE): $(PACKAGES) $(BROWSER_PARTS) $(REFEREE) $(SOURCES)
	rm -rf _build
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter-book build . -W -n --keep-going --quiet
	@touch $@

$(PACKAGES): requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/bin/python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "There is no '$(PYTHON)' here. Install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "'$(PYTHON)' is $$("$(PYTHON)" --version 2>&1), but the book needs 3.11, 3.12 or 3.13." \
	    "Install one and name it: make PYTHON=python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' has no venv module. Install it (on Debian and Ubuntu: apt-get install python3-venv)."; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(BROWSER_PARTS): package.json package-lock.json $(PACKAGES)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
