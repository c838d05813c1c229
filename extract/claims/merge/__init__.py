"""One claim per happening: drafts of several sentences that tell of one move, deal or offer become one.

The guide's rules on what is one event are in `moves`, `deals` and `offers`, and which of several values is kept: the
most complete, the body of the text before the headline. What they share is `happenings`. How a sentence is read
belongs in `extract.claims.moves`, `deals` and `offers`.
"""
