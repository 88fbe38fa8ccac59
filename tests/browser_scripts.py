"""Browser scripts under node: the theme's modules are imported as files, by themselves.

Knows: where the theme's scripts are. Never: a browser.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent.parent / "theme" / "assets"
_RUN = """
import { readFileSync } from "node:fs";
const assets = process.argv[1];
const load = (name) => import(`file://${assets}/${name}`);
const given = JSON.parse(readFileSync(0, "utf8"));
const answer = await (async () => { %s })();
process.stdout.write(JSON.stringify(answer));
"""


def run(code: str, given: Any = None, *options: str) -> Any:
    """Run the body of an async function in which `given` is a value and `load(name)` imports a module of the theme.

    Args:
        code: JavaScript; what it returns comes back through JSON.
        given: a value that JSON can carry.
        options: of node.
    """
    call = ["node", *options, "--input-type=module", "-e", _RUN % code, str(ASSETS)]
    done = subprocess.run(call, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def read(name: str) -> bytes | None:
    """Return an asset of the theme as the joiner asks for it."""
    file = ASSETS / name
    return file.read_bytes() if file.is_file() else None
