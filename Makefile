# make build   documents → raw rows → warehouse → package        make test    all checks
# make review FILE=x.pdf [PAGES=3,5-9]   pages with what landed of them drawn on        make bench    benchmarks
# make build SOURCES=DIR [OUT=DIR]   another folder of documents, into a folder and database of its own
.PHONY: build package example query coverage review bench test lint types pytest lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/installed

ifdef SOURCES
OUT ?= out/$(notdir $(patsubst %/,%,$(SOURCES)))
RAW := $(OUT)/raw
DBT_VARS := --vars '{lake: $(abspath $(RAW))}' --target-path $(OUT)/target --log-path $(OUT)/logs
MANIFEST := $(OUT)/target/manifest.json
else
ifdef OUT
$(error OUT needs SOURCES: make build SOURCES=DIR OUT=DIR)
endif
SOURCES := sources
OUT := .
RAW := seeds/raw
MANIFEST := target/manifest.json
WITH_EXAMPLE := example
endif

DATABASE := $(OUT)/warehouse/mingzhang.duckdb
# A new database is built beside the old one, which readers may hold open, and moved into its place.
BESIDE := $(OUT)/warehouse/.build/mingzhang.duckdb
PYTHON_CODE := $(wildcard extract publish review tools bench) tests/python
MODELS := $(shell find models macros seeds/reference tests/dbt profiles dbt_project.yml -type f)

$(INSTALLED): requirements.lock
	@echo "installing the locked packages into $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

# A document that fails is named, the others go on, and the exit code tells at the end.
build: $(INSTALLED)
	@echo "1/3 extract: $(SOURCES) → $(RAW)"
	@$(PY) -m extract $(SOURCES) --out $(RAW) --jobs 2; status=$$?; test $$status -le 1 || exit $$status; \
	$(MAKE) --no-print-directory package $(WITH_EXAMPLE) || exit 1; \
	test $$status -eq 0 || echo "build: built, but for what extract names above as not read: exit code 1" >&2; exit $$status

package: $(DATABASE)
	@echo "3/3 publish: $(DATABASE) → $(OUT)/data"
	@$(PY) -m publish --out $(OUT) --database $(DATABASE) --manifest $(MANIFEST)

$(DATABASE): $(INSTALLED) $(MODELS) $(wildcard $(RAW)/*.csv)
	@echo "2/3 dbt build: $(RAW) → $(DATABASE) (some 300 tables and tests)"
	@mkdir -p $(dir $(BESIDE)) && rm -f $(BESIDE)
	@MINGZHANG_DB=$(BESIDE) $(VENV)/bin/dbt --quiet build --profiles-dir profiles $(DBT_VARS)
	@mv -f $(BESIDE) $@

# The typeset example goes the whole way from PDF to marts, in a folder of its own.
EXAMPLE := out/example
example: $(INSTALLED)
	@mkdir -p out
	@echo "example: examples/ → $(EXAMPLE)"
	@$(MAKE) --no-print-directory build SOURCES=examples OUT=$(EXAMPLE) > $(EXAMPLE).log 2>&1 || { cat $(EXAMPLE).log; exit 1; }
	@$(PY) -m tools.example_check $(DATABASE) $(EXAMPLE)/warehouse/mingzhang.duckdb

# make query SQL="select …"
query: export QUERY := $(SQL)
query: $(INSTALLED)
	@$(PY) -c "import os, duckdb; duckdb.connect('$(DATABASE)', read_only=True).sql(os.environ['QUERY']).show()"

# What was understood of a folder of documents, by city: make coverage SOURCES=DIR
coverage: $(DATABASE)
	@$(PY) -m tools.coverage $(DATABASE) --out docs/coverage.md

review: $(INSTALLED)
	@$(PY) -m review $(FILE) $(if $(PAGES),--pages $(PAGES))

bench: $(INSTALLED)
	@$(PY) -m bench --every 6

test: lint types pytest

lint: $(INSTALLED)
	@$(VENV)/bin/ruff check $(PYTHON_CODE)
	@$(VENV)/bin/ruff format --check --quiet $(PYTHON_CODE)
	@mkdir -p warehouse
	@MINGZHANG_DB=warehouse/.lint.duckdb $(VENV)/bin/sqlfluff lint --disable-progress-bar models tests/dbt

types: $(INSTALLED)
	@$(VENV)/bin/mypy

pytest: $(INSTALLED)
	@$(PY) -m pytest

lock: $(INSTALLED)
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --no-header -o requirements.lock requirements-dev.in

clean:
	@rm -rf target logs warehouse/* warehouse/.build warehouse/.lint.duckdb out
