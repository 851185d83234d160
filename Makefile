# What a newcomer, a developer and the continuous integration run. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help build run demo import send preview replay templates ask eval-questions questions-to-cases clock verify proof watch invoke test simulate load fuzz check bench deploy
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

LOCAL := target/local
# One selection of crates everywhere, so that nothing is built twice with other features. `--examples`, of which there are
# none, stands for the features that the tests ask of what they share with the programs.
BUILD := cargo build --workspace --bins --examples
STACK := $(or $(CARGO_TARGET_DIR),target)/debug/local-stack
# A script of Python's names the interpreter of the folder that it was installed in, which this one need not be any more:
# it is handed to the interpreter of this one.
# cargo-lambda finds zig through the first python3; cargo-deny and cargo-nextest may have been built for this project.
TOOLS := PATH="$(CURDIR)/$(LOCAL)/venv/bin:$(CURDIR)/$(LOCAL)/tools/bin:$$PATH"
EXPORTED = $(if $(EXPORT),--export "$(EXPORT)") $(if $(PLATFORM),--platform "$(PLATFORM)") $(if $(CURRENCY),--currency "$(CURRENCY)")
DIGEST = $(if $(MEMBER),--member "$(MEMBER)") $(if $(DATE),--date "$(DATE)") $(if $(WORKSPACE),--workspace "$(WORKSPACE)")
LAMBDA := --invoke-address 127.0.0.1 --invoke-port 9090

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: build ## starts the whole stack with the sample or an export, until Ctrl-C: make run [EXPORT=file.csv [PLATFORM=…] [CURRENCY=…]]
	@"$(STACK)" run $(EXPORTED)

demo: build ## plays a day without a person: make demo [EXPORT=file.csv [PLATFORM=…] [CURRENCY=…]]
	@"$(STACK)" demo $(EXPORTED)

import: build ## imports ad exports: make import FILE="a.csv b.csv" [PLATFORM=…] [CURRENCY=…] [TODAY=yyyy-mm-dd] [OUT=facts.json]
	@"$(STACK)" import "$(or $(FILE),$(error FILE=file.csv is needed))" $(if $(PLATFORM),--platform "$(PLATFORM)") $(if $(CURRENCY),--currency "$(CURRENCY)") $(if $(TODAY),--today "$(TODAY)") $(if $(OUT),--out "$(OUT)")

send: build ## sends a file to the running stack by the API and shows its receipt: make send FILE=file.csv [CHANNEL=…] [CURRENCY=…]
	@"$(STACK)" send "$(or $(FILE),$(error FILE=file.csv is needed))" $(if $(CHANNEL),--channel "$(CHANNEL)") $(if $(CURRENCY),--currency "$(CURRENCY)")

preview: build ## shows the digest that a person would get, sends nothing: make preview MEMBER=maya [DATE=yyyy-mm-dd] [WORKSPACE=…]
	@"$(STACK)" preview $(DIGEST)

replay: build ## shows a digest as it was composed and sent: make replay MESSAGE=d-… (or MEMBER=maya DATE=yyyy-mm-dd) [WORKSPACE=…]
	@"$(STACK)" replay $(if $(MESSAGE),--message "$(MESSAGE)") $(DIGEST)

clock: build ## moves the clock of the running stack on, and lets the digests in between come: make clock BY=+1d
	@"$(STACK)" clock $(BY)

templates: build ## brings the WhatsApp templates to Twilio, waits for their approval: make templates [STAGE=dev] [DRY_RUN=1] [WAIT=seconds]
	@"$(STACK)" templates $(if $(STAGE),--stage "$(STAGE)") $(if $(DRY_RUN),--dry-run) $(if $(WAIT),--wait "$(WAIT)")

# The question as it was typed, whatever signs it has.
ask: export QUESTION := $(value Q)
ask: build ## what a question means and what is answered, as JSON: make ask Q='spend yesterday' [NOW=2026-10-06T08:15:00Z] [LANGUAGE=es]
	@$(if $(value Q),,$(error Q='…' is needed))"$(STACK)" ask "$$QUESTION" $(if $(NOW),--now "$(NOW)") $(if $(LANGUAGE),--language "$(LANGUAGE)")

