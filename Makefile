# One essay in; a deck, a handout and a newsletter out. `make help` lists what can be typed.
#
# The targets are the files themselves, build/<slug>/…; what each was made from stands in build/.deps, written by the
# build that read it. `make` calls itself with -k on the outputs, so that one broken essay never hides the others,
# then prints the closing table and all problems. Where nothing changed, no Python runs.

ifeq (,$(findstring grouped-target,$(.FEATURES)))
$(error This needs GNU Make 4.3 or later, and this is $(MAKE_VERSION). On macOS type: brew install make && gmake)
endif

.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-builtin-variables
.DEFAULT_GOAL := all

# What a person may set, on the command line or in the environment. Values travel to Python by environment, never
# through a shell's reading of them, so that blanks, quotes, `$` and `~` arrive as typed.
CONTENT ?= content
override CONTENT := $(patsubst %/,%,$(value CONTENT))
override ESSAY := $(value ESSAY)
override THEME := $(value THEME)
override STRICT := $(value STRICT)
override SHARE := $(filter-out 0,$(value SHARE))
override SOURCE_DATE_EPOCH := $(value SOURCE_DATE_EPOCH)
override FILE := $(value FILE)
override AS := $(value AS)
override TITLE := $(value TITLE)
override LIST := $(value LIST)
override TEST := $(value TEST)
override DRY := $(value DRY)
override LIMIT := $(value LIMIT)
override RATE := $(value RATE)
override YES := $(value YES)
override NEW := $(value NEW)
override RESEND_UNKNOWN := $(value RESEND_UNKNOWN)
override RETRY_FAILED := $(value RETRY_FAILED)
override TO := $(value TO)
override MAILDIR := $(value MAILDIR)
override LISTEN := $(value LISTEN)
override PROXY := $(value PROXY)
override DOMAIN := $(value DOMAIN)
override SELECTOR := $(value SELECTOR)
override KIND := $(value KIND)
export CONTENT ESSAY THEME STRICT FILE AS TITLE LIST TO MAILDIR LISTEN PROXY DOMAIN SELECTOR KIND
export TEST DRY LIMIT RATE YES NEW RESEND_UNKNOWN RETRY_FAILED
# A login shell has a MAIL of its own, the person's mailbox: ours is the one that is typed behind `make`.
ifeq (command line,$(origin MAIL))
export PIPELINE_MAIL := $(value MAIL)
endif
# Fontconfig takes an empty one for a broken one.
ifneq (,$(SOURCE_DATE_EPOCH))
export SOURCE_DATE_EPOCH
else
unexport SOURCE_DATE_EPOCH
endif
unexport PYTHONDONTWRITEBYTECODE

ifneq (1,$(words $(CONTENT)))
$(error CONTENT must be the path of one folder, without blanks)
endif

BUILD := build
VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
KINDS := handout deck newsletter
# Made where they are asked for, and kept up to date from then on.
MORE := deck-share deck-pdf

.PHONY: all deck deck-pdf handout newsletter outline check import new template preview pictures dump schema \
	send report campaign unsubscribe-server bounces doctor dkim-key test lint types accept bench lock setup prune clean help .built .outputs ALWAYS

# ---------------------------------------------------------------------------------------------------- for people

