"""Ask the service many times at once, on the loopback address; compare every answer."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import uvicorn
from service import Row, app, judged

ROWS = [
    {
        "place": "黄石市",
        "indicator": "长江入河排污口整治完成率",
        "period": "2024年9月",
        "value": value,
    }
    for value in ("90 %",)
]


def main(requests: int, threads: int = 8) -> int:
    """Serve, ask, compare; print the rate and return the number of answers that differ."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    wanted = judged([Row(**row) for row in ROWS], "2024-09-30").summary()
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(lambda _: ask(port), range(requests)))
    took = time.perf_counter() - start
    server.should_exit = True
    thread.join()
    wrong = sum(answer["counts"] != wanted for answer in answers)
    print(
        f"{requests} requests from {threads} threads: {requests / took:.0f} a second, {wrong} wrong"
    )
    return wrong


def ask(port: int) -> dict[str, object]:
    """Post the rows once."""
    address = f"http://127.0.0.1:{port}/verdicts?as_of=2024-09-30"
    body = json.dumps(ROWS).encode()
    asked = Request(address, body, {"Content-Type": "application/json"})
    with urlopen(asked, timeout=600) as answer:
        return json.load(answer)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
