# Everything begins here, on a machine with Python 3.11 or newer and make. `make` alone runs the demo.
.PHONY: demo demo-reset test soak pictures heard catalogue venv lock format clean
.DEFAULT_GOAL := demo
BIN := .venv/bin
# One more than there are processors: a test that waits for a browser or a program leaves one idle.
WORKERS = $(shell $(BIN)/python -c 'import os; print(os.cpu_count() + 1)')
# What Python compiles is kept, whatever the environment says: the tests start many processes.
export PYTHONDONTWRITEBYTECODE :=

demo: venv  ## the whole site with embedded services, until Ctrl-C; DEMO_PORT chooses the port
	@exec $(BIN)/python manage.py demo

demo-reset: venv  ## the same, from the beginning
	@exec $(BIN)/python manage.py demo --reset

test: venv  ## what CI runs: the static checks, then every test with branch coverage
	@bin/check
	@$(BIN)/coverage erase
	@COVERAGE=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

soak: venv  ## every test again with the long numbers
	@SOAK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

pictures: venv  ## the pictures of docs/, taken anew
	@PICTURES=1 $(BIN)/python -m pytest -q tests/docs/test_pictures.py

heard: venv  ## the pages of voting and nominating as a screen reader has them, written anew: look at what changed
	@HEARD=1 $(BIN)/python -m pytest -q -n 0 tests/journeys

catalogue: venv  ## bring the Welsh catalogue up to date with the words of the site, and compile it
	@$(BIN)/python -m catalogue

venv:
	@bin/venv

lock: venv  ## pin what pyproject.toml asks for, and what that needs, by hash; for a server, only what the site needs
	@$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--all-extras --generate-hashes --no-emit-index-url --upgrade \
		--custom-compile-command "make lock" --output-file requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --constraints requirements.lock \
		--custom-compile-command "make lock" --output-file requirements-site.lock

format: venv
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/djlint --reformat --quiet templates

clean:  ## everything that is made, the demo's data included
	@rm -rf .venv var staticfiles .mypy_cache .ruff_cache .pytest_cache .coverage htmlcov
