"""The stand-in mail server as a process: for tests that kill the program in the middle, and for benchmarks.

The first line it prints is its port. It ends when its standard input closes, and then prints what it saw as one JSON object.
Held at a point, it prints `held POINT` and goes on at the line `release`.
"""

import argparse
import json
import sys
import threading
from pathlib import Path

from tests.standins.certificates import Certificate
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import EXTENSIONS, POINTS, Hold, Script


def main() -> None:
    arguments = _arguments()
    certificate = Certificate(arguments.certificate, arguments.key).context() if arguments.certificate else None
    script = Script(
        extensions=tuple(each for each in EXTENSIONS if each.partition(" ")[0] not in arguments.without),
        certificate=certificate,
        security=arguments.security,
        users={arguments.user: arguments.password} if arguments.user else {},
        limit=arguments.limit,
        delay=arguments.delay,
    )
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
    with SmtpServer(script, arguments.port, arguments.folder) as server:
        for point in arguments.cut:
            server.on(point, cut=True, after=arguments.after, times=1)
        holds = [(point, server.hold(point, after=arguments.after)) for point in arguments.hold]
        for point, hold in holds:
            threading.Thread(target=_tell, args=(point, hold), daemon=True).start()
        print(server.port, flush=True)
        for line in sys.stdin:
            if line.strip() == "release":
                for _, hold in holds:
                    hold.release()
        seen = {"connections": server.connections, "logins": server.logins, "accepted": len(server.accepted)}
        print(json.dumps(seen | {"copies": server.copies()}), flush=True)


def _tell(point: str, hold: Hold) -> None:
    hold.reached.wait()
    print(f"held {point}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.smtp", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--security", choices=("none", "starttls", "tls"), default="none")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--without", action="append", default=[], help="an extension it shall not have")
    parser.add_argument("--delay", type=float, default=0, help="seconds before each reply")
    parser.add_argument("--limit", type=int, default=0, help="messages on one line, then 421")
    parser.add_argument("--folder", type=Path, help="where accepted messages go")
    parser.add_argument("--cut", action="append", default=[], choices=POINTS)
    parser.add_argument("--hold", action="append", default=[], choices=POINTS)
    parser.add_argument("--after", type=int, default=0, help="how often cut and hold let the point pass first")
    return parser.parse_args()
