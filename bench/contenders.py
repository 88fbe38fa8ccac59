"""All programs that builds are measured beside.

Knows: their names. Never: knows more.
"""

from __future__ import annotations

from bench import eleventy, hugo, mkdocs_sites, pelican

ALL = (hugo.PEER, eleventy.PEER, *mkdocs_sites.PEERS, pelican.PEER)
"""Peers, in the order of the tables."""
