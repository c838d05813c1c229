"""Great Expectations on raw tables and marts."""