all: .built                 ## every output of every essay (ESSAY=slug narrows any target to one)
deck: .built                ## build/<slug>/deck.pptx and deck.html (SHARE=1: deck-share.pptx too, to give away)
deck-pdf: .built            ## build/<slug>/deck.pdf, one slide a page
handout: .built             ## build/<slug>/handout.pdf
newsletter: .built          ## build/<slug>/newsletter.html, .txt, .eml
outline: $(RUN)             ## each slide: number, layout, title, seconds, essay line
import: $(RUN)              ## FILE=notes.txt: raw text to content/<slug>/essay.md (TITLE="…" where it has none)
template: $(RUN)            ## FILE=brand.pptx: what becomes of your own PowerPoint template (AS=acme: a theme too)
new: $(RUN)                 ## TITLE="…": a skeleton that builds
check: $(RUN)               ## all problems of content, theme and outputs; nothing of yours is touched
preview: $(RUN)             ## live preview in the browser
pictures: $(RUN)            ## contact sheets of every slide, page and mail, to look at
send: $(RUN)                ## LIST=readers.csv: the newsletter to each reader, once (TEST=, DRY=1, LIMIT=, RATE=, YES=1)
report: $(RUN)              ## who got it, who did not and why, as text and CSV
schema: $(RUN)              ## the JSON Schema of the front matter, for editors
bench: $(VENV)/.bench       ## time and memory of each output, next to pandoc and WeasyPrint's own command
campaign: $(RUN)            ## ESSAY=slug TO=listmonk|buttondown|mailchimp: a draft there, or the files to upload
unsubscribe-server: $(RUN)  ## answers those who leave (LISTEN=127.0.0.1:8025 PROXY=address of your web server)
bounces: $(RUN)             ## MAILDIR=folder: what came back, into the suppression file
doctor: $(RUN)              ## SPF, DKIM, DMARC, TLS of the sending domain; the state folder; what to mend
dkim-key: $(RUN)            ## a key that signs mail, and the record to publish (DOMAIN= SELECTOR= KIND=ed25519)
prune: $(RUN)               ## removes the outputs of essays that are gone

outline import new template check preview send report schema bench prune campaign unsubscribe-server bounces doctor dkim-key:
	@$(PY) -m pipeline $@

all deck deck-pdf handout newsletter:  # .built makes all that is asked for; a recipe keeps make from saying that nothing was done
	@:

# The sheets show what was built, so that is built first; a problem in one output leaves the other sheets.
pictures:
	@$(MAKE) --no-print-directory .built; status=$$?; $(PY) -m pipeline pictures && exit $$status

test: $(DEV)                ## the tests (ARGS="-k name" narrows them)
	@$(PY) -m pytest -n 2 $(ARGS)

lint: $(DEV)                ## ruff, the formatter too
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: $(DEV)               ## mypy, strict
	@$(PY) -m mypy

accept: $(DEV)              ## writes the goldens anew; then read the diff
	@ACCEPT=1 $(PY) -m pytest -n 2 -q $(ARGS); git --no-pager diff --stat -- tests

setup: $(RUN) $(DEV)        ## the environments for building and for testing

lock:                       ## exact versions with hashes, from pyproject.toml
	@sh make/lock.sh

clean:                      ## removes what was built, but keeps what you edited by hand
	@sh make/python.sh -m pipeline clean

help:                       ## this
	@awk -f make/help.awk Makefile

# --------------------------------------------------------------------------------------------------- the set-up

$(RUN): lock/run.txt
	@sh make/setup.sh $(VENV) run

$(DEV): lock/dev.txt | $(RUN)
	@sh make/setup.sh $(VENV) dev

$(VENV)/.bench: lock/bench.txt | $(RUN)
	@sh make/setup.sh $(VENV) bench

# --------------------------------------------------------------------------------------------------- the outputs

quoted = '$(subst ','\'',$1)'
# Folders whose name can stand in a link; make/report.sh lists the others.
SLUGS := $(shell sh make/essays.sh slugs $(call quoted,$(CONTENT)))
ESSAYS := $(if $(ESSAY),$(foreach slug,$(SLUGS),$(if $(subst $(ESSAY),,$(slug))$(subst $(slug),,$(ESSAY)),,$(slug))),$(SLUGS))
# What is to be made, as <slug>.<kind>: what was asked for, and of what is more than that what was made before.
ifndef GOALS
ASKED := $(filter $(KINDS) $(MORE),$(MAKECMDGOALS))
ASKED := $(if $(filter all,$(MAKECMDGOALS))$(if $(ASKED),,all),$(KINDS)) $(ASKED)
ASKED += $(if $(and $(SHARE),$(filter deck,$(ASKED))),deck-share)
BEFORE := $(if $(filter deck,$(ASKED)),$(shell sh make/before.sh $(BUILD) $(MORE)))
GOALS := $(foreach slug,$(ESSAYS),$(foreach kind,$(KINDS) $(MORE),$(if $(filter $(kind),$(ASKED)),$(slug).$(kind),$(filter $(slug).$(kind),$(BEFORE)))))
endif

