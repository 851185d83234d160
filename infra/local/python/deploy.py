"""Deploys infra/template.yaml with CloudFormation: on AWS, or on the emulator that AWS_ENDPOINT_URL names.

Usage: deploy.py REQUEST.json [--dry-run | --check]

The request, all paths relative to the working folder:
  {"stack": "command-center-dev",
   "template": "infra/template.yaml",
   "bucket": "name",                            default: command-center-code-<account>-<region>
   "code": {"DigestCodeKey": "digest.zip", …},  parameter -> archive
   "secrets": {"TokenSecretArn": {"name": "…", "file": "…"}, …},   or these parameters of secrets that exist
   "parameters": {"Stage": "dev", …},
   "probe": true}                               call each function once; only where nobody is waiting

What happens is told on standard error. Standard output is one JSON object, the stack's outputs; with --dry-run nothing is
changed, uploaded or stored, and it is the list of changes that would be made. With --check the request is only compared with
the template, which needs neither code nor AWS.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

import boto3
from botocore.exceptions import ClientError, WaiterError

FAILED_STATUSES = ("FAILED", "ROLLBACK")
# A parameter of earlier versions; whoever still gives it has one secret, which every function would read whole.
FORMER_SECRET = "SecretArn"
# Another one: Twilio's identifiers of the templates, which have become an item of the table.
FORMER_CONTENTS = "ContentSids"
# What infra/stages/example.json has in the place of something of one's own, by which it is known anywhere in a value.
PLACEHOLDERS = ("AC" + 32 * "0", ":111122223333:", "@example.com")
# Only a stack on this machine has it, and may be called what the example is.
LOCAL = "LocalEndpoint"
# What this program fills in itself.
FILLED_IN = "CodeBucket"
# A JSON string is no event of any function, so that each refuses it in its own code and none acts on it.
PROBE = b'"probe"'
# The types of the errors that come from the environment and not from the function, on AWS as on the emulator.
NEVER_RAN = ("Runtime.", "Sandbox.")
# What the emulator answers for a function without code.
NO_CODE = "Mock response"


class Refused(Exception):
    """The deployment cannot go on; the text says what to do."""


class Archive(NamedTuple):
    """The code of one function."""

    parameter: str
    content: bytes
    key: str
    digest: str  # SHA-256 in base64, as Lambda tells it


def say(text: str) -> None:
    """Tells the person what is happening."""
    print(text, file=sys.stderr, flush=True)


def check_parameters(request: dict) -> None:
    """Refuses a request that lacks a parameter or has one that the template does not know, before anything is done."""
    if FORMER_SECRET in request["parameters"]:
        raise Refused(f"{FORMER_SECRET} has become three secrets: docs/runbook.md, section Secrets, says how to split it")
    if FORMER_CONTENTS in request["parameters"]:
        raise Refused(
            f"{FORMER_CONTENTS} has moved into the table: write it there with make templates, then take it out of the stage file"
        )
    needed, known = parameters_of(Path(request["template"]))
    given = {*request["parameters"], *request["code"], *request.get("secrets", {}), FILLED_IN}
    if missing := sorted(needed - given):
        raise Refused(f"the stage file lacks {', '.join(missing)}: infra/stages/example.json has an example of each")
    if unknown := sorted(given - known):
        raise Refused(f"the template has no parameter {', '.join(unknown)}: take it out of the stage file")
    if LOCAL not in request["parameters"]:
        check_values({name: str(value) for name, value in request["parameters"].items()}, needed)


def check_values(parameters: dict[str, str], needed: set[str]) -> None:
    """Refuses a stage file in which something is still as in the example: empty, or in the place of one's own."""
    if empty := sorted(name for name in needed & parameters.keys() if not parameters[name].strip()):
        raise Refused(f"the stage file has no value for {', '.join(empty)}: docs/runbook.md, section Deploy to AWS, says which")
    kept = sorted(name for name, value in parameters.items() if any(mark in value for mark in PLACEHOLDERS))
    if kept:
        raise Refused(f"the stage file still has the example's value for {', '.join(kept)}: put in your own")


def parameters_of(template: Path) -> tuple[set[str], set[str]]:
    """The parameters without which a template is not deployed, and all that it has."""
    section = re.search(r"^Parameters:\n((?:[ #].*\n|\n)*)", template.read_text(encoding="utf-8"), re.MULTILINE)
    blocks = re.findall(r"^  (\w+):\n((?:    .*\n)*)", section[1] if section else "", re.MULTILINE)
    return {name for name, body in blocks if "    Default:" not in body}, {name for name, _ in blocks}


def code_bucket(request: dict) -> str:
    """The bucket's name: the one asked for, or one of this account and region."""
    if request.get("bucket"):
        return request["bucket"]
    session = boto3.session.Session()
    account = session.client("sts").get_caller_identity()["Account"]
    return f"command-center-code-{account}-{session.region_name}"


