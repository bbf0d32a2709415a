# `make help` lists what there is. VENV names the environment; CI gives its own.
VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.setup-done
KINDS  := ours partner recycled fabricated mixed
CODE   := src tests tools benchmarks
ALONE  := $(BIN)/python tools/without_network.py
FUZZER := $(VENV)/fuzz
PUBLIC := $(VENV)/public
PRESIDIO := $(VENV)/presidio
SCALE  ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-slow test-properties hostile fuzz check fmt bench recall docs rehearse scoreboard reading bundle bundle-test bench-detect

help:           ## list the targets
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

setup: $(STAMP) ## make the environment: locked libraries, then this checkout

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup     ## rehearse a leak, analyse it, score it, write the dossier
	$(BIN)/leakassay demo

test: setup     ## all tests but the slow ones, in a network that leads nowhere; LEAKASSAY_FIELD_DATA names the field data
	$(ALONE) $(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not hostile"

test-slow: setup ## the slow ones
	$(ALONE) $(BIN)/python -m pytest -n 2 -m "slow and not hostile"

test-properties: setup ## every test but the slow ones, property tests with eight times the examples
	$(ALONE) $(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not hostile" --hypothesis-profile=thorough

hostile: setup  ## hostile input by the thousand and the gigabyte, hours; writes docs/reliability.md
	rm -f reliability.jsonl
	LEAKASSAY_RELIABILITY_LOG=$(CURDIR)/reliability.jsonl $(ALONE) $(BIN)/python -m pytest tests/hostile; code=$$?; \
	  $(BIN)/python tools/generate_reliability.py reliability.jsonl && rm -f reliability.jsonl && exit $$code

fuzz: setup $(FUZZER) ## coverage-guided fuzzing of every parser, two and a half hours; FUZZ="hl7v2 open/zip" names some, SCALE=0.1 shortens
	PYTHONPATH=tests:$(FUZZER) $(ALONE) $(BIN)/python -m fuzz.drive --keep --scale $(SCALE) $(FUZZ)

$(FUZZER): requirements-fuzz.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target $@ -r $<

$(PRESIDIO): requirements-detect.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target $@ -r $<
	touch $@

$(PUBLIC): requirements-compare.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target $@ -r $<
	touch $@

check: setup    ## lint, format, types, floor plan, lock file
	$(BIN)/ruff check $(wildcard $(CODE))
	$(BIN)/ruff format --check $(wildcard $(CODE))
	$(BIN)/mypy
	$(BIN)/mypy tools
	$(BIN)/lint-imports --no-cache
	! grep -nE '://|--(extra-)?index-url|--trusted-hos[t]' $(wildcard requirements*.lock)

fmt: setup      ## put the code into its form
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))

bench: setup $(PUBLIC) ## measure, each figure beside its baseline
	PYTHONPATH=$(PUBLIC) $(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/write_rehearsal.py

bench-detect: setup $(PRESIDIO) ## detection beside Presidio and plain expressions, ten minutes; LEAKASSAY_FIELD_DATA names the texts; writes docs/detection.md
	$(BIN)/python benchmarks/detect.py --presidio $(PRESIDIO) --page docs/detection.md

recall: setup   ## measure what readers find of planted needles; LEAKASSAY_FIELD_DATA for all formats
	$(BIN)/python tools/measure_recall.py

docs: setup     ## write docs/reference from the code
	$(BIN)/python tools/generate_docs.py

rehearse: setup ## write, analyse and score a leak of each kind, as a folder and as gangs publish it, in ./rehearsal
	set -eu; for form in folder telegram; do for kind in $(KINDS); do \
	  at=rehearsal/$$kind-$$form; rm -rf $$at; mkdir -p rehearsal; echo "== $$kind, $$form"; \
	  wrap=; test $$form = folder || wrap=--telegram; \
	  $(BIN)/leakassay exercise write $$at --kind $$kind $$wrap --quiet; \
	  $(BIN)/leakassay run $$at/dump --case $$at/case --key-file $$at/case.key \
	    --profile $$at/profile.toml --claims $$at/claims.toml --quiet; \
	  $(BIN)/leakassay exercise score $$at/case $$at/answer-key --key-file $$at/case.key --page $$at/scoreboard.html; \
	done; done

scoreboard: setup ## write docs/scoreboard.md: rehearsals of every kind, analysed and scored
	$(BIN)/python tools/generate_scoreboard.py

reading: setup $(PUBLIC) ## write docs/reading.md: our readers beside public tools; LEAKASSAY_FIELD_DATA names the field data
	PYTHONPATH=$(PUBLIC) $(BIN)/python tools/compare_readers.py

bundle: setup   ## one file for a machine without a network, in dist/: wheels, sums, installer
	$(BIN)/python tools/make_bundle.py

bundle-test: bundle ## install the bundle in a network that leads nowhere, and run it there
	LEAKASSAY_BUNDLE="$$(ls -t dist/leakassay-*-offline.tar.gz | head -n 1)" \
	  $(BIN)/python -m pytest -m slow tests/house/test_bundle.py