eval-questions: build ## plans a set of questions: make eval-questions GOLD=questions.jsonl CONTEXT=workspace.json OUT=predictions.jsonl [RUNS=3]
	@"$(STACK)" eval-questions --gold "$(or $(GOLD),$(error GOLD=questions.jsonl is needed))" --context "$(or $(CONTEXT),$(error CONTEXT=workspace.json is needed))" --out "$(or $(OUT),$(error OUT=predictions.jsonl is needed))" $(if $(RUNS),--runs "$(RUNS)")

questions-to-cases: build ## the questions whose answers were called not right, as cases: make questions-to-cases OUT=cases.jsonl
	@"$(STACK)" questions-to-cases --out "$(or $(OUT),$(error OUT=cases.jsonl is needed))"

verify: build ## checks that the audit log of the running stack is what was sealed
	@"$(STACK)" verify

proof: build ## learns what messages cost, proves that nobody acted who may not, counts what arrived: make proof [DATE=yyyy-mm-dd]
	@"$(STACK)" proof $(if $(DATE),--date "$(DATE)")

watch: ## serves the functions with cargo-lambda against the running stack, rebuilt at each change
	@infra/scripts/setup compiler python
	@test -f $(LOCAL)/functions.env || { echo "start the stack first, in another terminal: make run" >&2; exit 1; }
	@$(TOOLS) cargo lambda watch $(LAMBDA) --env-file $(LOCAL)/functions.env

invoke: build ## sends a recorded event to make watch: make invoke FUNCTION=webhook EVENT=button-approve
	@(exec 3<>/dev/tcp/127.0.0.1/9090) 2>/dev/null || { echo "start make watch first, in another terminal" >&2; exit 1; }
	@event=$$("$(STACK)" event "events/$(or $(FUNCTION),$(error FUNCTION=… is needed)).$(or $(EVENT),$(error EVENT=… is needed)).json") || { echo "$$event" >&2; exit 1; }; \
	$(TOOLS) cargo lambda invoke "$(FUNCTION)" $(LAMBDA) --data-file "$$event"

test: ## everything that must pass before a change lands
	@infra/scripts/check nextest browser
	@infra/scripts/test

simulate: ## taps late, twice, reordered, with crashes and faults between the writes: make simulate [SEEDS=100000]
	@infra/scripts/setup compiler nextest
	@$(TOOLS) SEEDS=$(or $(SEEDS),100000) cargo nextest run --profile simulate --workspace --no-fail-fast -E 'package(simulation)'

load: build ## digests to crowds while everything goes wrong, and an import of a million rows: make load [MESSAGES=2000] [ROWS=1000000]
	@infra/scripts/setup compiler python nextest
	@$(TOOLS) MESSAGES=$(or $(MESSAGES),2000) ROWS=$(or $(ROWS),1000000) cargo nextest run --profile simulate --workspace --no-capture -E 'package(acceptance) & test(/(load|imports)::/)'

fuzz: ## what reads the input of strangers, each target for minutes: make fuzz [SECONDS=300]
	@infra/scripts/fuzz 1000000000 $(or $(SECONDS),300)

check: ## format, lints, documentation, dependency policy, template
	@infra/scripts/check

bench: ## sizes of the release binaries, speed of a tap and of an import, time and memory of a large digest
	@infra/scripts/bench

deploy: ## builds for arm64 and deploys to AWS: make deploy STAGE=dev [DRY_RUN=1]
	@infra/scripts/deploy "$(or $(STAGE),$(error STAGE=… is needed, as in infra/stages/))" $(if $(DRY_RUN),--dry-run)

build:
	@infra/scripts/setup compiler python
	@test -x "$(STACK)" || echo "building, which takes some minutes the first time" >&2
	@$(BUILD)
