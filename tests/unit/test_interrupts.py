"""An interrupt that Python drops is raised again."""

import signal
import subprocess
import sys

# The first interrupt is raised in a finalizer, where Python prints and ignores it.
PROGRAM = """
import signal, sys, time
import orchestration.interrupts
orchestration.interrupts.PATIENCE_SECONDS = 0.1

class Dropping:
    def __del__(self):
        print("ready", flush=True)
        while not seen:
            time.sleep(0.01)

def interrupt(*_):
    seen.append(1)
    raise KeyboardInterrupt

seen = []
signal.signal(signal.SIGTERM, interrupt)
try:
    with orchestration.interrupts.insistent_interrupts():
        Dropping()
        while True:
            time.sleep(0.01)
except KeyboardInterrupt:
    sys.exit(len(seen))
"""


def test_dropped_interrupt_is_raised_again() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 2
