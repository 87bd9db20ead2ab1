"""Statistics on small aggregates: numpy and scipy only, no input or output."""
