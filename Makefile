# KI-Lotse. `make help` lists what there is; `make run` is enough to begin.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install install-test run dev stop train test lint bench screenshots rasa lock clean

UV := .venv-tools/bin/uv
GATEWAY := .venv/bin/python
ENGINE := .venv-rasa/bin/python
KILOTSE := $(GATEWAY) -m bot.command

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/make \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: install  ## start everything and show the address to open
	@exec $(KILOTSE) serve

dev: install  ## like run, on the content files of the repository themselves
	@KILOTSE_CONTENT=$(CURDIR)/faq exec $(KILOTSE) serve

stop:  ## stop what run or dev has started
	@if [ -x $(GATEWAY) ]; then $(KILOTSE) stop; fi

train: install  ## train the model that fits the content, if there is none
	@$(KILOTSE) train

install: .venv/installed .venv-rasa/installed  ## both environments, from the locked requirements

install-test: .venv/installed-test .venv-rasa/installed-test

# A pinned uv installs the rest; pip alone would want TensorFlow for the engine.
$(UV):
	@python=$$(sh requirements/find-python.sh gateway) && echo "installing uv from requirements/tools.lock …" && \
	"$$python" -m venv .venv-tools && \
	{ .venv-tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock || \
	{ echo "The package registry cannot be reached. The first start needs a network once: connect, then make run again." >&2; exit 1; }; }

# $(call environment,FOLDER,KIND,LOCK,STAMP): the interpreter by path, the packages by hash. Nothing is half done:
# the stamp comes last, and uv brings an interrupted environment to the state of the lock.
define environment
	@python=$$(sh requirements/find-python.sh $(2)) && \
	{ [ -x $(1)/bin/python ] || env UV_NO_CONFIG=1 $(UV) venv --quiet --no-project --python "$$python" $(1); } && \
	echo "installing $(1) from $(3) …" && \
	{ env UV_NO_CONFIG=1 $(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(1)/bin/python $(3) || \
	{ echo "The packages of $(3) could not be installed; the reason is above. Without a network: connect, then make again." >&2; exit 1; }; } && \
	touch $(4)
endef

.venv/installed: requirements/gateway.lock pyproject.toml | $(UV)
	$(call environment,.venv,gateway,requirements/gateway.lock,.venv/installed)
	@env UV_NO_CONFIG=1 $(UV) pip install --quiet --no-deps --no-build-isolation --python $(GATEWAY) --editable . && rm -f .venv/installed-test

.venv-rasa/installed: requirements/engine.lock | $(UV)
	$(call environment,.venv-rasa,engine,requirements/engine.lock,.venv-rasa/installed)
	@rm -f .venv-rasa/installed-test

.venv/installed-test: requirements/gateway-test.lock .venv/installed
	$(call environment,.venv,gateway,requirements/gateway-test.lock,.venv/installed-test)
	@env UV_NO_CONFIG=1 $(UV) pip install --quiet --no-deps --no-build-isolation --python $(GATEWAY) --editable .

.venv-rasa/installed-test: requirements/engine-test.lock .venv-rasa/installed
	$(call environment,.venv-rasa,engine,requirements/engine-test.lock,.venv-rasa/installed-test)

test: install-test  ## all tests, linters and type checks; installs what they need
	@sh tests/run.sh

lint: install-test  ## ruff, mypy and the widget's oldest browsers alone
	@sh tests/lint.sh

bench: install-test  ## the figures of docs/benchmarks.md, stock Rasa beside ours; make bench ARGS=--help
	@$(GATEWAY) -m benchmarks $(ARGS)

screenshots: install-test  ## docs/widget/*.png, of a kilotse that runs; make screenshots ARGS=http://127.0.0.1:8080
	@$(GATEWAY) tests/e2e/screenshots.py $(ARGS)

rasa: install  ## Rasa's own command: make rasa ARGS="shell"
	@case "$(ARGS)" in shell*|test*|run*) $(ENGINE) -m nlu.engine train;; esac
	@$(ENGINE) -m nlu.engine rasa $(ARGS)

LOCK := pip compile --quiet --generate-hashes --no-header --no-emit-index-url --upgrade

lock: $(UV)  ## make the requirements/*.lock anew from the *.in files
	@env UV_NO_CONFIG=1 $(UV) $(LOCK) --universal --python-version 3.11 -o requirements/tools.lock requirements/tools.in
	@$(UV) $(LOCK) --python-version 3.10 -o requirements/engine.lock requirements/engine.in
	@$(UV) $(LOCK) --python-version 3.10 -o requirements/engine-test.lock requirements/engine-test.in
	@env UV_NO_CONFIG=1 $(UV) $(LOCK) --universal --python-version 3.11 -o requirements/gateway.lock requirements/gateway.in
	@env UV_NO_CONFIG=1 $(UV) $(LOCK) --universal --python-version 3.11 -o requirements/gateway-test.lock requirements/gateway-test.in
	@env UV_NO_CONFIG=1 $(UV) $(LOCK) --python-version 3.10 -o requirements/stock.lock requirements/stock.in

clean: stop  ## remove environments, models and caches; conversations, content and secrets stay
	@rm -rf .venv .venv-rasa .venv-tools .venv-stock var/models var/cache var/run .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/widget/node_modules *.egg-info
