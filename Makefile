PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Side by side: a worker for each of two processors, and where a browser is waited for, one more; kit/groups.py says what
# each of them gets.
PARALLEL := --dist=loadgroup --no-loadscope-reorder

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

book: .venv/book ## Build the book and print the address to open
	$(BIN)/python tools/build.py

serve: ## Serve the built book on this machine
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

lab: .venv/book ## Open the chapters as notebooks in JupyterLab
	$(BIN)/jupyter lab --ServerApp.root_dir=chapters $(LAB_FLAGS)

check: style ## Check style and types, and test all that needs neither the built book nor a browser
	$(BIN)/python -m pytest $(PARALLEL) --numprocesses=2 tests/press tests/text tests/package

test: .venv/test ## Check style and types, build the book, and test all of it
	$(MAKE) --jobs=2 check browser slides
	$(BIN)/python -m pytest $(PARALLEL) --numprocesses=3 tests/lab tests/browser tests/site _build/jupyter_execute

style: .venv/test style-js
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

browser: .venv/test
	$(BIN)/python -m kit.browser

style-js: .venv/test ## Check style and types of the scripts and style sheets, if there is Node.js with npm
	$(BIN)/python -m tools.javascript

slides: .venv/test book ## Cut slides from the book: a deck for each problem and for the key, cards to vote with
	$(BIN)/python -m tools.slides

site: slides pdf ## Put the site, with the PDF, into _build/site, which any web server can serve
	$(BIN)/python -m tools.site

pdf: .venv/test book ## Make a PDF of the whole book, _build/book.pdf
	$(BIN)/python -m tools.pdf

release: .venv/test ## Build and check the wheel and the sdist of cnnlib
	$(BIN)/python tools/release.py

soak: browser slides ## Test all of it, anew each time, with five times as many random cases, a thousand random actions in each explorer, and every page, size and state
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest $(PARALLEL) --numprocesses=3

mutants: .venv/mutation ## Make small errors in cnnlib and see whether the tests notice, some hours (ONLY="trace cost": these modules)
	nice $(BIN)/python tools/mutants.py $(ONLY)

nbgrader: .venv/nbgrader ## Export a class's assignment, and run nbgrader's generate, autograde and feedback on it
	$(BIN)/python -m pytest tests/package/test_exports_nbgrader.py

bench: .venv/bench ## Measure cnnlib against other formulations and PyTorch, about half an hour on an idle machine
	$(BIN)/python -m bench.run

binder: .venv/test ## Open a chapter as Binder does, in an environment of its own; measure time and memory
	$(BIN)/python -m tools.binder

explorers-bench: .venv/test ## Measure the explorers: on a page (after `make book`), in JupyterLab, and their build
	$(BIN)/python -m bench.explorers

lighthouse: .venv/test book ## Run Lighthouse on every page, as a telephone loads it; needs Node.js with npm
	$(BIN)/python -m tools.lighthouse

engines: .venv/engines slides ## Answer every part in Firefox and in Safari's engine, those that are here; leaves pictures
	$(BIN)/python -m tools.engines

versions: ## Run cnnlib's tests on every Python here, and on the oldest NumPy allowed
	$(PYTHON) tools/versions.py

lock: ## Pin the newest versions of all packages
	$(PYTHON) tools/lock.py

clean: ## Delete the built book and the virtual environment
	rm -rf _build mutants .venv

# A stamp is newer than the pins that it was installed from, so that a second run installs nothing.
.venv/book: requirements.txt pyproject.toml
	$(PYTHON) tools/install.py requirements.txt
	@touch $@

.venv/test: tests/requirements.txt .venv/book
	$(PYTHON) tools/install.py tests/requirements.txt
	@touch $@

.venv/mutation: tests/mutation.txt .venv/test
	$(PYTHON) tools/install.py tests/mutation.txt
	@touch $@

.venv/nbgrader: tests/nbgrader.txt .venv/test
	$(PYTHON) tools/install.py tests/nbgrader.txt
	@touch $@

.venv/engines: tools/engines.txt .venv/test
	$(PYTHON) tools/install.py tools/engines.txt
	@touch $@

.venv/bench: bench/requirements.txt .venv/book
	$(PYTHON) tools/install.py bench/requirements.txt
	@touch $@

.PHONY: help book serve lab check test style style-js browser slides site pdf release soak mutants nbgrader binder bench explorers-bench lighthouse engines versions lock clean
