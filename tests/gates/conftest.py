from __future__ import annotations

from tests.gates.world import world, world_database

__all__ = ["world", "world_database"]
