# One line each; the work is done by scripts/ and by the tools themselves.
PORT ?= 8000
export NO_MKDOCS_2_WARNING = 1
bin = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup serve site test browser data data-diff freshness check bench pins clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-9s %s\n", $$1, $$2 }'

setup: ## make .venv and runtime/node_modules from the pinned lists (every other target does this first)
	@scripts/setup

serve: setup ## serve both languages on http://localhost:8000/ (another port: PORT=8001), reloading on every edit
	$(bin)/mkdocs serve --dev-addr localhost:$(PORT)

site: setup ## build both languages into site/ (its address on the web: SITE_URL=https://…/)
	$(bin)/mkdocs build --strict

test: setup ## run every test, the browser's too
	@scripts/browser
	@scripts/test

browser: setup ## run the tests that need a browser, and no others
	@scripts/browser
	$(bin)/pytest tests/browser

data: setup ## check everything in calculators/data and how the worked cases are written: every fault at once, in two seconds
	@$(bin)/python -m calculators.publish.check tests/regulations

data-diff: setup ## list which verdicts changed since the last commit (since another one: BASE=main)
	@$(bin)/python scripts/data_diff.py $(BASE)

freshness: setup ## list what nobody has re-checked for too long, and fail if there is any (no other target asks)
	$(bin)/python scripts/freshness.py

check: setup ## lint and check types
	$(bin)/ruff check
	$(bin)/mypy

bench: setup ## measure what readers and authors wait for, beside plain Pyodide (options: ARGS="--help")
	@scripts/browser
	$(bin)/python -m scripts.bench $(ARGS)

pins: setup ## renew requirements/*.txt from requirements/*.in
	@scripts/pins

clean: ## remove what can be built again, but not .venv
	rm -rf site dist .cache
