"""Tells the program that calls it what it needs of a stage on AWS: region, outputs of the stack, and credentials.

Usage: stage.py STAGE.json | the program

The stage file is that of deploy.py, and so are the credentials: those of the environment, of a profile, of a login. They are
in the answer, so that the caller works as the same person; it goes to a pipe, never to a terminal.
"""

import json
import os
import sys
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from deploy import Refused, outputs_of, say

SECRET = "TwilioSecretArn"


def place_of(arn: str) -> tuple[str, str]:
    """The region and the account that a secret is in."""
    parts = arn.split(":")
    if len(parts) < 7 or parts[2] != "secretsmanager":
        raise Refused(f"{SECRET} of the stage file is no ARN of a secret: infra/stages/example.json has an example")
    return parts[3], parts[4]


def check_place(arn: str, account: str, region: str) -> None:
    """Refuses credentials of another account or region than the one that has the secret of the stage."""
    its_region, its_account = place_of(arn)
    if its_account != account:
        raise Refused(f"the AWS credentials are of account {account}, the stage is in {its_account}: log in there")
    if its_region != region:
        raise Refused(f"the AWS region is {region}, the stage is in {its_region}: set AWS_DEFAULT_REGION={its_region}")


def account_of(session) -> str:
    """The account of the credentials."""
    try:
        return session.client("sts").get_caller_identity()["Account"]
    except NoCredentialsError as error:
        raise Refused("there are no AWS credentials: log in, or set AWS_PROFILE, as for make deploy") from error


def outputs_of_stage(session, stack: str, region: str) -> dict:
    """The outputs of the stack, which must be deployed."""
    try:
        return outputs_of(session.client("cloudformation"), stack)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            raise Refused(f"there is no stack {stack} in {region}: deploy it first, with make deploy") from error
        raise


def describe(request: dict) -> dict:
    """What the caller needs."""
    arn = request.get("parameters", {}).get(SECRET)
    if not arn or "stack" not in request:
        raise Refused(f"the stage file lacks {SECRET if not arn else 'stack'}: infra/stages/example.json has an example")
    session = boto3.session.Session()
    region = session.region_name
    if not region:
        raise Refused(f"no AWS region is set: set AWS_DEFAULT_REGION={place_of(arn)[0]}")
    check_place(arn, account_of(session), region)
    keys = session.get_credentials().get_frozen_credentials()
    return {
        "region": region,
        "endpoint": os.environ.get("AWS_ENDPOINT_URL"),
        "outputs": outputs_of_stage(session, request["stack"], region),
        "parameters": request["parameters"],
        "credentials": {
            "access_key_id": keys.access_key,
            "secret_access_key": keys.secret_key,
            "session_token": keys.token,
        },
    }


def main() -> int:
    """Reads the command line; answers the exit code."""
    if len(sys.argv) != 2 or sys.stdout.isatty():
        say("usage: stage.py STAGE.json, by a program that reads the answer: it has credentials and is not for a terminal")
        return 2
    try:
        print(json.dumps(describe(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
        return 0
    except (Refused, ClientError, BotoCoreError, OSError, ValueError, KeyError) as error:
        say(f"the stage cannot be used: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
