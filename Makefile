# A target for everything a person does. Needs Python >= 3.11 with venv, make and git; nothing is installed outside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all lint bench bench-large bench-extras train golden figures ablation docs pages notebooks build build-compiled test-compiled lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# the lock first, every file checked against its hash; then this project, editable, which adds no dependency
$(READY): constraints.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: $(READY)  ## make .venv and install everything into it

.PHONY: setup-browser pictures
setup-browser:  ## install Debian's chromium and a Chinese font, for the tests and pictures of the review
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; then \
		echo "A browser and a Chinese font are there."; \
	elif ! command -v apt-get >/dev/null 2>&1; then \
		echo "There is no apt-get here: install Chromium and the Noto CJK fonts by your system's own means."; exit 1; \
	else \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		$$sudo apt-get update && \
		DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y --no-install-recommends chromium fontconfig fonts-noto-cjk || \
		{ echo "apt-get could not install chromium and fonts-noto-cjk: the tests of the review are skipped without them."; exit 1; }; \
	fi

demo: $(READY)  ## run on the sample reports and say where the tables are
	$(BIN)/gongkai run annotations/reports --out out/demo --overwrite
	@echo "Open out/demo/facts.csv in a spreadsheet, or out/demo/reports.jsonl in a program."

test: $(READY)  ## the whole suite, with coverage
	$(BIN)/python -m pytest -n auto --cov --cov-report=term-missing:skip-covered

test-all: $(READY)  ## the suite on Python 3.11, 3.12 and 3.13, where they are there
	$(BIN)/nox

test-compiled: $(READY)  ## build a wheel with compiled rooms and compare its records (minutes; needs a C compiler)
	GONGKAI_COMPILE=1 $(BIN)/python -m pytest -n0 tests/test_compiled.py

lint: $(READY)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)  ## time and memory, written into docs/benchmarks.md; ONLY=scaling for one section
	PYTHONPATH=tests $(BIN)/python -m bench $(foreach name,$(ONLY),--only $(name)) $(BENCH)

bench-large: $(READY)  ## memory at 1,000, 10,000 and 100,000 reports (an hour or more)
	PYTHONPATH=tests $(BIN)/python -m bench --only memory --sizes 1000,10000,100000 $(BENCH)

# no part of the project: only the bench looks there; --no-deps, since numpy and requests are in .venv
bench-extras: $(READY)  ## fetch JioNLP (100 MB) into out/bench-extras for the bench to compare with
	$(BIN)/python -m pip install --quiet --upgrade --no-deps --target out/bench-extras jionlp==1.5.31 jiojio==1.2.8 zipfile36==0.1.3

train: $(READY)  ## make the models from annotations/, with their cards
	$(BIN)/python -m extract.train

pictures: $(READY)  ## the screenshots of docs/review.md, from the sample reports
	$(BIN)/python tests/pictures.py

golden: $(READY)  ## write the snapshots of whole records in tests/golden anew
	$(BIN)/python tests/refresh_golden.py

figures: $(READY)  ## how well it does on every annotated set that is there, written into the README
	$(BIN)/python tests/figures.py --write

ablation: $(READY)  ## what rules and classifiers are worth, alone and together
	$(BIN)/python tests/ablation.py

docs: $(READY)  ## data dictionary, reference, JSON Schema and help text, from the code
	$(BIN)/python -m extract.dictionary .

pages: $(READY)  ## run the tutorial and the how-tos, and write what they print into them
	$(BIN)/python tests/walk.py

notebooks: $(READY)  ## run the notebooks, copies with their outputs go to out/notebooks
	mkdir -p out/notebooks
	$(BIN)/jupyter-execute notebooks/*.ipynb --output='../out/notebooks/{notebook_name}.ipynb'

build: $(READY)  ## sdist and wheel
	$(BIN)/python -m build --no-isolation

build-compiled: $(READY)  ## wheel for this machine's Python, its rooms compiled (minutes; needs a C compiler)
	GONGKAI_COMPILE=1 $(BIN)/python -m build --wheel --no-isolation

lock: $(READY)  ## pin all versions anew (names, versions, hashes; no addresses)
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links -o constraints.txt pyproject.toml

clean:  ## remove everything that was made
	rm -rf $(VENV) out dist build .nox .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* *.egg-info
	find extract tests -name __pycache__ -type d -prune -exec rm -rf {} +
