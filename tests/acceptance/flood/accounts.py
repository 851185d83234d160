"""Prints what the logs of the functions say: how often the webhook was called, and what it refused.

Usage: python -c … SEGMENT, with the emulator's address and credentials in the environment.
"""

import json
import sys

import boto3

logs = boto3.client("logs")
WEBHOOK = "/command-center/webhook"


def lines(group):
    """Every line of a log group."""
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    return [event["message"] for page in pages for event in page["events"]]


groups = [group["logGroupName"] for page in logs.get_paginator("describe_log_groups").paginate() for group in page["logGroups"]]
webhook = lines(WEBHOOK)
told = {
    "webhook": {
        "calls": sum(line.startswith("START ") for line in webhook),
        "refused": sum("refused a request" in line for line in webhook),
        "unsigned": sum('"event":"webhook.unsigned"' in line for line in webhook),
    },
    "lines with the segment": sum(sys.argv[1] in line for group in groups for line in lines(group)),
}
print(json.dumps(told))
