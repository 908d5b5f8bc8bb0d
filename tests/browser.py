#!/usr/bin/env python3
"""Opens HTML reports in a real headless Chromium and uses them as a reader would.

    tests/browser.py target/debug/doisoat

The report stands in frames of 400 and 1280 pixels; the script in the page around
them clicks filters, sorts tables, presses keys and writes down what it saw.
"""

import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --window-size=1400,900"
).split()

PROBE = r"""
const seen = {};
function probe(frame) {
  const w = frame.contentWindow, d = frame.contentDocument, out = {};
  const all = (s) => [...d.querySelectorAll(s)];
  const visible = (e) => e.getClientRects().length > 0;
  const toggle = (box) => box.click();
  const parts = all("details.part");
  out.parts = parts.length;
  out.open_at_start = parts.filter((p) => p.open).length;
  parts.forEach((p) => (p.open = true));
  out.overflow = d.documentElement.scrollWidth - d.documentElement.clientWidth;
  out.ran = Boolean(w.hostile || window.hostile);
  out.background = w.getComputedStyle(d.body).backgroundColor;
  out.ink = w.getComputedStyle(d.body).color;

  const cards = all(".card");
  const shown = () => cards.filter(visible).length;
  out.cards = cards.length;
  out.shown = shown();
  const errors = d.querySelector("input[name=severity][value=error]");
  toggle(errors);
  out.without_errors = cards.filter(visible).map((c) => c.dataset.severity);
  out.errors_still_marked = all("a.no.error").filter(visible).length;
  toggle(errors);
  const rule = d.querySelector("input[name=rule]");
  d.querySelector("details.rules").open = true;
  toggle(rule);
  out.rule = rule.value;
  out.without_rule = cards.filter(visible).map((c) => c.dataset.rule);
  d.querySelector("button[name=none]").click();
  out.without_rules = shown();
  d.querySelector("button[name=all]").click();
  out.after_filters = shown();
  out.counter = d.querySelector("output[name=shown]").textContent;
  const only = d.querySelector("input[name=only]");
  const blocks = () => all(".draft p").filter(visible).length;
  const before = blocks();
  toggle(only);
  out.only_hides = before - blocks();
  out.only_keeps = shown();
  toggle(only);
  const right = d.querySelector(".draft .f.ok");
  const colour = () => w.getComputedStyle(right).backgroundColor;
  out.coloured = colour();
  toggle(d.querySelector("input[name=state][value=ok]"));
  out.uncoloured = colour();
  toggle(d.querySelector("input[name=state][value=ok]"));

  const ledger = d.querySelector("table.claims");
  const column = (n) => [...ledger.tBodies[0].rows].map((r) => r.cells[n].textContent.trim());
  const heads = [...ledger.tHead.rows[0].cells];
  out.rows = column(0).length;
  heads[5].firstElementChild.click();
  out.ascending = column(5);
  out.aria = heads[5].getAttribute("aria-sort");
  heads[5].firstElementChild.click();
  out.descending = column(5);
  heads[0].firstElementChild.click();
  out.places = column(0);
  const select = d.querySelector("select[name=verdict]");
  select.value = "wrong";
  select.dispatchEvent(new w.Event("change", { bubbles: true }));
  out.wrong = [...ledger.tBodies[0].rows].filter(visible).map((r) => r.dataset.verdict);
  select.value = "";
  select.dispatchEvent(new w.Event("change", { bubbles: true }));

  const focused = () => cards.indexOf(d.activeElement);
  d.body.focus();
  // The event must come from an element, as a real key does.
  const key = (k) => (d.activeElement || d.body).dispatchEvent(new w.KeyboardEvent("keydown", { key: k, bubbles: true }));
  key("n"); out.first = focused();
  key("n"); out.second = focused();
  key("p"); out.back = focused();
  out.lit = all(".m.lit").length;
  out.dead_links = all("a[href]").filter((a) => !d.getElementById(a.getAttribute("href").slice(1))).length;
  return out;
}
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) seen[frame.width] = probe(frame);
  document.getElementById("seen").textContent = JSON.stringify(seen);
});
"""

