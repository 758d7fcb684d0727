# Paidan's commands. `make demo` and `make test` set everything up by themselves; `make help` lists the rest.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
ARGS ?=
WORKERS ?= auto

# $(call step,name,command): run it, and when it fails say which step that was.
step = @printf '── %s\n' '$(1)'; $(2) || { code=$$?; printf '✗ make %s: %s failed\n' '$@' '$(1)' >&2; exit $$code; }

# $(call install,what,pip arguments,directory of another python): quiet, unless it fails.
install = @printf '── installing %s\n' '$(1)'; \
	$(or $(3),$(BIN))/python -m pip install --disable-pip-version-check --no-input $(2) >$@.log 2>&1 \
	|| { cat $@.log >&2; printf '✗ installing %s failed\n' '$(1)' >&2; exit 1; }

.PHONY: demo test lint bench matrix soak town lock clean help
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

demo: $(VENV)/.ready ## start the sandbox and the bot in it; prints the address of the page
	@exec $(BIN)/paidan demo $(ARGS)

test: lint ## linters, types, import laws and all tests; ARGS="-k claim" picks tests, WORKERS=0 runs them one by one
	$(call step,tests,$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup $(ARGS))

lint: $(VENV)/.ready-test ## linters, types and import laws only
	$(call step,ruff,$(BIN)/ruff check --quiet .)
	$(call step,types,$(BIN)/mypy --no-error-summary)
	$(call step,import laws,$(BIN)/lint-imports --no-logo >$(VENV)/imports.log || { cat $(VENV)/imports.log; false; })

matrix: $(VENV)/.ready-test ## the bot killed at every commit and every call of whole stories, on both databases; half an hour
	@exec $(BIN)/python -m tests.crashing.matrix --write docs/crashes.md $(ARGS)

soak: $(VENV)/.ready-test ## 30 minutes of load with everything going wrong; ARGS="--minutes 5 --database postgresql"
	@exec $(BIN)/python -m tests.soak $(ARGS)

bench: $(VENV)/.ready-test $(BENCH)/.ready ## how fast, beside bots that keep nothing; takes half an hour; ARGS="--only claims"
	@exec $(BIN)/python -m bench $(ARGS)

town: $(VENV)/.ready-test $(BENCH)/.ready ## a day of a town, with and without the ladder and the fair share, into docs/town.md; ten minutes
	$(call step,the day,$(BIN)/python -m tests.townlife --write $(ARGS))
	$(call step,the chart,$(BENCH)/bin/python -m tests.townlife.chart docs/town.json docs/images/town.svg)

lock: $(VENV)/.ready-test ## pin what pyproject.toml asks for anew: make lock ARGS=--upgrade
	$(call step,requirements.txt,$(call pin,requirements.txt))
	$(call step,requirements-test.txt,$(call pin,requirements-test.txt,--extra test --constraint requirements.txt))
	$(call step,requirements-bench.txt,$(call pin,requirements-bench.txt,--extra bench))

clean: ## remove the virtual environment and what tools left behind
	rm -rf $(VENV) $(BENCH) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find bot handlers storage rules sandbox tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name what; do printf '%-12s %s\n' "$$name" "$$what"; done

pin = CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--all-build-deps --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(2) $(ARGS) --output-file $(1) pyproject.toml

# A stamp a step: a second `make test` starts at once, a changed lock installs again.
$(VENV)/.made:
	@test -n '$(PYTHON)' || { echo '✗ Paidan needs Python 3.11 or later: install it, or say make PYTHON=/path/to/python' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo '✗ no virtual environment could be made (on Debian and Ubuntu: apt install python3-venv)' >&2; exit 1; }
	@touch $@

$(VENV)/.ready: requirements.txt pyproject.toml $(VENV)/.made
	$(call install,what Paidan needs,--require-hashes -r requirements.txt)
	$(call install,Paidan,--no-deps --no-build-isolation --no-index --editable .)
	@touch $@

$(VENV)/.ready-test: requirements-test.txt $(VENV)/.ready
	$(call install,what its tests need,--require-hashes -r requirements-test.txt)
	@touch $@

# The others are measured on packages of their own: one of them cannot live with the newest of ours.
$(BENCH)/.ready: requirements-bench.txt $(VENV)/.made
	@$(PYTHON) -m venv $(BENCH)
	$(call install,what the others need,--require-hashes -r requirements-bench.txt,$(BENCH)/bin)
	@touch $@
