# Two commands do everything: make run, make test. Their set-up is done once and again when a lock changes.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check setup bench soak eval lock

run: .venv/run.stamp
	@$(BIN)/cardindex run

test: .venv/dev.stamp
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --cov --cov-report=term

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cardindex content check
	$(BIN)/python tests/audit/run.py

setup: .venv/dev.stamp


eval: .venv/dev.stamp
	$(BIN)/python tests/eval/run.py
	$(BIN)/python tests/eval/marking.py

bench: .venv/dev.stamp
	$(BIN)/python tests/bench/punctual.py
	$(BIN)/python tests/bench/discord.py
	$(BIN)/python tests/bench/slack.py
	$(BIN)/python tests/bench/answers.py
	$(BIN)/python tests/bench/boards.py
	$(BIN)/python tests/bench/planning.py
	$(BIN)/python tests/bench/pacing.py

soak: .venv/dev.stamp
	PYTHONPATH=. $(BIN)/python tests/faults/matrix.py

.venv/run.stamp: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up Card Index (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# Resolves anew within the ranges of pyproject.toml; the locks hold names, versions and hashes, no address.
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-dev.lock
