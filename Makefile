# Everything a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo start test test-fast lint bench docs clean

help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/base: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("aspiratie needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/dev: $(VENV)/base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint]'
	@touch $@

$(VENV)/docs: $(VENV)/base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	@touch $@

demo: $(VENV)/base ## Make the reports of a simulated region; ends with the page to open
	$(BIN)/aspiratie demo

start: $(VENV)/base ## Open the notebook that makes reports of your own files, without code
	@$(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements
	$(BIN)/jupyter lab --ip=127.0.0.1 --LabApp.news_url=None \
	    --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	    --LabApp.extension_manager=readonly notebooks/beginnen.ipynb

test: lint ## Check style, types and room contract, then run every test
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

test-fast: $(VENV)/dev ## Run the tests that take seconds
	$(BIN)/python -m pytest -m "not slow and not browser"

lint: $(VENV)/dev ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev ## Measure speed as ratios in one run
	for b in benchmarks/bench_*.py; do $(BIN)/python $$b || exit 1; done

docs: $(VENV)/docs ## Build the site of guides and reference
	$(BIN)/sphinx-build -W --keep-going -b html docs site

clean: ## Remove the environment and what was built
	rm -rf $(VENV) build dist site
