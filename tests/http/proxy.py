"""The nginx configuration of docs/nginx/, run in front of the service on loopback: python3 proxy.py BINARY. Only its ports and paths
are changed."""
import base64
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from service import Service, answers, check, read_all

CONFIGURATION = Path(__file__).resolve().parents[2] / "docs/nginx/recouvrance.conf"
NAME = "recouvrement.example"
LET_IN = {"Authorization": "Basic " + base64.b64encode(b"cabinet:secret").decode()}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Proxy:
    """nginx with the configuration, in front of a port of this machine."""

    def __init__(self, upstream):
        self.directory = tempfile.mkdtemp(prefix="recouvrance-nginx-")
        place = Path(self.directory)
        place.chmod(0o755)
        self.port, plain = free_port(), free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
                        "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", place / "key", "-out", place / "pem"],
                       check=True, capture_output=True)
        hashed = subprocess.run(["openssl", "passwd", "-apr1", "secret"], check=True, capture_output=True, text=True).stdout
        (place / "htpasswd").write_text(f"cabinet:{hashed}")
        text = CONFIGURATION.read_text()
        for was, becomes in [
            ("server 127.0.0.1:8080;", f"server 127.0.0.1:{upstream};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("/etc/ssl/recouvrement.example.pem", str(place / "pem")),
            ("/etc/ssl/private/recouvrement.example.key", str(place / "key")),
            ("/etc/nginx/recouvrance.htpasswd", str(place / "htpasswd")),
        ]:
            assert text.count(was) == 1, was
            text = text.replace(was, becomes)
        (place / "site.conf").write_text(text)
        paths = "".join(f"{kind}_temp_path {place}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        (place / "nginx.conf").write_text(
            f"daemon off; pid {place}/pid; error_log {place}/error.log; events {{}} "
            f"http {{ access_log {place}/access.log; {paths} include {place}/site.conf; }}")
        self.context = ssl.create_default_context(cafile=place / "pem")
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", place / "nginx.conf", "-p", place],
                                        stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                self.open().close()
                break
            except OSError:
                time.sleep(0.1)

    def open(self, timeout=30):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout)
        return self.context.wrap_socket(plain, server_hostname=NAME)

    def ask(self, path, headers=(), body=None, method=None):
        """One request on a connection of its own."""
        head = {"Host": NAME, "Connection": "close", **LET_IN, **dict(headers)}
        if body is not None:
            head["Content-Length"] = len(body)
        lines = [f"{method or ('GET' if body is None else 'POST')} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        with self.open(160) as client:
            try:
                client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))
            except OSError:
                pass
            stream = read_all(client)
        head, _, rest = stream.partition(b"\r\n\r\n")
        if b"transfer-encoding: chunked" in head.lower():
            rest = unchunked(rest)
        names = {name.lower(): value for name, value in (line.split(": ", 1) for line in head.decode().split("\r\n")[1:])}
        return int(head.split()[1]), names, rest

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)


def unchunked(stream):
    whole = b""
    while stream:
        size, _, stream = stream.partition(b"\r\n")
        whole, stream = whole + stream[:int(size, 16)], stream[int(size, 16) + 2:]
    return whole


def multipart(case, files):
    part = '--b\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = part.format("case", "").encode() + case + b"\r\n"
    for name, data in files:
        body += part.format("exhibits", f'; filename="{name}"').encode() + data + b"\r\n"
    return body + b"--b--\r\n"


