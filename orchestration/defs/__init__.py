"""Definitions by stage: ingest → transform → quality → publish, and what sets them going."""
