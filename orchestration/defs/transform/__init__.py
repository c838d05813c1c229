"""Raw tables into facts."""
