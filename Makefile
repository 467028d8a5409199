# make run    the portal on http://127.0.0.1:8000        make test      the tests
# make lint   style, import layers, migrations           make test-all  every test, on both databases
# Paths are relative and PORT, HALOCIK_* come from the environment or the command line: make run PORT=8001

PY = .venv/bin/python

.PHONY: run test test-all lint format clean

run: .venv/.run
	@$(PY) -c '' 2>/dev/null || sh deploy/setup.sh run
	@$(PY) manage.py prepare
	@exec $(PY) manage.py run

test: .venv/.dev
	@$(PY) -m tests.suite $(ARGS)

test-all: .venv/.dev
	@$(PY) -m tests.suite --all $(ARGS)

lint: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()'
	$(PY) manage.py makemigrations --check --dry-run

format: .venv/.dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache

# Stamps: a second `make run` installs nothing.
.venv/.run: requirements.txt deploy/setup.sh
	@sh deploy/setup.sh run
	@touch $@

.venv/.dev: requirements.txt requirements-dev.txt deploy/setup.sh
	@sh deploy/setup.sh dev
	@touch .venv/.run $@
