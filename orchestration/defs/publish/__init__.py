"""Checked marts to readers."""
