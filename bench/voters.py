"""A crowd of residents who vote with a code, in a process of its own and over bare sockets, so that it costs little.

Reads {"port", "key", "people", "seconds", "codes"} as JSON and prints what happened as JSON. Each vote is what a phone
without JavaScript sends over one kept connection: the page, the code, the ballot, the look over it, the casting; pages
come compressed. With "seconds" 0 each person votes once, all at the same moment.
"""

import json
import re
import socket
import sys
import threading
import time
import zlib
from typing import Any
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')
COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;]*)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
PATIENCE = 60.0  # seconds


class Phone:
    """One kept connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.host, self.cookies, self.left = f"127.0.0.1:{port}", dict[str, str](), b""
        self.line = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, path: str, status: int, **data: str) -> str:
        """The page at an address, or what a form sent there gives. AssertionError for another status."""
        body = urlencode(data).encode()
        head = f"Host: {self.host}\r\nAccept-Encoding: gzip\r\n"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if data:
            head += f"Origin: http://{self.host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        self.line.sendall(f"{'POST' if data else 'GET'} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        said, page = self._answer()
        assert said == status, (path, said)
        return page

    def _answer(self) -> tuple[int, str]:
        while (end := self.left.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self.left = self.left[: end + 2], self.left[end + 4 :]
        length = LENGTH.search(head)
        wanted = int(length[1]) if length else 0
        while len(self.left) < wanted:
            self._more()
        body, self.left = self.left[:wanted], self.left[wanted:]
        for name, value in COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        if b"content-encoding: gzip" in head.lower():
            body = zlib.decompress(body, 31)
        return int(head[9:12]), body.decode()

    def _more(self) -> None:
        got = self.line.recv(65536)
        if not got:
            raise ConnectionError("the server hung up")
        self.left += got


def vote(port: int, key: str, code: str) -> None:
    """One vote from the first page to "It is cast"."""
    phone, home = Phone(port), f"/assembly/votes/{key}"
    try:
        page = phone.ask(f"{home}/code/", 200)
        phone.ask(f"{home}/code/", 302, **{**hidden(page), "code": code})
        page = phone.ask(f"{home}/vote/", 200)
        page = phone.ask(f"{home}/vote/", 200, **{**hidden(page), "order": "2 3", "step": "check"})
        assert "It is cast" in phone.ask(f"{home}/vote/", 200, **{**hidden(page), "step": "cast"})
    finally:
        phone.line.close()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's own forms."""
    return dict(HIDDEN.findall(page, page.find("<main")))


def crowd(*, port: int, key: str, people: int, seconds: float, codes: list[str]) -> dict[str, Any]:
    """Everybody votes, one code after the other, until the time is over or no code is left."""
    faults, done = list[str](), list[float]()
    start = threading.Barrier(people + 1)
    ends: list[float] = []

    def person() -> None:
        start.wait()
        while codes:
            begun = time.perf_counter()
            try:
                vote(port, key, codes.pop())
            except (OSError, AssertionError) as fault:
                faults.append(repr(fault))
            done.append(time.perf_counter() - begun)
            if time.perf_counter() > ends[0]:
                return

    everybody = [threading.Thread(target=person) for _ in range(people)]
    for one in everybody:
        one.start()
    begun, busy = time.perf_counter(), time.process_time()
    ends.append(begun + seconds)
    start.wait()
    for one in everybody:
        one.join()
    return {
        "votes": len(done) - len(faults),
        "faults": faults[:5],
        "fault_count": len(faults),
        "seconds": time.perf_counter() - begun,
        "slow_ms": sorted(done)[int(len(done) * 0.95)] * 1000,
        "processor_ms": (time.process_time() - busy) * 1000,
    }


if __name__ == "__main__":
    json.dump(crowd(**json.load(sys.stdin)), sys.stdout)
