"""`python -m extract.newsroom`: serve the bundled newsroom until interrupted."""

import argparse
import sys

from extract.newsroom.content import NewsroomError
from extract.newsroom.server import serve
from extract.newsroom.site import BASE_PORT


def main() -> None:
    """Serve; exits 0 when asked to end, 1 with one line when the newsroom cannot be served."""
    parser = argparse.ArgumentParser(prog="python -m extract.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=BASE_PORT, help="of the first publisher; the others follow")
    parser.add_argument("--parent", type=int, metavar="PID", help="end as soon as this is no longer the parent process")
    options = parser.parse_args()
    try:
        serve(options.port, options.parent)
    except NewsroomError as error:
        sys.exit(f"newsroom: {error}")


if __name__ == "__main__":
    main()
