"""Loads, checks and releases what `extract` found: everything between typed records and the analyst's file."""
