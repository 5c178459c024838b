#!/usr/bin/env python3
"""One-page reminders, five invoices, every letter different: this service beside what one would take instead.

Every engine makes a few letters in turn, round after round, so that a noisy neighbour disturbs all alike. The others set a plainer
letter: no check, no décompte, no witness. Prints a table in Markdown; a figure belongs to the machine and the hour, a ratio to the run.
`benches/beside/run.sh` installs what it needs and starts this.
"""

import argparse
import html
import http.client
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def rows(index):
    amounts = [1200 + 7 * index + 100 * row for row in range(5)]
    lines = [[f"F-{index:05}-{row}", "15/09/2026", "15/10/2026", f"{amount},00 €"] for row, amount in enumerate(amounts)]
    return lines, sum(amounts)


class Recouvrance:
    """HTTP, one client, one connection; the whole answer read."""

    name = "Recouvrance (HTTP, contrôles, décompte, PDF/A-2a et PDF/UA-1)"

    def __init__(self, program, port):
        self.example = json.loads(subprocess.check_output([program, "example", "fr/relance"]))
        self.process = subprocess.Popen([program, "serve", "--listen", f"127.0.0.1:{port}", "--log", "error"])
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                self.connection.request("GET", "/readyz")
                answer = self.connection.getresponse()
                answer.read()
                if answer.status == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > deadline:
                raise SystemExit("the service does not start")
            time.sleep(0.05)

    def make(self, index):
        case = json.loads(json.dumps(self.example))
        first = case["claim"]["invoices"][0]
        case["claim"]["invoices"] = [
            dict(first, number=f"F-{index:05}-{row}", amount=f"{1200 + 7 * index + 100 * row}.00") for row in range(5)
        ]
        case["claim"]["payments"] = []
        case["debtor"]["name"] = f"Comptoir {index:05} SAS"
        body = json.dumps(case)
        began = time.perf_counter()
        self.connection.request("POST", "/v1/documents/fr/relance", body, {"content-type": "application/json"})
        answer = self.connection.getresponse()
        pdf = answer.read()
        if answer.status != 200:
            raise SystemExit(pdf.decode())
        return time.perf_counter() - began, pdf

    def close(self):
        self.process.terminate()
        self.process.wait()


class PythonTypst:
    name = "python-typst (PDF/UA-1)"

    def __init__(self):
        import typst

        self.typst = typst

    def make(self, index):
        lines, total = rows(index)
        letter = json.dumps({"number": f"R-{index:05}", "debtor": f"Comptoir {index:05} SAS", "total": f"{total},00", "rows": lines})
        began = time.perf_counter()
        pdf = self.typst.compile(str(HERE / "letter.typ"), sys_inputs={"letter": letter}, pdf_standards="ua-1")
        return time.perf_counter() - began, pdf

    def close(self):
        pass


def filled(index):
    lines, total = rows(index)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    page = (HERE / "letter.html").read_text()
    values = {"number": f"R-{index:05}", "debtor": f"Comptoir {index:05} SAS", "total": f"{total},00", "rows": body}
    for key, value in values.items():
        page = page.replace("{{" + key + "}}", value)
    return page


class WeasyPrint:
    name = "WeasyPrint (PDF/UA-1)"

    def __init__(self):
        import weasyprint

        self.weasyprint = weasyprint
        self.fonts = weasyprint.text.fonts.FontConfiguration()

    def make(self, index):
        page = filled(index)
        began = time.perf_counter()
        pdf = self.weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=self.fonts)
        return time.perf_counter() - began, pdf

    def close(self):
        pass


class Chromium:
    """One page, kept and filled again: the fastest way with a browser."""

    name = "Chromium (une page gardée, balisé)"

    def __init__(self, program):
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        self.page = self.browser.new_page()

    def make(self, index):
        page = filled(index)
        began = time.perf_counter()
        self.page.set_content(page)
        pdf = self.page.pdf(format="A4", tagged=True)
        return time.perf_counter() - began, pdf

    def close(self):
        self.browser.close()
        self.playwright.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the compiled service")
    parser.add_argument("--chromium", required=True)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--port", type=int, default=18432)
    options = parser.parse_args()
    engines = [Recouvrance(options.program, options.port), PythonTypst(), WeasyPrint(), Chromium(options.chromium)]
    times = {engine.name: [] for engine in engines}
    sizes = {}
    index = 0
    for number in range(options.rounds + 1):
        for engine in engines:
            for _ in range(10):
                index += 1
                took, pdf = engine.make(index)
                if not pdf.startswith(b"%PDF-"):
                    raise SystemExit(f"{engine.name} made no PDF")
                # The first round warms up.
                if number:
                    times[engine.name].append(took)
                    sizes[engine.name] = len(pdf)
    for engine in engines:
        engine.close()
    ours = statistics.median(times[engines[0].name])
    print("| moteur | médiane | 99 % | lettres/s, une à la fois | Ko | fois le temps du service |")
    print("|---|---|---|---|---|---|")
    for engine in engines:
        taken = sorted(times[engine.name])
        middle = statistics.median(taken)
        print(
            f"| {engine.name} | {middle * 1000:.1f} ms | {taken[len(taken) * 99 // 100] * 1000:.1f} ms | {1 / middle:.0f}"
            f" | {sizes[engine.name] / 1000:.0f} | {middle / ours:.1f} |"
        )


if __name__ == "__main__":
    sys.exit(main())