def ensure_bucket(bucket: str) -> None:
    """Creates the bucket, closed to the public, unless it is there."""
    s3 = boto3.client("s3")
    try:
        s3.head_bucket(Bucket=bucket)
        return
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
    region = s3.meta.region_name
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, **place)
    closed = dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
    )
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=closed)


def keyed(code: dict) -> list[Archive]:
    """The archives with their keys, which hold their hashes: CloudFormation updates a function when its key changes."""
    archives = []
    for parameter, path in sorted(code.items()):
        content = Path(path).read_bytes()
        digest = hashlib.sha256(content)
        key = f"{parameter.removesuffix('CodeKey').lower()}/{digest.hexdigest()}.zip"
        archives.append(Archive(parameter, content, key, base64.b64encode(digest.digest()).decode()))
    return archives


def upload(bucket: str, archives: list[Archive]) -> None:
    """Uploads the archives that the bucket does not have and sees that all of them are there."""
    s3 = boto3.client("s3")
    for archive in archives:
        if exists(s3, bucket, archive.key):
            continue
        say(f"  uploading {archive.key[:28]}… ({len(archive.content) / 1e6:.1f} MB)")
        s3.put_object(Bucket=bucket, Key=archive.key, Body=archive.content)
        if not exists(s3, bucket, archive.key):
            raise Refused(f"{archive.key} was uploaded and is not there: look at the bucket's policy")


def upload_template(bucket: str, template: Path) -> str:
    """Uploads the template under its hash; answers its address. A change set takes no more than 51,200 bytes by itself."""
    content = template.read_bytes()
    key = f"template/{hashlib.sha256(content).hexdigest()}.yaml"
    s3 = boto3.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=content)
    return f"{s3.meta.endpoint_url}/{bucket}/{key}"


def exists(s3, bucket: str, key: str) -> bool:
    """Whether the bucket has the key."""
    try:
        s3.head_object(Bucket=bucket, Key=key)
        return True
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
            return False
        raise


def store_secret(secret: dict) -> str:
    """Writes the secret's value from its file, never from the command line; answers its ARN."""
    client = boto3.client("secretsmanager")
    value = Path(secret["file"]).read_text(encoding="utf-8")
    json.loads(value)
    try:
        return client.create_secret(Name=secret["name"], SecretString=value)["ARN"]
    except client.exceptions.ResourceExistsException:
        if client.get_secret_value(SecretId=secret["name"])["SecretString"] != value:
            client.put_secret_value(SecretId=secret["name"], SecretString=value)
        return client.describe_secret(SecretId=secret["name"])["ARN"]


def find_secret(secret: dict) -> str:
    """The ARN of the secret, or one of its form where it is not there yet."""
    client = boto3.client("secretsmanager")
    try:
        return client.describe_secret(SecretId=secret["name"])["ARN"]
    except client.exceptions.ResourceNotFoundException:
        return f"arn:aws:secretsmanager:{client.meta.region_name}:000000000000:secret:{secret['name']}-unknown"


