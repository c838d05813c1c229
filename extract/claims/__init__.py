"""From an article's text to its claims: moves, deals and offers, each with the quotes that say so."""
