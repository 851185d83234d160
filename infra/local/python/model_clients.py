"""Asks the scripted endpoint of the language models as their official clients do: the proof that it speaks each form as the
service does. Reads addresses, the schema and what is asked as JSON from standard input, writes what each client made of each answer as JSON
to standard output. The order of the calls is that of the script which the test gave to each endpoint."""

import json
import sys

import anthropic
import boto3
import openai
from botocore.config import Config
from botocore.exceptions import ClientError

MODEL = "vendor.model-5"


def through_anthropic(wish):
    client = anthropic.Anthropic(base_url=wish["anthropic"], api_key="key", max_retries=0, timeout=20)

    def ask(effort):
        answer = client.messages.create(
            model=MODEL,
            max_tokens=700,
            system=[{"type": "text", "text": wish["system"], "cache_control": {"type": "ephemeral"}}],
            messages=[{"role": "user", "content": wish["question"]}],
            output_config={"format": {"type": "json_schema", "schema": wish["schema"]}} | effort,
            thinking={"type": "disabled"},
        )
        text = "".join(block.text for block in answer.content if block.type == "text")
        return [answer.stop_reason, text, answer.usage.input_tokens, answer.usage.output_tokens]

    return ask, {"effort": "low"}


def through_responses(wish):
    client = openai.OpenAI(base_url=wish["responses"] + "/v1", api_key="key", max_retries=0, timeout=20)

    def ask(effort):
        answer = client.responses.create(
            model=MODEL,
            instructions=wish["system"],
            input=wish["question"],
            store=False,
            max_output_tokens=700,
            text={"format": {"type": "json_schema", "name": "typed_query", "strict": True, "schema": wish["schema"]}},
            **effort,
        )
        refusals = [
            part.refusal
            for item in answer.output
            if item.type == "message"
            for part in item.content
            if part.type == "refusal"
        ]
        stop = "refusal" if refusals else answer.status
        return [stop, answer.output_text, answer.usage.input_tokens, answer.usage.output_tokens]

    return ask, {"reasoning": {"effort": "none"}}


def through_chat(wish):
    client = openai.OpenAI(base_url=wish["chat"] + "/v1", api_key="key", max_retries=0, timeout=20)

    def ask(effort):
        answer = client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "system", "content": wish["system"]}, {"role": "user", "content": wish["question"]}],
            max_completion_tokens=700,
            store=False,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "typed_query", "strict": True, "schema": wish["schema"]},
            },
            **effort,
        )
        choice = answer.choices[0]
        stop = "refusal" if choice.message.refusal else choice.finish_reason
        return [stop, choice.message.content or "", answer.usage.prompt_tokens, answer.usage.completion_tokens]

    return ask, {"reasoning_effort": "none"}


def through_bedrock(wish):
    client = boto3.client(
        "bedrock-runtime",
        endpoint_url=wish["bedrock"],
        region_name="eu-central-1",
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=20),
    )

    def ask(effort):
        schema = {"name": "typed_query", "schema": json.dumps(wish["schema"])}
        form = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": schema}}}
        answer = client.converse(
            modelId=MODEL,
            system=[{"text": wish["system"]}],
            messages=[{"role": "user", "content": [{"text": wish["question"]}]}],
            inferenceConfig={"maxTokens": 700},
            outputConfig=form | effort,
        )
        text = "".join(block.get("text", "") for block in answer["output"]["message"]["content"])
        usage = answer["usage"]
        return [answer["stopReason"], text, usage["inputTokens"], usage["outputTokens"]]

    return ask, {"effort": "low"}


def outcome(ask, effort):
    """Returns what a call gave: the reason to stop, the text and the tokens, or the status and the error of the client."""
    try:
        return ask(effort)
    except (anthropic.APIStatusError, openai.APIStatusError) as error:
        return [error.status_code, type(error).__name__, error.response.headers.get("retry-after")]
    except ClientError as error:
        response = error.response
        waits = response["ResponseMetadata"]["HTTPHeaders"].get("retry-after")
        return [response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], waits]


def main():
    wish = json.load(sys.stdin)
    clients = {
        "anthropic": through_anthropic,
        "responses": through_responses,
        "chat": through_chat,
        "bedrock": through_bedrock,
    }
    seen = {}
    for name, client in clients.items():
        ask, effort = client(wish)
        sent = [{}, {}, {}, effort, {}, {}, {}, {}]
        seen[name] = [outcome(ask, effort) for effort in sent]
    json.dump(seen, sys.stdout)


main()
