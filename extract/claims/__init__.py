"""Reads an article into claims: moves, deals and offers, with the quotes that prove them. Entry: `reader`."""
