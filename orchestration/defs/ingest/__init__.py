"""From publishers to raw tables."""
