"""Gives the emulator's policies for DynamoDB what AWS gives them: the partition keys and the attributes of a request.

The emulator evaluates conditions, and supplies neither `dynamodb:LeadingKeys` nor, for writes, `dynamodb:Attributes`. With
this a role that may not reach a partition is refused here as on AWS. Of transactions AWS says that each item needs the
permission of its action, and not whether the items of one action are judged together; here each is judged alone and all of an
action together, so that a role works either way.
"""

import json
import re
from collections import defaultdict

LEADING_KEYS = "dynamodb:LeadingKeys"
ATTRIBUTES = "dynamodb:Attributes"
# The partition keys of the table and of its indexes.
PARTITION_KEYS = ("pk", "list_pk", "due_list")
# The workspaces that stand for no customer; roles name them.
SYNTHETIC = ("canary", "canary-b")
EXPRESSIONS = ("ConditionExpression", "UpdateExpression")
# Words of an expression that name no attribute, beside the functions, which an opening parenthesis follows.
KEYWORDS = {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN"}


class ArnInTransaction(str):
    """The ARN of a table together with the condition keys of what a transaction does there."""

    context: dict


def partition_of(item: dict) -> str:
    """The partition key of an item, or of its key, in DynamoDB's form."""
    return next((item[name]["S"] for name in PARTITION_KEYS if name in item), "")


def queried_partition(request: dict) -> str:
    """The partition that a query names, of the table or of an index."""
    names = request.get("ExpressionAttributeNames", {})
    found = re.search(r"(#?\w+)\s*=\s*(:\w+)", request.get("KeyConditionExpression", ""))
    if not found or names.get(found[1], found[1]) not in PARTITION_KEYS:
        return ""
    return request.get("ExpressionAttributeValues", {}).get(found[2], {}).get("S", "")


def keys_of(request: dict) -> set[str]:
    """The partition keys that a request, or a part of a transaction, names."""
    keys = {partition_of(request.get("Key") or request.get("Item") or {}), queried_partition(request)}
    for asked in request.get("RequestItems", {}).values():
        items = asked["Keys"] if isinstance(asked, dict) else map(written_item, asked)
        keys.update(map(partition_of, items))
    return keys - {""}


def written_item(write: dict) -> dict:
    """The item, or the key, of a part of a batch."""
    return write["PutRequest"]["Item"] if "PutRequest" in write else write["DeleteRequest"]["Key"]


def attributes_of(write: dict) -> set[str]:
    """The top-level attributes that a write names: in its item, its key and its expressions."""
    names = write.get("ExpressionAttributeNames", {})
    attributes = {*write.get("Item", {}), *write.get("Key", {})}
    for expression in (write.get(which, "") for which in EXPRESSIONS):
        words = re.findall(r"(?<![\w:#.\]])(#?[A-Za-z_]\w*)(?!\w|\s*\()", expression)
        attributes.update(names.get(word, word) for word in words if word not in KEYWORDS)
    return attributes


def context_of(*writes: dict) -> dict:
    """The condition keys of a request, or of parts of a transaction taken together."""
    found = {
        LEADING_KEYS: sorted({key for write in writes for key in keys_of(write)}),
        ATTRIBUTES: sorted({name for write in writes for name in attributes_of(write)}),
    }
    return {name: values for name, values in found.items() if values}


def in_transaction(checks: list[tuple[str, str]], parts: list[dict]) -> list[tuple[str, str]]:
    """The checks of a transaction with their condition keys: each part alone, and all of an action on a table together."""
    together = defaultdict(list)
    for check, part in zip(checks, parts, strict=True):
        together[check].append(part)
    alone = [(action, arn, [part]) for (action, arn), part in zip(checks, parts, strict=True)]
    asked = []
    for action, arn, of in [*alone, *((*check, of) for check, of in together.items() if len(of) > 1)]:
        arn = ArnInTransaction(arn)
        arn.context = context_of(*of)
        asked.append((action, arn))
    return asked


def supply() -> None:
    """Has the emulator supply the condition keys."""
    from ministack.core import iam_actions, iam_evaluator

    plain_context, plain_checks, decide = (
        iam_actions.dynamodb_service_context,
        iam_actions.dynamodb_transaction_checks,
        iam_evaluator.enforce,
    )

    def context(body: bytes) -> dict:
        return plain_context(body) | context_of(json.loads(body or b"{}"))

    def checks(action: str, body: bytes, *others) -> list[tuple[str, str]]:
        found = plain_checks(action, body, *others)
        items = json.loads(body or b"{}").get("TransactItems", []) if found else []
        return in_transaction(found, [part for item in items for part in item.values()])

    def enforce(*others, resource_arn: str = "*", service_context: dict | None = None):
        context = (service_context or {}) | getattr(resource_arn, "context", {})
        return decide(*others, resource_arn=str(resource_arn), service_context=context)

    iam_actions.dynamodb_service_context = context
    iam_actions.dynamodb_transaction_checks = checks
    iam_evaluator.enforce = enforce


def form_of(key: str) -> str:
    """A partition key without what it names: `W#acme#TALK#maya` is `W#*#TALK#*`. Synthetic workspaces keep their names."""
    parts = key.split("#")
    return "#".join(part if place % 2 == 0 or part in SYNTHETIC else "*" for place, part in enumerate(parts))


def forms(resource_arn: str = "*", service_context: dict | None = None) -> list[str]:
    """The forms of the partition keys that a decision was about, once each."""
    context = (service_context or {}) | getattr(resource_arn, "context", {})
    return sorted({form_of(key) for key in context.get(LEADING_KEYS, [])})
