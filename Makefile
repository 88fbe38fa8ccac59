# Two commands do everything on a fresh machine: `make site` and `make test`; `make quick` is for in between.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: site quick test audit lint units whole clean
.DELETE_ON_ERROR:

site: $(VENV)/site.done
	$(BIN)/cchc build
	@echo
	@echo "Xem cổng mẫu:  $(BIN)/cchc serve        rồi mở http://127.0.0.1:8000/"
	@echo "Hoặc dùng bất kỳ máy chủ tệp tĩnh nào trên thư mục public/, ví dụ: python3 -m http.server -d public"

# Lint, types, floors and every test that starts no browser, server or office program, at the same time.
quick: $(VENV)/test.done
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint units

units: $(VENV)/test.done
	$(BIN)/python -m pytest -n auto --dist loadgroup -q -m "not long"

# Lint and types while the tests begin; the tests' own summary comes last.
test: $(VENV)/test.done
	$(MAKE) --no-print-directory --jobs=2 lint whole

whole: $(VENV)/test.done
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term -q

# What is long by nature; its table goes into the note that closes a piece of work.
audit: $(VENV)/test.done
	$(BIN)/python -m bench audit

lint: $(VENV)/test.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { .ci/tools python3-venv && $(PYTHON) -m venv --clear $(VENV); }

$(VENV)/site.done: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/test.done: pyproject.toml constraints.txt .ci/tools | $(BIN)/python
	$(PIP) --editable '.[test]'
	.ci/tools
	@touch $@ $(VENV)/site.done

clean:
	rm -rf $(VENV) .cache public public-drafts site