HOSTILE = """# <script>hostile=1</script>

Xã có 24/41 trường đạt chuẩn, chiếm 62%</style></script><img src=x onerror="hostile=1">; \u202eđảo\u202c "nháy".

| <svg onload=hostile=1> | Số |
|---|---|
| A | 12 |
"""


def chromium(page, folder, *flags):
    profile = tempfile.mkdtemp(dir=folder)
    command = ["chromium", *FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def look(page, folder, scheme):
    """What the probe saw in the frames, and what the page said on the console."""
    text = html.escape(page.read_text(encoding="utf-8"))
    frames = "".join(f'<iframe width="{w}" height="900" srcdoc="{text}"></iframe>' for w in (400, 1280))
    around = folder / "around.html"
    around.write_text(f'<!DOCTYPE html><meta charset="utf-8"><pre id="seen"></pre>{frames}<script>{PROBE}</script>', encoding="utf-8")
    run = chromium(around, folder, f"--blink-settings=preferredColorScheme={scheme}", "--dump-dom")
    seen = re.search(r'<pre id="seen">(.*?)</pre>', run.stdout, re.S)
    console = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
    assert seen and seen[1], f"the probe did not finish: {console}"
    return json.loads(html.unescape(seen[1])), console


def number(text):
    found = re.match(r"[-+−]?\d[\d.]*(,\d+)?", text)
    return float(found[0].replace(".", "").replace(",", ".").replace("−", "-")) if found else None


def judge(seen, name):
    assert seen["overflow"] <= 0, f"{name}: {seen['overflow']} px too wide"
    assert not seen["ran"], f"{name}: something of the draft ran"
    assert seen["cards"] > 3 and seen["shown"] == seen["after_filters"] == seen["only_keeps"] == seen["cards"], name
    assert seen["without_errors"] and "error" not in seen["without_errors"], name
    assert seen["errors_still_marked"] == 0, name
    assert seen["without_rule"] and seen["rule"] not in seen["without_rule"], name
    assert seen["without_rules"] == 0, name
    assert seen["counter"].startswith(f"{seen['cards']}/{seen['cards']} "), seen["counter"]
    assert seen["only_hides"] > 0, name
    assert seen["coloured"] != seen["uncoloured"], name
    assert seen["rows"] > 10 and len(seen["ascending"]) == seen["rows"], name
    values = [number(t) for t in seen["ascending"] if t]
    assert values == sorted(values) and len(set(values)) > 5, values
    assert [number(t) for t in seen["descending"] if t] == sorted(values, reverse=True), seen["descending"]
    assert all(seen["descending"][: len(values)]), "empty fields stay last"
    assert seen["aria"] == "ascending", name
    places = [tuple(map(int, p.split(":"))) for p in seen["places"]]
    assert places == sorted(places), places
    assert seen["wrong"] and set(seen["wrong"]) == {"wrong"}, name
    assert (seen["first"], seen["second"], seen["back"]) == (0, 1, 0), name
    assert seen["lit"] > 0 and seen["dead_links"] == 0, name


def main(program):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        hostile = folder / "x.md"
        hostile.write_text(HOSTILE, encoding="utf-8")
        runs = {
            "one draft": ["examples/bao-cao-xa.md"],
            "several drafts": ["examples/bao-cao-xa.md", "examples/ngan-sach.md", str(hostile)],
        }
        for what, drafts in runs.items():
            page = folder / "page.html"
            made = subprocess.run([program, "check", "--format", "html", "-o", page, *drafts], cwd=ROOT, check=False)
            assert made.returncode == 1, made
            colours = {}
            for scheme, value in {"light": 1, "dark": 0}.items():
                seen, console = look(page, folder, value)
                assert not console, console
                for width, saw in seen.items():
                    judge(saw, f"{what}, {scheme}, {width} px")
                    assert saw["parts"] == len(drafts) and saw["open_at_start"] == (1 if len(drafts) == 1 else 0), saw
                colours[scheme] = (seen["1280"]["background"], seen["1280"]["ink"])
            assert len(set(colours["light"] + colours["dark"])) == 4, colours
            print(f"browser: {what}: ok {colours}")


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()))
