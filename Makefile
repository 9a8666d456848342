# make site    build the whole site into site/; with PDF=0 without PDFs
# make webroot    make site/ ready for a web server: compressed copies, headers of static hosts
# make edition    write a dated copy of the whole site for an archive into editions/; DATE=2026-11-23
# make serve   show it at http://127.0.0.1:8000 and rebuild on every saved change
# make check   check data and prose without building
# make test    run all tests
# make recognise LANG FILE    find the glossary's terms in a text, whatever form they stand in
# make terms-report    list concepts without a mention or a link, and words that may be concepts
# make new concept ID, make new checklist ID, make new change ID    write the skeleton of a new data file
# make accessibility    look with axe at everything in every window, an hour; test looks at some
# make publish-ledger    add what is new to the ledger of addresses, when a change has landed
# make translations    list what is behind in a language, and what is to be carried over
# make confirm NAME    record that all languages of NAME say the same: guide/logic, twin-town
# make summary    say in words what a change does, since BASE=main; LINKS=a report of links, as JSON
# make pull-request    check, build and summary, as a forge does it for a pull request; BASE=main
# make links    ask every address of other sites whether it answers; REPORT="links.md links.json"
# make pictures    take the pictures of the site that the README shows
# make marks    draw the icons from favicon.svg
# make sentences    list the longest sentences of the site, for editors
# make bench-recognition    measure how quickly terms are recognised
# make bench-serve    measure how many requests a second nginx answers as deploy/ configures it
# make bench-search    measure the search beside Material's own and Pagefind
# make bench-weight    measure what pages cost beside stock Material, and Lighthouse's scores
# make bench-build    measure builds and previews beside the stock stack; ONLY=previews; TERMS=FILE
# make bench-handouts    measure how quickly PDFs are made
# make lock    choose the newest versions of what requirements*.in name

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip install -qq --disable-pip-version-check

export PYTHONPATH := hooks
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/python
# Many containers forbid Python to keep what it has compiled; each command would take seconds more.
export PYTHONDONTWRITEBYTECODE :=
# The theme prints a notice about other products in every build.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := site
.PHONY: site webroot edition serve check test accessibility new recognise terms-report publish-ledger \
	translations confirm summary pull-request links pictures marks sentences bench-recognition bench-search bench-serve bench-weight bench-handouts bench-build lock clean

new: $(VENV)/site
	@$(RUN)/python -m guide new $(ARGUMENTS)

recognise: $(VENV)/site
	@$(RUN)/python -m guide recognise $(ARGUMENTS)

confirm: $(VENV)/site
	@$(RUN)/python -m guide confirm $(ARGUMENTS)

# 'make confirm guide/logic accessibility': what follows is its arguments, not further things to make.
ifneq (,$(filter new recognise confirm,$(firstword $(MAKECMDGOALS))))
ARGUMENTS := $(wordlist 2,99,$(MAKECMDGOALS))
endif
ifneq (,$(ARGUMENTS))
.PHONY: $(ARGUMENTS)
$(ARGUMENTS): ; @:
else

site: $(VENV)/site
	@$(RUN)/python -m guide site

# The editions that the site keeps: their pages, and a page that lists them.
webroot: export EDITIONS ?= editions
webroot: site
	@PYTHONPATH=hooks:. $(RUN)/python -m deploy

# Without a date, that of the newest page; never today's, so that the same site gives the same bytes.
edition: site
	@$(RUN)/python -m guide edition $(if $(DATE),--date $(DATE))

serve: $(VENV)/site
	@PYTHONPATH=hooks $(RUN)/python -m live

check: $(VENV)/site
	@$(RUN)/python -m guide check

test: $(VENV)/test
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/python -m tests.chromium
	$(RUN)/python -m tests.nginx
	$(RUN)/python -m pytest --numprocesses 2 --dist worksteal

accessibility: $(VENV)/test
	$(RUN)/python -m tests.chromium
	EVERY_WINDOW=1 $(RUN)/python -m pytest --numprocesses 2 -k axe

pictures: $(VENV)/test
	$(RUN)/python -m tests.chromium
	$(RUN)/python -m bench.pictures
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.editing

terms-report: $(VENV)/site
	@$(RUN)/python -m guide terms-report

publish-ledger: $(VENV)/site
	@$(RUN)/python -m guide publish-ledger

translations: $(VENV)/site
	@$(RUN)/python -m guide translations

# Without BASE, what main has; the summary is Markdown, and nothing in it fails a build.
SUMMARY = $(RUN)/python -m guide summary $(if $(BASE),--base '$(BASE)') $(if $(LINKS),--links '$(LINKS)')

summary: $(VENV)/site
	@$(SUMMARY)

pull-request: $(VENV)/site
	@$(RUN)/python -m guide check
	@$(RUN)/python -m guide site
	@$(SUMMARY)

links: $(VENV)/site
	@$(RUN)/python -m guide links --report $(REPORT)

marks: $(VENV)/test
	$(RUN)/python -m tests.chromium
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.marks

sentences: site $(VENV)/test
	@$(RUN)/python -m bench.sentences

bench-recognition: $(VENV)/test
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.recognition

# PAGES="150 900" measures made-up sites of these sizes; 9000 takes long.
bench-search: $(VENV)/test
	$(RUN)/python -m tests.chromium
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.search --pages $(or $(PAGES),150 900 9000)

bench-serve: webroot $(VENV)/test
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.serve

bench-weight: site $(VENV)/test
	$(RUN)/python -m tests.chromium
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.weight

bench-handouts: $(VENV)/site
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.handouts

# PAGES="50 300" or ONLY=previews makes it shorter; TERMS=FILE has lines of tab-separated uri, sv,
# fi, en.
bench-build: $(VENV)/test
	@PYTHONPATH=hooks:. $(RUN)/python -m bench.build --pages $(or $(PAGES),50 300 1000) \
		$(if $(TERMS),--terms $(TERMS)) $(if $(ONLY),--only $(ONLY))

lock: $(VENV)/lock
	$(RUN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --upgrade requirements.in --output-file requirements.txt
	$(RUN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --upgrade requirements-test.in --output-file requirements-test.txt \
		--constraint requirements.txt

clean:
	rm -rf $(VENV) site .cache .mypy_cache .pytest_cache .ruff_cache

endif

# The virtual environment, made by pip alone from what is pinned with hashes. A file in it marks
# that it is complete; a changed list of requirements makes it anew.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Our code is compiled as pip compiles that of others; dictionaries take seconds to read.
PREPARE = $(RUN)/python -m compileall -q hooks && $(RUN)/python -m guide.prepare

$(VENV)/site: requirements.txt | $(VENV)/bin/python
	$(PIP) --require-hashes -r $<
	@$(PREPARE)
	@touch $@

$(VENV)/test: requirements-test.txt | $(VENV)/bin/python
	$(PIP) --require-hashes -r $<
	@$(PREPARE)
	@touch $@ $(VENV)/site

$(VENV)/lock: | $(VENV)/bin/python
	$(PIP) uv
	@touch $@
