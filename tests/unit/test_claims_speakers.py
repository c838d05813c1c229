"""Who is told to confirm: a name where the sentence leaves no doubt, else the words printed; never where it is said."""

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Document


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "Dana Roth, head of Halden, announced on X a few hours later that she was quitting it.", "Dana Roth"),
        ("en", "Dana Roth is leaving Halden, she said in a post on LinkedIn.", "Dana Roth"),
        ("en", "Dana Roth will return to Halden Bank as chief executive, the company said.", "Halden Bank"),
        ("en", "Halden Bank has bought Quillon Robotics for $3 million, the company said.", "the company"),
        ("fr", "Le groupe Halden a annoncé sur X le départ de sa directrice Anna Roth.", "Halden"),
        ("fr", "Anna Roth quitte le groupe Halden, a déclaré l'entreprise.", "Halden"),
    ],
)
def test_who_confirms(language: str, text: str, speaker: str) -> None:
    claims = read_claims(Document(text=text, language=language))
    [claim] = [*claims.moves, *claims.deals]
    assert claim.status == "confirmed"
    assert claim.quotes[0].attributed_to == speaker
