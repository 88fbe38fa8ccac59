"""All programs that builds are measured beside.

Knows: their names. Never: knows more.
"""

from __future__ import annotations

from bench import hugo

ALL = (hugo.PEER,)
"""Peers, the fastest first."""
