"""What a portal's manifest knows of every file, with the keys of the records that it was made from."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from site_builder.engine.manifest import Manifest
from site_builder.engine.store import Store
from site_builder.engine.tracing import unpack


def manifest_in(state: Path) -> dict[str, tuple[str, str, str, tuple[str, ...]]]:
    """Read group, fingerprint, digest and the keys of what was read of every file, by path."""
    with closing(Store(state / "state.sqlite")) as store:
        manifest = Manifest(store)
        keys = dict(store.connection.execute("SELECT number, key FROM items WHERE kind = 'record'"))
        return {
            row.path: (row.group, row.fingerprint, row.digest, tuple(sorted(keys[n] for n in unpack(row.trace or b""))))
            for row in manifest.rows_of(manifest.groups())
        }
