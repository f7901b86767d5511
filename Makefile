# One word for each thing to do. What a word needs is installed first (tools/setup).
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help convention test quick check format bench prove lock release release-check wheelhouse clean setup \
	setup-release setup-tests

# What a release is made of, and where it goes; said on the command line or in the environment.  The
# shell reads them, and not make, which would take what a stranger wrote there for words of its own.
# Data of competence tell the département; without them it is said here.
export PROJECT ?= .
export DEPARTEMENT ?=
export SORTIE ?= output/release

help:  ## cette liste
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

convention: setup  ## produit la convention, en PDF et en DOCX
	@.venv/bin/docgen convention

# Hundreds of processes start meanwhile: none compiles docgen again, on a machine that says so neither.
test: setup-tests check  ## contrôle le code, puis passe tous les tests
	@PYTHONDONTWRITEBYTECODE= .venv/bin/pytest --numprocesses auto --maxprocesses 4

# Without LibreOffice, Java, Chromium and network: conftest.py finds which tests are slow.
quick: setup  ## passe les tests rapides : ni page, ni document, ni autre programme
	@PYTHONDONTWRITEBYTECODE= DOCGEN_TESTS=quick .venv/bin/pytest -m "not slow" --numprocesses auto --maxprocesses 4

check: setup  ## contrôle la forme, les types et les imports du code
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: setup  ## met le code en forme
	@.venv/bin/ruff format
	@.venv/bin/ruff check --fix

bench: setup  ## mesure la durée des documents, puis d’une publication (une demi-heure)
	@.venv/bin/python tools/bench.py
	@.venv/bin/python tools/bench_packs.py
	@.venv/bin/python tools/bench.py --release

prove: setup-tests  ## prouve que ce que font les cadres est ce que ferait le rendu direct
	@.venv/bin/python tools/prove_pairs.py && .venv/bin/python tools/prove.py

lock:  ## recalcule requirements.lock d’après pyproject.toml
	@tools/lock

release: setup-release  ## fabrique et vérifie tous les documents du département, dans $SORTIE
	@.venv/bin/docgen release --etapes --project "$$PROJECT" $${DEPARTEMENT:+--departement "$$DEPARTEMENT"} --output "$$SORTIE"

release-check: setup  ## vérifie ce dossier d’après son manifeste
	@.venv/bin/docgen release --project "$$PROJECT" --check "$$SORTIE"

wheelhouse: setup  ## rassemble dans DIR=… de quoi installer docgen sans réseau (PYTHON="3.12 3.13")
	@.venv/bin/python tools/wheelhouse.py "$$DIR" $$PYTHON

clean:  ## efface .venv et tout ce qui se refabrique
	@rm -rf .venv output dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests tools -name __pycache__ -prune -exec rm -rf {} +

setup:
	@tools/setup

setup-release:
	@tools/setup release

setup-tests:
	@tools/setup tests
