"""A running service, raw requests to it, and the lines that tests/checks.sh counts."""
import atexit
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BINARY = sys.argv[1]


def ok(name):
    print(f"ok {name}", flush=True)


def fail(name, what):
    print(f"FAIL {name}: {what}", flush=True)


def check(name, holds, what=""):
    ok(name) if holds else fail(name, what)


class Service:
    """One process with settings of its own, stopped when the script ends."""

    def __init__(self, *flags, prefix=(), listen="127.0.0.1:0"):
        self.journal = tempfile.TemporaryFile("w+")
        command = [*prefix, BINARY, "serve", "--listen", listen, *flags]
        self.process = subprocess.Popen(command, stderr=self.journal)
        atexit.register(self.kill)
        ports = self.lines("listening", "address")
        self.port = int(ports[0].rsplit(":", 1)[1])

    def lines(self, message, field, wait=60):
        """The field of every journal line with this message; waits for a first one."""
        end = time.time() + wait
        while time.time() < end:
            self.journal.seek(0)
            text = [json.loads(line) for line in self.journal if line.startswith("{") and line.endswith("\n")]
            found = [line[field] for line in text if line.get("message") == message and field in line]
            if found or self.process.poll() is not None:
                return found
            time.sleep(0.05)
        return []

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)

    def memory(self, field="VmHWM"):
        """In MB, as the system counts it."""
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(rf"{field}:\s+(\d+)", status).group(1)) // 1024

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def open(self, timeout=10, buffer=None):
        client = socket.socket()
        if buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        client.settimeout(timeout)
        client.connect(("127.0.0.1", self.port))
        return client

    def raw(self, data, timeout=10, half=False):
        """All that comes back until the service closes, or None in its place after `timeout` without a byte."""
        with self.open(timeout) as client:
            try:
                client.sendall(data)
                if half:
                    client.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return read_all(client)

    def get(self, path, headers=(), data=None, timeout=20):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, dict(refused.headers), refused.read()

    def example(self, kind="fr/relance"):
        return self.get(f"/v1/document-types/{kind}/example")[2]

    def letter(self, case, timeout=20):
        return self.get("/v1/documents/fr/relance", {"Content-Type": "application/json"}, case, timeout)


def read_all(client):
    parts = []
    try:
        while True:
            part = client.recv(65536)
            if not part:
                return b"".join(parts)
            parts.append(part)
    except socket.timeout:
        return b"".join(parts) + b"<<still open>>"
    except OSError:
        return b"".join(parts) + b"<<reset>>"


def answers(stream):
    """The answers of a stream: (status, headers, body) each."""
    found = []
    while stream.startswith(b"HTTP/1."):
        head, _, rest = stream.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        status = int(lines[0].split()[1])
        length = 0 if status == 100 else int(headers.get("content-length", 0))
        found.append((status, headers, rest[:length]))
        stream = rest[length:]
    return found, stream


def is_ours(status, headers, body):
    """Why an error is not one of ours, or an empty text."""
    if headers.get("content-type") != "application/problem+json":
        return f"content-type {headers.get('content-type')}"
    if headers.get("x-content-type-options") != "nosniff":
        return "no nosniff"
    problem = json.loads(body)
    if problem["status"] != status or problem["request_id"] != headers.get("x-request-id") or not problem["detail"]:
        return f"problem {problem}"
    return ""
