# Everything a fresh machine needs: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
UV     := $(shell command -v uv 2>/dev/null)

.PHONY: setup demo test check bench lock browser clean

setup: $(READY)

$(READY): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
ifneq ($(UV),)
	uv pip install --quiet --python $(BIN)/python --no-deps -r requirements-dev.lock -e .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-dev.lock -e .
endif
	$(BIN)/python -m workbench.warm
	touch $(READY)

demo: setup
	@if [ -f demo/sample.study ]; then $(BIN)/workbench ui demo/sample.study; else $(BIN)/workbench demo demo $(ARGS); fi

# A walk in the browser that fails is walked once more, since a browser on a busy machine may lose a click; it is counted
# as a rerun in pytest's closing line, and what fails twice fails.
test: setup browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not e2e"
	$(BIN)/python -m pytest --nbmake --nbmake-timeout=600 notebooks
	$(BIN)/python -m pytest -n 2 -m e2e --reruns 1

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 -m "not slow and not e2e and not real"

bench: setup
	$(BIN)/python -m benchmarks

# A Chromium for the browser tests: taken where it is found, else installed where that is allowed.
browser:
	@sh tests/e2e/ensure-browser.sh

# Pinned lists without torch (which bertopic asks for and does not need here); needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header \
	  --excludes requirements-left-out.txt pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header \
	  --excludes requirements-left-out.txt --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/artifacts
