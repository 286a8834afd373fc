# `make demo` shows a living consortium, `make run` starts your own. Nothing but Python and make is needed.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

.PHONY: demo run backup restore test lint bench cold bankfiles ordeal prepare messages reset help

help:
	@echo "make demo    set up and run the demonstration (PORT=8000 chooses the port)"
	@echo "make run     set up and run your own consortium"
	@echo "make backup  copy everything of your own consortium into one file (TO=file)"
	@echo "make restore bring everything back from such a file (FROM=file)"
	@echo "make test    run every test (ARGS='tests/charter -n0' chooses)"
	@echo "make lint    check style, layers, types, migrations and messages"
	@echo "make messages brings every language's file up to date with the code"
	@echo "make bench   measure the main pages beside a bare reference view"
	@echo "make cold    meet five fresh servers with eight first readers each"
	@echo "make bankfiles reads and posts a thousand bank files that are drawn at random"
	@echo "make ordeal  try 2,000 sequences of verbs, and forge every binding value 20 times"
	@echo "make pictures photograph the main pages of the running demonstration for docs/"
	@echo "make reset   forget the demonstration's data (DATA=own forgets yours)"

demo run test lint bench cold bankfiles ordeal prepare messages:
	@$(PYTHON) config/bootstrap.py $@ $(ARGS)

backup:
	@$(PYTHON) config/bootstrap.py backup $(or $(DATA),own) $(TO)

restore:
	@$(PYTHON) config/bootstrap.py restore $(or $(DATA),own) $(FROM)

pictures: prepare
	@.venv/bin/python -m tests.browser.shot --as $(or $(WHO),secretary) --to docs/pictures --fold --widths 1440 \
		/asrc/ /asrc/motions/ /asrc/bodies/ /asrc/compliance/ /asrc/members/ /asrc/funds/ /asrc/charter/

reset:
	@$(PYTHON) config/reset.py $(or $(DATA),demo)
