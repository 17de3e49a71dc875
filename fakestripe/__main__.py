"""``python -m fakestripe``: a fake in a process of its own, until SIGTERM or SIGINT."""

import argparse
import logging
import os
import signal
import threading

from fakestripe.server import start

log = logging.getLogger("fakestripe")


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="fakestripe %(levelname)s %(message)s")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    parent = os.getppid()
    server = start(
        options.data,
        host=options.host,
        port=options.port,
        public_url=options.public_url or f"http://localhost:{options.port}",
        clock_offset=options.start_clock_offset,
        secret_key=options.secret_key,
        webhook_url=options.webhook_url,
        webhook_secret=options.webhook_secret,
        after_retries=options.after_retries,
    )
    log.info("listening on %s", server.url)
    while not ended.wait(1):
        if options.die_with_parent and os.getppid() != parent:
            break
    server.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fakestripe", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--public-url", default="", help="how browsers reach the hosted pages")
    parser.add_argument("--data", default="var/fakestripe.sqlite3", help="SQLite file")
    parser.add_argument("--webhook-url", default="")
    parser.add_argument("--webhook-secret", default="whsec_fake")
    parser.add_argument("--secret-key", default="sk_test_fake")
    parser.add_argument(
        "--after-retries", choices=["cancel", "unpaid", "past_due"], default="past_due"
    )
    parser.add_argument(
        "--start-clock-offset", type=int, default=0, help="seconds, for a new data file"
    )
    parser.add_argument("--die-with-parent", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