.built: $(RUN)
	@sh make/settings.sh $(BUILD)/.settings || exit 1; exec 9>&1; \
	says=$$(PIPELINE_REPORT=later $(MAKE) -k --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$$(sh make/cores.sh)) \
		GOALS="$(GOALS)" .outputs 2>&1 >&9 9>&-); status=$$?; \
	SAYS=$$says sh make/report.sh $(BUILD) $$status $(sort $(GOALS))

files.deck = $(BUILD)/$1/deck.html $(BUILD)/$1/deck.pptx
files.deck-share = $(BUILD)/$1/deck-share.pptx
files.deck-pdf = $(BUILD)/$1/deck.pdf
files.handout = $(BUILD)/$1/handout.pdf
files.newsletter = $(BUILD)/$1/newsletter.html $(BUILD)/$1/newsletter.txt $(BUILD)/$1/newsletter.eml
goal = $(if $(filter $1,$(UNWANTED)),$(BUILD)/.unwanted/$1,$(call files$(suffix $1),$(basename $1)))
inputs = $(CONTENT)/%/essay.md $(BUILD)/.settings $(BUILD)/.deps/%.$1.d
build = @rm -f $(BUILD)/.rows/$*.$1 2>/dev/null; $(PY) -m pipeline build $1 $(call quoted,$<) --build $(BUILD)

# Characters that a depfile can only name.
equals := =
and := &
open := (
close := )

# A depfile adds what an output was made from; one that lists an output as UNWANTED hands its rules to the marker.
-include $(foreach slug,$(SLUGS),$(foreach kind,$(KINDS) $(MORE),$(wildcard $(BUILD)/.deps/$(slug).$(kind).d)))

.outputs: $(foreach one,$(GOALS),$(call goal,$(one)))
	@:

$(BUILD)/%/deck.html $(BUILD)/%/deck.pptx &: $(call inputs,deck) | $(RUN)
	$(call build,deck)

$(BUILD)/%/deck-share.pptx: $(call inputs,deck-share) | $(RUN)
	$(call build,deck-share)

$(BUILD)/%/deck.pdf: $(call inputs,deck-pdf) | $(RUN)
	$(call build,deck-pdf)

$(BUILD)/%/handout.pdf: $(call inputs,handout) | $(RUN)
	$(call build,handout)

$(BUILD)/%/newsletter.html $(BUILD)/%/newsletter.txt $(BUILD)/%/newsletter.eml &: $(call inputs,newsletter) | $(RUN)
	$(call build,newsletter)

define unwanted
$(BUILD)/.unwanted/%.$1: $(call inputs,$1) | $(RUN)
	$$(call build,$1)
endef
$(foreach kind,$(KINDS) $(MORE),$(eval $(call unwanted,$(kind))))

# A depfile that is gone takes its output's word with it: then the output is built.
$(foreach slug,$(SLUGS),$(foreach kind,$(KINDS) $(MORE),$(BUILD)/.deps/$(slug).$(kind).d)) ALWAYS: ;

# Rewritten only where a setting changed: every output depends on it.
$(BUILD)/.settings: ALWAYS
	@sh make/settings.sh $@

# Builds write whole files or none; an interrupted Make must not delete what a person may have edited.
.PRECIOUS: $(BUILD)/%/deck.html $(BUILD)/%/deck.pptx $(BUILD)/%/deck-share.pptx $(BUILD)/%/deck.pdf $(BUILD)/%/handout.pdf $(BUILD)/%/newsletter.html $(BUILD)/%/newsletter.txt $(BUILD)/%/newsletter.eml
