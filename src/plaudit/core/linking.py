"""Linking a member to a partner: the member shows a code, and the partner learns a handle."""

from __future__ import annotations

LINK_SECONDS = 300
"""For how long a code can be used, once."""
