# One line each; the work is done by scripts/ and by the tools themselves.
PORT ?= 8000
export NO_MKDOCS_2_WARNING = 1
bin = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup serve site test browser data data-diff freshness links reproducible check prose bench audit pins clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

setup: ## make .venv and runtime/node_modules from the pinned lists (every other target does this first)
	@scripts/setup

serve: setup ## serve both languages on http://localhost:8000/ (another port: PORT=8001), reloading on every edit
	@[ ! -w /dev/shm ] || export TMPDIR=/dev/shm; $(bin)/mkdocs serve --dev-addr localhost:$(PORT)

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

links: setup ## ask every outer address whether it can still be opened (takes minutes and the network; no other target asks)
	$(bin)/python scripts/links.py

reproducible: setup ## build the last commit twice, from nothing, and compare every file (takes minutes; no other target asks)
	$(bin)/python scripts/reproducible.py

check: setup ## lint, check types, and read the prose
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/python -m calculators.publish.prose

prose: setup ## list words that aren't written here and links that lead nowhere (of one page, rendered too: PAGE=docs/en/about.md)
	@$(bin)/python -m calculators.publish.prose $(PAGE)

bench: setup ## measure what readers and authors wait for, beside plain Pyodide (options: ARGS="--help")
	@scripts/browser
	$(bin)/python -m scripts.bench $(ARGS)

audit: setup ## ask axe about every page, in light and dark, on a phone and at a desk (a part: ARGS=chips/)
	@scripts/browser
	$(bin)/python -m scripts.audit $(ARGS)

pins: setup ## renew requirements/*.txt from requirements/*.in
	@scripts/pins

clean: ## remove what can be built again, but not .venv
	rm -rf site dist .cache
