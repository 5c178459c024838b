#!/usr/bin/env python3
"""Mixed traffic against the service for a while: letters, drafts, checks, bundles, hostile JSON, hostile files, slow clients, uploads half
sent, readers that do not read, and one of the server's own child processes killed every few seconds.

    python3 tests/soak/soak.py target/release/recouvrance --seconds 1800

It watches from outside: memory of the server and of its children (/proc), every answer (2xx, 4xx or 503, a refusal being problem+json, a PDF
being whole), and that no honest request stays without one. It prints the letters' p99 beside that of a quiet run on the same machine a moment
before. Exit 0: all of it held. Standard library only.
"""
import argparse
import collections
import copy
import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path

BUNDLE_TYPE = "fr/injonction-de-payer"
LETTERS = ["fr/relance", "fr/mise-en-demeure", "lu/rappel"]
DRAFTS = ["fr/injonction-de-payer", "fr/decompte", "lu/mise-en-demeure", "fr/protocole-transactionnel"]
BOUNDARY = "soak"
KILL_EVERY = 3.0
SEEDS = Path(__file__).parents[2] / "fuzz" / "seeds" / "exhibit"


class Run:
    """What one run has seen."""

    def __init__(self, pid, port, seed):
        self.pid, self.port, self.seed = pid, port, seed
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.statuses = collections.Counter()
        self.faults = []
        self.latencies = []
        self.memory = []
        self.killed = 0
        self.closed = collections.Counter()

    def fault(self, words):
        with self.lock:
            self.faults.append(words)
        if len(self.faults) <= 10:
            print("  !", words, flush=True)

    def ask(self, kind, method, path, body=b"", headers=None, connection=None):
        """One honest request: it has an answer, and a whole one."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        try:
            own.request(method, path, body, headers or {})
            answer = own.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            own.close()
            if not self.stop.is_set():
                self.fault(f"{kind} {path}: no answer ({error!r})")
            return None, b""
        finally:
            if connection is None:
                own.close()
        status, shown = answer.status, data[:200]
        form = answer.headers.get("content-type", "")
        with self.lock:
            self.statuses[kind, status] += 1
        if not (200 <= status < 300 or 400 <= status < 500 or status == 503):
            self.fault(f"{kind} {path}: {status} {shown!r}")
        elif status >= 400:
            said = json.loads(data) if form == "application/problem+json" else {}
            if said.get("status") != status or not said.get("detail"):
                self.fault(f"{kind} {path}: {status} without its problem: {form} {shown!r}")
        elif form == "application/pdf" and not (data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")):
            self.fault(f"{kind} {path}: a PDF that is not whole")
        return status, data


def loop(pause):
    """Makes of a step a client that goes on until the end, with a pause of so many seconds between two steps."""

    def make(step):
        def client(run, *args):
            chance = random.Random(f"{run.seed} {step.__name__} {args}")
            while not run.stop.is_set():
                step(run, chance, *args)
                run.stop.wait(chance.uniform(0.5, 1.5) * pause)

        return client

    return make


def letter(examples, chance, kinds):
    """An example that no other letter equals."""
    kind = chance.choice(kinds)
    case = copy.deepcopy(examples[kind])
    case["reference"] = f"S-{chance.randrange(10**9)}"
    for invoice in case["claim"]["invoices"]:
        invoice["label"] = f"Fourniture {chance.randrange(10**6)}"
    return kind, json.dumps(case).encode()


JSON = {"Content-Type": "application/json"}


def letters(run, examples):
    chance = random.Random(f"{run.seed} letters {threading.get_ident()}")
    connection = http.client.HTTPConnection("127.0.0.1", run.port, timeout=180)
    while not run.stop.is_set():
        kind, body = letter(examples, chance, LETTERS)
        begun = time.monotonic()
        status, _ = run.ask("letter", "POST", f"/v1/documents/{kind}", body, JSON, connection)
        if status == 200:
            run.latencies.append(time.monotonic() - begun)
        run.stop.wait(0.05)


@loop(0.2)
def drafts(run, chance, examples):
    kind, body = letter(examples, chance, DRAFTS)
    run.ask("draft", "POST", f"/v1/drafts/{kind}", body, JSON)
    kind, body = letter(examples, chance, LETTERS)
    run.ask("check", "POST", f"/v1/checks/{kind}", body, JSON)


@loop(5)
def long_letters(run, chance, examples):
    """300 invoices over some years: heavy, and honest."""
    case = copy.deepcopy(examples["fr/mise-en-demeure"])
    first = case["claim"]["invoices"][0]
    case["claim"].pop("payments", None)
    case["claim"].pop("credit_notes", None)
    case["claim"]["invoices"] = [
        {**first, "number": f"F-{n}", "issued_on": f"{2022 + n % 4}-0{1 + n % 9}-10", "due_on": f"{2022 + n % 4}-0{1 + n % 9}-28"} for n in range(300)
    ]
    for invoice in case["claim"]["invoices"]:
        invoice.pop("exhibit", None)
        invoice.pop("disputed", None)
    run.ask("long letter", "POST", "/v1/drafts/fr/mise-en-demeure", json.dumps(case).encode(), JSON)


def hostile_bodies():
    yield b'{"a":' * 200_000
    yield b"[" * 1_000_000
    for key in (b"~" * 99, b"/" * 99, rb"\u0001" * 99):
        for depth in (1, 8, 60):
            head, tail = (b'{"' + key + b'":') * depth, b"}" * depth
            yield head + b"[" + b"0.5," * 200_000 + b"1]" + tail
            yield head + b"{" + b'"a":1,' * 150_000 + b'"a":1}' + tail
    yield b'{"claim":{"invoices":[' + b"{}," * 300_000 + b"{}]}}"
    yield b"{" + b",".join(b'"x%d":0.5' % n for n in range(80_000)) + b"}"
    yield b'{"letter_date":"' + b"\\u202e" * 170_000 + b'"}'
    yield b"\xff\xfe" + ("[" + "1," * 200_000 + "1]").encode("utf-16-le")
    yield b"\xff\xff not JSON"


@loop(0.5)
def hostile_json(run, chance, bodies):
    body = chance.choice(bodies)
    headers = dict(JSON)
    if chance.random() < 0.5:
        body = zlib.compress(body, 9, 31)
        headers["Content-Encoding"] = "gzip"
    status, data = run.ask("hostile JSON", "POST", f"/v1/{chance.choice(['checks', 'documents', 'drafts'])}/fr/relance", body, headers)
    if status == 400 and len(data) > 64_000:
        run.fault(f"hostile JSON: an answer of {len(data)} bytes")


def multipart(case, files):
    parts = [b'Content-Disposition: form-data; name="case"\r\nContent-Type: application/json\r\n\r\n' + json.dumps(case).encode()]
    for name, data in files:
        head = f'Content-Disposition: form-data; name="exhibits"; filename="{name}"\r\n\r\n'.encode()
        parts.append(head + data)
    mark = f"--{BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def bundled(examples, files):
    """The body of a bundle whose exhibits are these files."""
    case = copy.deepcopy(examples[BUNDLE_TYPE])
    case["exhibits"] = [{"title": f"Pièce {name}", "dated_on": "2026-06-05", "file": name} for name, _ in files]
    claim = case["claim"]
    for item in [*claim["invoices"], *claim.get("credit_notes", []), *claim.get("payments", []), *case.get("history", [])]:
        if "exhibit" in item:
            item["exhibit"] = 1
    for fact in claim.get("facts", []):
        if "exhibits" in fact:
            fact["exhibits"] = [1]
    return multipart(case, files)


def pdf(objects):
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def honest_pdf(pages, weight=0):
    """Pages of text; `weight` bytes more that do not compress."""
    count = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    text = b"BT /F1 14 Tf 72 700 Td (Bon de livraison) Tj ET\n%" + random.Random(pages).randbytes(weight).hex().encode() + b"\n"
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F1 3 0 R>>>> /Contents 4 0 R>>"
    return pdf(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [" + count + b"] /Count %d>>" % pages,
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            b"<</Length %d>>\nstream\n" % len(text) + text + b"\nendstream",
        ]
        + [page] * pages
    )


def hostile_files():
    """Files that unpack to much, and the seeds of the fuzzer, to be mutated."""
    zeros = zlib.compress(bytes(300_000_000), 9)
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>"
    kids = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>", page]
    yield pdf(kids + [b"<</Filter /FlateDecode /Length %d>>\nstream\n" % len(zeros) + zeros + b"\nendstream"])
    numbers = b"[" + b"1 " * 1_400 + b"]"
    heads = b"".join(b"%d %d " % (10 + n, n * len(numbers)) for n in range(4_000))
    packed = zlib.compress(heads + numbers * 4_000, 9)
    yield pdf(kids + [b"<</Type /ObjStm /N 4000 /First %d /Filter /FlateDecode /Length %d>>\nstream\n" % (len(heads), len(packed)) + packed + b"\nendstream"])
    yield pdf([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 9>>", page, b"[" * 100_000])
    for seed in sorted(SEEDS.iterdir()) if SEEDS.is_dir() else []:
        yield seed.read_bytes()[1:]


def mutated(chance, data):
    data = bytearray(data)
    for _ in range(chance.randrange(12)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)] if chance.random() < 0.2 else data)


@loop(1)
def bundles(run, chance, examples):
    files = [(f"piece-{n}.pdf", honest_pdf(chance.randrange(1, 20), chance.randrange(100_000))) for n in range(chance.randrange(1, 6))]
    headers = {**MULTIPART, "Accept": "application/pdf"}
    status, _ = run.ask("bundle", "POST", f"/v1/bundles/{BUNDLE_TYPE}", bundled(examples, files), headers)
    if status not in (200, 503, None):
        run.fault(f"bundle: {status} for honest files")


@loop(1)
def hostile_uploads(run, chance, examples, files):
    chosen = [(f"piece-{n}.pdf", mutated(chance, chance.choice(files))) for n in range(chance.randrange(1, 5))]
    body = bundled(examples, chosen)
    if chance.random() < 0.2:
        body = mutated(chance, body)
    run.ask("hostile file", "POST", f"/v1/bundles/{BUNDLE_TYPE}", body, MULTIPART)


def opened(run, data=b"", room=None):
    link = socket.socket()
    if room:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    link.settimeout(20)
    link.connect(("127.0.0.1", run.port))
    link.sendall(data)
    return link


def head(path, *lines):
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode()


@loop(2)
def slow_clients(run, chance):
    """Requests that never end: each is closed by the server, some at once and all within a minute."""
    starts = [
        b"POST /v1/checks/fr/relance HTTP/1.1\r\nHo",
        head("/v1/checks/fr/relance", "Content-Type: application/json", "Transfer-Encoding: chunked"),
        head("/v1/checks/fr/relance", "Content-Type: application/json", "Content-Length: 100000") + b"{",
        head("/nope", "Transfer-Encoding: chunked"),
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /he",
        b"",
    ]
    links = []
    for _ in range(20):
        try:
            links.append(opened(run, chance.choice(starts)))
        except OSError:
            run.closed["refused at once"] += 1
    ends = time.monotonic() + 60
    while links and time.monotonic() < ends and not run.stop.is_set():
        for link in list(links):
            try:
                link.settimeout(0.01)
                if not link.recv(65536):
                    raise ConnectionError
                continue
            except TimeoutError:
                continue
            except OSError:
                run.closed["slow, by the server"] += 1
            link.close()
            links.remove(link)
        run.stop.wait(1)
    if not run.stop.is_set() and links:
        run.fault(f"{len(links)} slow clients are still connected after 60 s")
    for link in links:
        link.close()


@loop(1)
def half_uploads(run, chance, examples):
    """Goes away in the middle of an upload."""
    body = bundled(examples, [("a.pdf", honest_pdf(2, 1_000_000))])
    start = head(f"/v1/bundles/{BUNDLE_TYPE}", f"Content-Type: {MULTIPART['Content-Type']}", f"Content-Length: {len(body)}")
    try:
        link = opened(run, start + body[: chance.randrange(len(body))])
        run.stop.wait(chance.random())
        link.close()
        run.closed["half sent"] += 1
    except OSError:
        run.closed["half sent, by the server"] += 1


@loop(2)
def deaf_readers(run, chance, examples):
    """Asks for a large answer and reads nothing of it for a while."""
    body = bundled(examples, [(f"p{n}.pdf", honest_pdf(3, 1_000_000)) for n in range(3)])
    start = head(
        f"/v1/bundles/{BUNDLE_TYPE}", f"Content-Type: {MULTIPART['Content-Type']}", f"Content-Length: {len(body)}", "Accept: application/pdf"
    )
    try:
        link = opened(run, start + body, room=4096)
        run.stop.wait(chance.uniform(2, 15))
        link.close()
        run.closed["deaf"] += 1
    except OSError:
        run.closed["deaf, by the server"] += 1


def children(pid):
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry))
    return found


@loop(KILL_EVERY)
def killer(run, chance):
    of_server = children(run.pid)
    if of_server:
        try:
            os.kill(chance.choice(of_server), signal.SIGKILL)
            run.killed += 1
        except ProcessLookupError:
            pass


def resident(pid):
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
    except OSError:
        pass
    return 0


@loop(0.5)
def watcher(run, _chance):
    run.memory.append((time.monotonic(), resident(run.pid), sum(resident(child) for child in children(run.pid))))


def during(run, seconds, clients):
    threads = [threading.Thread(target=client, args=(run, *args)) for client, *args in clients]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(min(30, max(0, ends - time.monotonic())))
        _, own, others = run.memory[-1] if run.memory else (0, 0, 0)
        print(f"  {max(0, ends - time.monotonic()):5.0f} s left, {sum(run.statuses.values())} answers, {own} + {others} MB", flush=True)
    run.stop.set()
    for thread in threads:
        thread.join(timeout=240)
        if thread.is_alive():
            run.fault("a request had no answer in 240 s")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def start(binary, port, log):
    server = subprocess.Popen([binary, "serve", "--listen", f"127.0.0.1:{port}", "--log", "error"], stdout=log, stderr=log)
    for _ in range(600):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/readyz")
            if link.getresponse().status == 200:
                return server
        except OSError:
            pass
        time.sleep(0.1)
    server.kill()
    sys.exit("the server is not ready after 60 s")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary")
    options.add_argument("--seconds", type=float, default=1800)
    options.add_argument("--seed", type=int, default=None, help="of the traffic; another one each time by default")
    options.add_argument("--memory", type=int, default=700, help="MB of the server alone, at most")
    options.add_argument("--ratio", type=float, default=2.0, help="letters' p99 in the traffic over that of the quiet run, at most; 0: printed only")
    given = options.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(10**6)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        server = start(given.binary, port, log)
        try:
            faults = soak(server, port, seed, given)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                ended = server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                ended = "not at all, 60 s after SIGTERM"
        if ended != 0:
            faults.append(f"the server ended: {ended}")
        log.seek(0)
        errors = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
        for line in errors[:20]:
            print("  log:", line[:300])
    for words in faults[:20]:
        print("FAILED:", words)
    print(f"soak: {'failed' if faults else 'passed'} (seed {seed})")
    return 1 if faults else 0


def soak(server, port, seed, given):
    def fetched(kind):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        link.request("GET", f"/v1/document-types/{kind}/example")
        return json.loads(link.getresponse().read())

    examples = {kind: fetched(kind) for kind in {*LETTERS, *DRAFTS, BUNDLE_TYPE}}
    bodies, files = list(hostile_bodies()), list(hostile_files())
    quiet_seconds = min(30.0, max(5.0, given.seconds / 8))
    honest = [(letters, examples)] * 2
    print(f"quiet: {quiet_seconds:.0f} s", flush=True)
    warm = Run(server.pid, port, seed)
    during(warm, 3, honest)
    quiet = Run(server.pid, port, seed)
    during(quiet, quiet_seconds, [*honest, (watcher,)])
    print(f"traffic: {given.seconds:.0f} s", flush=True)
    run = Run(server.pid, port, seed)
    clients = [
        *honest, (drafts, examples), (long_letters, examples), (bundles, examples), (hostile_json, bodies), (hostile_uploads, examples, files),
        (slow_clients,), (half_uploads, examples), (deaf_readers, examples), (killer,), (watcher,),
    ]
    during(run, given.seconds, clients)
    after = Run(server.pid, port, seed)
    during(after, 5, [*honest, (watcher,)])
    return verdict(quiet, run, after, server, given)


def verdict(quiet, run, after, server, given):
    faults = [*quiet.faults, *run.faults, *after.faults]
    for (kind, status), count in sorted(run.statuses.items()):
        print(f"  {kind:13} {status} {count:7}")
    print("  closed:", dict(run.closed), "children killed:", run.killed)
    own = [megabytes for _, megabytes, _ in run.memory]
    whole = [megabytes + others for _, megabytes, others in run.memory]
    third = max(1, len(own) // 3)
    middle, last = statistics.median(own[third : 2 * third] or own), statistics.median(own[-third:])
    rest = after.memory[-1][1] if after.memory else 0
    print(f"  memory: {quiet.memory[-1][1]} MB before, {middle:.0f} then {last:.0f} MB (medians of the last two thirds), at most {max(own)},")
    print(f"          {max(whole)} with its children; {rest} MB after")
    if max(own) > given.memory:
        faults.append(f"memory: {max(own)} MB, more than {given.memory}")
    if last > 1.3 * middle + 40:
        faults.append(f"memory grows: {middle:.0f} then {last:.0f} MB")
    before, within = (percentile(seen.latencies, 0.99) * 1000 for seen in (quiet, run))
    medians = tuple(percentile(seen.latencies, 0.5) * 1000 for seen in (quiet, run))
    ratio = within / before if before else float("nan")
    print(f"  letters: p50 {medians[0]:.0f} then {medians[1]:.0f} ms, p99 {before:.0f} then {within:.0f} ms: {ratio:.2f} times the quiet one")
    if given.ratio and not ratio <= given.ratio:
        faults.append(f"letters: p99 {ratio:.2f} times the quiet one, more than {given.ratio}")
    if after.statuses["letter", 200] == 0:
        faults.append("no letter after the traffic")
    if server.poll() is not None:
        faults.append(f"the server ended by itself: {server.returncode}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