def open_change_set(cloudformation, request: dict, parameters: dict, kind: str) -> dict | None:
    """Asks for a change set of the stack and waits for it; answers its description, None when nothing changes."""
    answer = cloudformation.create_change_set(
        StackName=request["stack"],
        ChangeSetName=f"deploy-{int(time.time() * 1000)}",
        ChangeSetType=kind,
        TemplateURL=upload_template(parameters["CodeBucket"], Path(request["template"])),
        Parameters=[{"ParameterKey": key, "ParameterValue": str(value)} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    try:
        waiter = cloudformation.get_waiter("change_set_create_complete")
        waiter.wait(ChangeSetName=answer["Id"], WaiterConfig={"Delay": 1, "MaxAttempts": 300})
    except WaiterError:
        pass  # said below with the reason, which the waiter does not know
    change_set = cloudformation.describe_change_set(ChangeSetName=answer["Id"])
    if change_set["Status"] != "FAILED":
        return change_set
    cloudformation.delete_change_set(ChangeSetName=answer["Id"])
    reason = change_set.get("StatusReason", "no reason given")
    if "didn't contain changes" in reason or "No updates" in reason:
        return None
    raise Refused(f"the change set was refused: {reason}")


def stack_exists(cloudformation, name: str) -> bool:
    """Whether there is a stack to update; one that was never executed counts as none."""
    try:
        return cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"] != "REVIEW_IN_PROGRESS"
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            return False
        raise


def execute(cloudformation, change_set: dict, kind: str) -> None:
    """Executes the change set and waits for the stack, saying which resource is at fault."""
    cloudformation.execute_change_set(ChangeSetName=change_set["ChangeSetId"])
    waiter = cloudformation.get_waiter(f"stack_{kind.lower()}_complete")
    try:
        waiter.wait(StackName=change_set["StackId"], WaiterConfig={"Delay": 1, "MaxAttempts": 1800})
    except WaiterError as error:
        events = cloudformation.describe_stack_events(StackName=change_set["StackId"])["StackEvents"]
        causes = [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in events
            if event["ResourceStatus"].endswith("_FAILED")
        ]
        raise Refused("the stack did not come up: " + "; ".join(causes or [str(error)])) from error


def outputs_of(cloudformation, name: str) -> dict:
    """The stack's outputs by name."""
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    if any(word in stack["StackStatus"] for word in FAILED_STATUSES):
        raise Refused(f"the stack is {stack['StackStatus']}: look at its events")
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def ensure_time_to_live(table: str) -> None:
    """Switches on what the emulator drops from the template; on AWS it is on already."""
    client = boto3.client("dynamodb")
    state = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if state == "DISABLED":
        wanted = {"Enabled": True, "AttributeName": "expires_at"}
        client.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)


def check_code(outputs: dict, archives: list[Archive], probe: bool) -> None:
    """Refuses a function that does not run the archive that was uploaded."""
    client = boto3.client("lambda")
    for archive in archives:
        function = outputs[archive.parameter.replace("CodeKey", "FunctionName")]
        if client.get_function_configuration(FunctionName=function)["CodeSha256"] != archive.digest:
            raise Refused(f"{function} does not run the code that was uploaded: deploy again")
        if probe:
            check_answer(client, function)


def check_answer(client, function: str) -> None:
    """Calls the function once with something that it must refuse, to see that its own code answers."""
    body = client.invoke(FunctionName=function, Payload=PROBE)["Payload"].read().decode(errors="replace")
    answer = json.loads(body or "null")
    kind = answer.get("errorType", "") if isinstance(answer, dict) else ""
    if NO_CODE in body or kind.startswith(NEVER_RAN):
        raise Refused(f"{function} does not start: {body[:600]}")


def describe_changes(cloudformation, change_set: dict | None, kind: str) -> list:
    """The changes in words; what was opened for them is deleted again."""
    if not change_set:
        return []
    cloudformation.delete_change_set(ChangeSetName=change_set["ChangeSetId"])
    if kind == "CREATE":
        cloudformation.delete_stack(StackName=change_set["StackId"])
    changes = [change["ResourceChange"] for change in change_set.get("Changes", [])]
    return [f"{change['Action']} {change['ResourceType']} {change['LogicalResourceId']}" for change in changes]


def rehearse(request: dict) -> dict:
    """Answers what `deploy` would change, and changes nothing but that the bucket has the template."""
    ensure_bucket(code_bucket(request))
    cloudformation = boto3.client("cloudformation")
    kind = "UPDATE" if stack_exists(cloudformation, request["stack"]) else "CREATE"
    parameters = {**request["parameters"], "CodeBucket": code_bucket(request)}
    parameters.update((archive.parameter, archive.key) for archive in keyed(request["code"]))
    parameters.update({name: find_secret(secret) for name, secret in request.get("secrets", {}).items()})
    change_set = open_change_set(cloudformation, request, parameters, kind)
    return {"changes": describe_changes(cloudformation, change_set, kind)}


def deploy(request: dict) -> dict:
    """Carries the request out; answers the stack's outputs."""
    bucket, archives = code_bucket(request), keyed(request["code"])
    ensure_bucket(bucket)
    upload(bucket, archives)
    parameters = {**request["parameters"], "CodeBucket": bucket}
    parameters.update((archive.parameter, archive.key) for archive in archives)
    parameters.update({name: store_secret(secret) for name, secret in request.get("secrets", {}).items()})
    cloudformation = boto3.client("cloudformation")
    kind = "UPDATE" if stack_exists(cloudformation, request["stack"]) else "CREATE"
    change_set = open_change_set(cloudformation, request, parameters, kind)
    if change_set:
        say(f"  deploying {request['stack']}: {len(change_set.get('Changes', []))} changes")
        execute(cloudformation, change_set, kind)
    else:
        say(f"  {request['stack']} is up to date")
    outputs = outputs_of(cloudformation, request["stack"])
    ensure_time_to_live(outputs["TableName"])
    check_code(outputs, archives, request.get("probe", False))
    return outputs


def main() -> int:
    """Reads the command line; answers the exit code."""
    arguments = argparse.ArgumentParser(description="Deploys the stack that a request file describes.")
    arguments.add_argument("request", type=Path)
    arguments.add_argument("--dry-run", action="store_true")
    arguments.add_argument("--check", action="store_true")
    given = arguments.parse_args()
    request = json.loads(given.request.read_text(encoding="utf-8"))
    try:
        check_parameters(request)
        if given.check:
            return 0
        answer = rehearse(request) if given.dry_run else deploy(request)
        print(json.dumps(answer, indent=2))
        return 0
    except (Refused, ClientError, OSError) as error:
        say(f"not deployed: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
