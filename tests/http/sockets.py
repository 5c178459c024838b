"""Connections that wait, drip, break or hoard: python3 sockets.py BINARY [SECONDS]. Each is closed in its time, each refusal is ours,
and letters go on whatever is held open."""
import asyncio
import json
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

from service import BINARY, Service, answers, check, fail, is_ours, ok, read_all

HOARD_SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 60
HOARD = 5200
# Where it listens, and no line a request.
QUIET = "warn,recouvrance::http::connection::door=info"

GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
JSON = b"POST /v1/checks/fr/relance HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
MULTIPART = b"POST /v1/bundles/fr/injonction-de-payer HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
NOWHERE = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\n"
UNTYPED = b"POST /v1/checks/fr/relance HTTP/1.1\r\nHost: localhost\r\n"
PART = b'--b\r\nContent-Disposition: form-data; name="exhibits"; filename="a.pdf"\r\n\r\n'


def closed_in_time():
    """Header 2 s, keep-alive 4 s, body 3 s, files 5 s: what is sent first, what drips each 0.3 s, and the longest it may last."""
    service = Service("--header-seconds", "2", "--keep-alive-seconds", "4", "--body-seconds", "3", "--upload-seconds", "5",
                      "--write-seconds", "2", "--log", "info")
    head, idle, body, files = 2, 4, 3, 5
    cases = [
        ("silent from the start", b"", b"", head, None),
        ("half a head", b"GET /hea", b"", head, 408),
        ("a head that drips", b"GET / HTTP/1.1\r\n", b"X: a\r\n", head, 408),
        ("idle after an answer", GET, b"", idle, 200),
        ("half a head after an answer", GET + b"GET /hea", b"", head, 408),
        ("a head that drips after an answer", GET + b"GET / HTTP/1.1\r\n", b"X: a\r\n", head, 408),
        ("one byte of a head after an idle while", GET, b"G", idle + head, 408),
        ("a body that does not come", JSON + b"Content-Length: 1000\r\n\r\n", b"", body + head, 408),
        ("a body that drips", JSON + b"Content-Length: 100000\r\n\r\n", b"{", body + head, 408),
        ("a chunked body that does not come", JSON + CHUNKED, b"", body + head, 408),
        ("a chunked body that drips", JSON + CHUNKED, b"1\r\n{\r\n", body + head, 408),
        ("a chunked body nowhere", NOWHERE + CHUNKED, b"", head, 404),
        ("a chunked body nowhere that drips", NOWHERE + CHUNKED, b"1\r\n{\r\n", head, 404),
        ("a chunked body of no type", UNTYPED + CHUNKED, b"1\r\n{\r\n", head, 415),
        ("a body nowhere", NOWHERE + b"Content-Length: 1000\r\n\r\n", b"{", head, 404),
        ("a body too large", JSON + b"Content-Length: 2000000\r\n\r\n", b"{", head, 413),
        ("100-continue and silence", JSON + b"Content-Length: 2000\r\nExpect: 100-continue\r\n\r\n", b"", body + head, 408),
        ("files that do not come", MULTIPART + b"Content-Length: 10000\r\n\r\n" + PART, b"", files + head, 408),
        ("files that drip in chunks", MULTIPART + CHUNKED, b"1\r\n-\r\n", files + head, 408),
        ("a head of TLS", b"\x16\x03\x01\x02\x00\x01", b"", 0, 400),
        ("CONNECT", b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"a", head, 404),
        ("an upgrade", GET[:-2] + b"Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\n", b"a", idle + head, 200),
    ]
    threads = [threading.Thread(target=closed, args=(service, *case)) for case in cases]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    slow = service.open(timeout=30, buffer=4096)
    slow.sendall(b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
    began = time.time()
    while sockets_open(service) and time.time() - began < 20:
        time.sleep(0.1)
    check("a client that reads nothing is closed", time.time() - began < 2 * 2 + 2, "still open after 20 s")
    problems = service.lines("request", "problem")
    check("a refusal before any request has its line in the journal", {"slow-head", "malformed-request"} <= set(problems), problems)
    service.kill()


def sockets_open(service):
    page = service.raw(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").decode()
    return int(page.split("\nrecouvrance_connections_open ")[1].split()[0]) > 1


def closed(service, name, first, drip, most, expected):
    client = service.open(timeout=most + 15)
    began = time.time()
    client.sendall(first)
    if drip:
        def dripping():
            try:
                while True:
                    time.sleep(0.3)
                    client.sendall(drip)
            except OSError:
                pass
        threading.Thread(target=dripping, daemon=True).start()
    said = read_all(client)
    took = time.time() - began
    found, _ = answers(said)
    last = [status for status, _, _ in found if status != 100][-1:]
    why = next((is_ours(*answer) for answer in found if answer[0] >= 400 and is_ours(*answer)), "")
    # One second more: the machine of the tests may be busy.
    held = took > most + 1 or b"<<still open>>" in said
    check(f"closed in time: {name}", not held and last == ([expected] if expected else []) and not why,
          f"{took:.1f} s for {most}, {last} {why} {said[-200:]}")


def refusals_are_ours():
    service = Service()
    host = b"Host: localhost\r\n"
    cases = [
        ("no host", b"GET / HTTP/1.1\r\n\r\n", 400, "malformed-request"),
        ("two hosts", b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", 400, "malformed-request"),
        ("garbage", b"nonsense\r\n\r\n", 400, "malformed-request"),
        ("two lengths", JSON + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\n{", 400, "malformed-request"),
        ("a length and chunks", JSON + b"Content-Length: 1\r\n" + CHUNKED, 400, "malformed-request"),
        ("an unknown coding", JSON + b"Transfer-Encoding: xchunked\r\n\r\n", 400, "malformed-request"),
        ("a chunk that is none", JSON + CHUNKED + b"zz\r\n", 400, "malformed-request"),
        ("a folded header", b"GET / HTTP/1.1\r\n" + host + b"A: b\r\n c\r\n\r\n", 400, "malformed-request"),
        ("a space before a colon", b"GET / HTTP/1.1\r\n" + host + b"A : b\r\n\r\n", 400, "malformed-request"),
        ("NUL", b"GET / HTTP/1.1\r\n" + host + b"A: \x00\r\n\r\n", 400, "malformed-request"),
        ("a large head", b"GET / HTTP/1.1\r\n" + host + b"A: " + b"a" * 140_000, 431, "head-too-large"),
        ("a head of megabytes", b"GET / HTTP/1.1\r\n" + host + b"A: " + b"a" * 5_000_000, 431, "head-too-large"),
        ("a body of megabytes nowhere", NOWHERE + b"Content-Length: 5000000\r\n\r\n" + b"a" * 5_000_000, 404, "unknown-path"),
        ("chunks of megabytes nowhere", NOWHERE + CHUNKED + b"4c4b40\r\n" + b"a" * 5_000_000 + b"\r\n0\r\n\r\n", 404, "unknown-path"),
        ("a case of megabytes", JSON + b"Content-Length: 5000000\r\n\r\n" + b"a" * 5_000_000, 413, "too-large"),
        ("many headers", b"GET / HTTP/1.1\r\n" + host + b"A: b\r\n" * 200 + b"\r\n", 431, "head-too-large"),
        ("OPTIONS *", b"OPTIONS * HTTP/1.1\r\n" + host + b"\r\n", 404, "unknown-path"),
        ("a foreign host", b"GET /healthz HTTP/1.1\r\nHost: attacker.example\r\n\r\n", 421, "wrong-host"),
        ("a foreign page", b"POST /v1/checks/fr/relance HTTP/1.1\r\n" + host + b"Origin: https://attacker.example\r\nContent-Length: 0\r\n\r\n", 403, "foreign-origin"),
        ("a query nobody takes", b"GET /v1/law/parameters?on=garbage HTTP/1.1\r\n" + host + b"\r\n", 400, "bad-query"),
        ("packed files", MULTIPART + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 415, "unsupported-media-type"),
        ("a head cut off", b"GET / HTTP/1.1\r\nHos", 400, "malformed-request"),
    ]
    for name, sent, status, slug in cases:
        sent = sent.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1) if status in (404, 421, 403, 415) or b"?" in sent else sent
        found, rest = answers(service.raw(sent, half=name == "a head cut off"))
        kinds = [(answer[0], json.loads(answer[2] or b"{}").get("type")) for answer in found]
        why = " ".join(is_ours(*answer) for answer in found)
        check(f"ours: {name}", kinds == [(status, f"/problems/{slug}")] and not why.strip() and not rest, f"{kinds} {why} {rest[:80]}")
    status, _, body = service.get("/problems/malformed-request")
    check("a refusal's type has its page", status == 200 and b"400" in body, body)
    cut_multipart(service)
    service.kill()


def cut_multipart(service):
    """A multipart body of its announced length that stops inside its closing boundary is refused at once, not after the time for files."""
    whole = b'--b\r\nContent-Disposition: form-data; name="case"\r\n\r\n{}\r\n--b--\r\n'
    for cut in range(1, 30):
        body = whole[:-cut]
        began = time.time()
        found, _ = answers(service.raw(MULTIPART + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body, timeout=5))
        last = found[-1] if found else (0, {}, b"{}")
        # Without its last line's end the body is whole (RFC 2046 asks for nothing after the boundary): the case itself is refused.
        kind = json.loads(last[2])["type"] if found else "no answer"
        expected = ["/problems/broken-body"] + ["/problems/not-a-case"] * (cut <= 2)
        check(f"multipart cut by {cut}", last[0] == 400 and kind in expected and not is_ours(*last), f"{kind} after {time.time() - began:.1f} s")


def protocol():
    """What a well-behaved client may do goes on working."""
    service = Service()
    case = service.example()
    close = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    found, rest = answers(service.raw(GET * 2000 + close))
    check("2,001 requests in a row on one connection", [answer[0] for answer in found] == [200] * 2001 and not rest, f"{len(found)} {rest[:80]}")
    post = b"POST /v1/checks/fr/relance?places=false HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with_length = post + b"Content-Length: %d\r\n\r\n" % len(case) + case
    half = len(case) // 2
    chunked = post + CHUNKED + b"%x\r\n%s\r\n%x;a=b\r\n%s\r\n0\r\nT: a\r\n\r\n" % (half, case[:half], len(case) - half, case[half:])
    found, rest = answers(service.raw((with_length + chunked + GET) * 20 + close, timeout=60))
    check("bodies with a length and in chunks, pipelined", [answer[0] for answer in found] == [200] * 61 and not rest, f"{[a[0] for a in found]} {rest[:80]}")
    bodies = {answer[2] for answer in found if len(answer[2]) > 1000}
    check("and each has the same answer", len(bodies) == 1, len(bodies))
    with service.open() as client:
        for byte in chunked[:-1].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1):
            client.send(bytes([byte])) if len(chunked) < 20000 else None
        if len(chunked) < 20000:
            client.send(b"\n")
            found, _ = answers(read_all(client))
            check("a body byte by byte", [answer[0] for answer in found] == [200], found[:1])
    head = service.raw(close.replace(b"GET", b"HEAD"))
    check("HEAD has no body", head.startswith(b"HTTP/1.1 200") and head.endswith(b"\r\n\r\n") and b"content-length" in head, head)
    old = service.raw(b"GET /healthz HTTP/1.0\r\n\r\n")
    check("HTTP/1.0 is answered and closed", b" 200 OK" in old and old.endswith(b"}"), old)
    kept = service.raw(b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /healthz HTTP/1.0\r\n\r\n")
    check("HTTP/1.0 may be kept alive", kept.count(b" 200 OK") == 2, kept)
    half_closed = service.raw(GET, half=True)
    check("a client that has said all may listen on", half_closed.count(b" 200 OK") == 1, half_closed)
    expecting = post + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(case)
    with service.open() as client:
        client.sendall(expecting)
        interim = client.recv(100)
        client.sendall(case)
        found, _ = answers(read_all(client))
    check("Expect: 100-continue", interim == b"HTTP/1.1 100 Continue\r\n\r\n" and [answer[0] for answer in found] == [200], (interim, found[:1]))
    big = service.get("/docs/swagger-ui-bundle.js")[2]
    with service.open(timeout=30, buffer=4096) as client:
        client.sendall(b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        slowly = b""
        while part := client.recv(60_000):
            slowly += part
            time.sleep(0.02)
    check("a slow reader has all of its answer", slowly.endswith(big[-1000:]) and answers(slowly)[0][0][2] == big, len(slowly))
    service.kill()


def hoard():
    """Default settings. 5,200 sockets of eight kinds, each opened again when it is closed; a letter every half second."""
    service = Service("--log", QUIET)
    case = service.example()
    service.letter(case)
    before = service.memory()
    kinds = [b"", GET, b"GET /hea", NOWHERE + CHUNKED, JSON + CHUNKED, MULTIPART + CHUNKED, JSON + b"Content-Length: 9\r\n\r\n{",
             b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n"]
    stop = threading.Event()
    counts = {"opened": 0, "held": 0}

    async def keep(number):
        while not stop.is_set():
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=4096)
                counts["opened"] += 1
                counts["held"] += 1
                try:
                    writer.write(kinds[number % len(kinds)])
                    if number % len(kinds) == len(kinds) - 1:
                        while not stop.is_set() and not writer.transport.is_closing():
                            await asyncio.sleep(1)
                            await reader.read(1)
                    else:
                        while await reader.read(4096):
                            pass
                finally:
                    counts["held"] -= 1
                    writer.transport.abort()
            except OSError:
                pass
            await asyncio.sleep(1)

    async def all_of_them():
        tasks = [asyncio.create_task(keep(number)) for number in range(HOARD)]
        while not stop.is_set():
            await asyncio.sleep(0.2)
        [task.cancel() for task in tasks]

    thread = threading.Thread(target=lambda: asyncio.run(all_of_them()))
    thread.start()
    end = time.time() + HOARD_SECONDS
    times, bad = [], []
    while time.time() < end:
        began = time.time()
        try:
            status, _, body = service.letter(case)
            if status != 200 or not body.startswith(b"%PDF-"):
                bad.append((round(HOARD_SECONDS - end + began, 1), status, body[:200]))
        except OSError as error:
            bad.append((round(HOARD_SECONDS - end + began, 1), repr(error)))
        times.append(time.time() - began)
        time.sleep(0.5)
    held, opened, files = counts["held"], counts["opened"], service.files()
    stop.set()
    thread.join()
    grown = service.memory() - before
    times.sort()
    told = f"{len(times)} letters, median {times[len(times) // 2]:.2f} s, slowest {times[-1]:.2f} s; {held} sockets held of {opened} opened; {files} files; {grown} MB more"
    print(told, flush=True)
    check("letters go on while 5,200 sockets are held", len(times) > HOARD_SECONDS / 4 and not bad, f"{told} {bad[:3]}")
    check("no more connections than the setting", files < 2048 + 100, told)
    check("a hoard costs less than 150 MB", grown < 150, told)
    status, _, page = service.get("/metrics")
    check("the metrics count them", status == 200 and b'recouvrance_connections_ended_total{reason="crowd"}' in page, page[-500:])
    service.kill()


def few_files():
    """A system that allows 200 files: the service lowers its own number, says so, and 400 sockets do not stop a letter."""
    service = Service("--log", QUIET, prefix=("prlimit", "--nofile=200:200"))
    clients = [service.open() for _ in range(400)]
    case = service.example()
    check("letters go on where the system allows few files", service.letter(case)[0] == 200)
    [client.close() for client in clients]
    service.kill()


def stops_gracefully():
    service = Service("--drain-seconds", "2")
    case = service.example()
    idle = service.open()
    idle.sendall(GET)
    idle.recv(4096)
    slow = service.open(timeout=20)
    slow.sendall(JSON + b"Content-Length: %d\r\n\r\n" % len(case) + case[:100])
    time.sleep(0.3)
    service.stop()
    time.sleep(0.5)
    status, _, body = service.get("/readyz")
    check("readyz says no while the service drains", status == 503 and b"stopping" in body, (status, body))
    time.sleep(2.5)
    slow.sendall(case[100:])
    found, _ = answers(read_all(slow))
    check("what is begun is finished", [answer[0] for answer in found] == [200], found[:1])
    check("and the connection is then closed", found and found[0][1].get("connection") == "close", found[:1])
    check("an idle connection is closed", read_all(idle) == b"")
    try:
        check("the service ends well", service.process.wait(10) == 0, service.process.returncode)
    except subprocess.TimeoutExpired:
        fail("the service ends well", "still running")


def open_address():
    for listen in ["0.0.0.0:0", "[::]:0"]:
        refused = subprocess.run([BINARY, "serve", "--listen", listen], capture_output=True, text=True, timeout=60)
        check(f"{listen} is refused without a proxy", refused.returncode == 2 and "--behind-proxy" in refused.stderr, refused.stderr)
    service = Service("--behind-proxy", listen="0.0.0.0:0")
    found, _ = answers(service.raw(b"GET /healthz HTTP/1.1\r\nHost: interne.example\r\nConnection: close\r\n\r\n"))
    check("behind a proxy any name is answered by default", found[0][0] == 200, found)
    service.kill()
    service = Service("--behind-proxy", "--allowed-hosts", "interne.example")
    found, _ = answers(service.raw(b"GET /healthz HTTP/1.1\r\nHost: autre.example\r\nConnection: close\r\n\r\n"))
    check("behind a proxy the operator's names alone are answered", found[0][0] == 421, found)
    service.kill()


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(hard, HOARD + 500), max(hard, HOARD + 500)))
    for part in [globals()[name] for name in sys.argv[3:]] or [refusals_are_ours, protocol, closed_in_time, open_address, few_files, stops_gracefully, hoard]:
        part()