def through_nginx():
    service = Service("--behind-proxy", "--allowed-hosts", NAME, "--log", "info")
    proxy = Proxy(service.port)
    case = service.get("/v1/document-types/fr/relance/example", {"Host": NAME})[2]
    typed = {"Content-Type": "application/json"}
    status, headers, pdf = proxy.ask("/v1/documents/fr/relance", {**typed, "X-Request-Id": "from-client_1"}, case)
    check("nginx: a letter", status == 200 and pdf.startswith(b"%PDF-") and headers["x-request-id"] == "from-client_1", (status, pdf[:200]))
    check("nginx: its number is in the journal", "from-client_1" in service.lines("request", "request_id"))
    status, headers, _ = proxy.ask("/v1/document-types", {"X-Request-Id": "not a token"})
    check("nginx: a number that is none is replaced", status == 200 and len(headers["x-request-id"]) == 32, headers)
    status, headers, body = proxy.ask("/v1/documents/fr/relance", typed, b"{}")
    check("nginx: a refusal of ours passes as it is", status == 400 and json.loads(body)["type"] == "/problems/not-a-case", (status, body[:200]))
    petition = json.loads(service.get("/v1/document-types/fr/injonction-de-payer/example", {"Host": NAME})[2])
    for number, exhibit in enumerate(petition["exhibits"]):
        exhibit["file"] = f"piece-{number}.pdf"
    files = [(exhibit["file"], pdf_of_megabytes(pdf)) for exhibit in petition["exhibits"]]
    sent = multipart(json.dumps(petition).encode(), files)
    status, _, bundle = proxy.ask("/v1/bundles/fr/injonction-de-payer", {"Content-Type": "multipart/form-data; boundary=b"}, sent)
    check(f"nginx: a bundle of {len(sent) >> 20} MB", status == 200 and bundle.startswith(b"%PDF-"), (status, bundle[:300]))
    for name, path, body, expected in [
        ("a case of 2 MB", "/v1/checks/fr/relance", b" " * 2_000_000, 413),
        ("a bundle of 300 MB", "/v1/bundles/fr/relance", None, 413),
    ]:
        headers = typed if body else {"Content-Length": 300_000_000}
        status, headers, said = proxy.ask(path, headers, body, "POST")
        check(f"nginx: {name} is refused in our form", status == expected and refused(status, headers, said), (status, headers, said[:200]))
    status, headers, said = proxy.ask("/v1/document-types", {"Authorization": "Basic " + base64.b64encode(b"cabinet:wrong").decode()})
    check("nginx: who is not known is refused in our form", status == 401 and refused(status, headers, said), (status, headers, said[:200]))
    check("nginx: readyz is for this machine", proxy.ask("/readyz", {"Authorization": ""})[0] == 200)
    status, headers, said = proxy.ask("/v1/document-types", {"Host": "autre.example"})
    check("nginx: another name is refused by the service", status == 421 and refused(status, headers, said), (status, said[:200]))
    slow_clients(proxy)
    too_often(proxy)
    service.kill()
    time.sleep(1)
    status, headers, said = proxy.ask("/readyz")
    check("nginx: a service that is gone is a 503 in our form", status == 503 and refused(status, headers, said), (status, said[:200]))
    proxy.stop()


def pdf_of_megabytes(pdf):
    """The letter with a megabyte after its end, which every reader ignores: nginx sets such a body aside on disk."""
    return pdf + b"\n%" + b"x" * 1_000_000 + b"\n"


def refused(status, headers, said):
    problem = json.loads(said)
    return headers["content-type"].startswith("application/problem+json") and problem["status"] == status \
        and problem["request_id"] == headers["x-request-id"] and problem["detail"] != ""


def slow_clients(proxy):
    for name, sent, most in [
        ("half a head", b"GET / HTTP/1.1\r\nHost: " + NAME.encode() + b"\r\n", 5),
        ("half a body", f"POST /v1/checks/fr/relance HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: {LET_IN['Authorization']}\r\n"
                        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{".encode(), 10),
    ]:
        began = time.time()
        with proxy.open() as client:
            client.sendall(sent)
            read_all(client)
        took = time.time() - began
        check(f"nginx: {name} is cut in {most} s", took < most + 3, f"{took:.1f} s")


def too_often(proxy):
    found = []

    def one():
        found.append(proxy.ask("/v1/document-types/fr/relance"))
    threads = [threading.Thread(target=one) for _ in range(120)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    statuses = [status for status, _, _ in found]
    bad = [answer for answer in found if answer[0] == 429 and not refused(*answer)]
    check("nginx: who asks too often is told 429", 429 in statuses and 200 in statuses and set(statuses) <= {200, 429} and not bad, statuses[:9])


def headers_that_reach_the_service():
    seen = {}

    class Echo(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.update(self.headers.items())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy = Proxy(server.server_port)
    proxy.ask("/v1/document-types", {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "http", "X-Request-Id": "abc"})
    expected = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": NAME, "Host": NAME, "X-Request-Id": "abc"}
    check("nginx: what a client says of itself is replaced", expected.items() <= seen.items() and "Authorization" not in seen, seen)
    proxy.stop()


if __name__ == "__main__":
    through_nginx()
    headers_that_reach_the_service()
