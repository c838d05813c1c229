"""What workers are forked with: nothing is left to load when the clock of the first document runs."""

import subprocess
import sys

SCRIPT = """
import json, sys
import extract.preload
loaded = set(sys.modules)
from extract.document import answer_line
for text in (
    "Quillon hired Jonas Whitfield as chief scientist on June 3, 2025. It also bought Norvane for $40 million.",
    "Quillon a nommé Jonas Whitfield directeur scientifique le 3 juin 2025. Norvane a été racheté pour 40 M€.",
):
    page = f'<html><head><meta name="date" content="2025-06-04"></head><body><p>{text}</p></body></html>'
    answer = json.loads(answer_line(json.dumps({"html": page})))
    assert answer["moves"] or answer["deals"], answer
print(sorted(set(sys.modules) - loaded))
"""


def test_the_first_document_loads_nothing_more():
    answer = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.stderr) == ("[]\n", "")
