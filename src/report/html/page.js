// Filters, sorting, keys. Without this script the page still shows everything.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const checked = (name) => new Set(all(`input[name=${name}]:checked`).map((i) => i.value));
  const cards = all(".card");
  const shown = document.querySelector("output[name=shown]");

  // A mark is quiet when every finding that points to it is filtered out.
  function filter() {
    const severities = checked("severity");
    const rules = checked("rule");
    const hidden = new Set();
    for (const card of cards) {
      card.hidden = !(severities.has(card.dataset.severity) && rules.has(card.dataset.rule));
      if (card.hidden) hidden.add(card.id);
    }
    for (const mark of all("[data-f]")) {
      const off = mark.dataset.f.trim().split(" ").every((id) => hidden.has(id));
      if (mark.classList.contains("no")) mark.hidden = off;
      else mark.classList.toggle("off", off);
    }
    for (const row of all(".row")) row.classList.toggle("bare", all(".card", row).every((c) => c.hidden));
    for (const box of all("input[name=state]")) document.body.classList.toggle("hide-" + box.value, !box.checked);
    document.body.classList.toggle("only", document.querySelector("input[name=only]").checked);
    shown.textContent = `${cards.length - hidden.size}/${cards.length} ${shown.dataset.words}`;
  }
  document.querySelector(".tools").addEventListener("change", filter);
  for (const button of all(".menu button")) {
    button.addEventListener("click", () => {
      all("input[name=rule]").forEach((i) => (i.checked = button.name === "all"));
      filter();
    });
  }
  filter();

  // What a colour means, said where the pointer stands: the legend has the words.
  const meaning = new Map(all("input[name=state]").map((i) => [i.value, i.parentElement.textContent.trim()]));
  document.addEventListener("pointerover", (event) => {
    const figure = event.target.closest?.(".draft .f:not([title])");
    if (figure) figure.title = [...figure.classList].map((c) => meaning.get(c)).find(Boolean) ?? "";
  });

  // What belongs together lights up together.
  function light(id) {
    all(".lit").forEach((e) => e.classList.remove("lit"));
    if (!id) return;
    all("[data-f]").forEach((e) => e.dataset.f.trim().split(" ").includes(id) && e.classList.add("lit"));
    document.getElementById(id)?.classList.add("lit");
  }
  document.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    const mark = event.target.closest(".m:not(.off), a.no");
    if (card) return light(card.id);
    if (!mark) return;
    const id = mark.dataset.f.trim().split(" ").find((f) => !document.getElementById(f).hidden);
    light(id);
    if (!mark.href) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  });

  // A place in a draft that is folded must open before it can be reached.
  function open() {
    let target;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    const part = target?.closest("details.part");
    if (part && !part.open) {
      part.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", open);
  open();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details.part:not([open])");
    closed.forEach((d) => (d.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((d) => (d.open = false)));

  let current = -1;
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input:not([type=checkbox])")) return;
    const visible = cards.filter((c) => !c.hidden);
    if (!visible.length) return;
    const at = visible.indexOf(cards[current]);
    const card = visible[at < 0 ? (step > 0 ? 0 : visible.length - 1) : (at + step + visible.length) % visible.length];
    current = cards.indexOf(card);
    card.closest("details.part").open = true;
    light(card.id);
    card.scrollIntoView({ block: "center" });
    card.focus({ preventScroll: true });
  });

  // Tables: figures by value, as Vietnamese writes them; everything else by the alphabet.
  const words = new Intl.Collator("vi", { numeric: true });
  function value(text) {
    const number = text.match(/^[-+−]?\d[\d.]*(,\d+)?/);
    return number ? parseFloat(number[0].replace("−", "-").replaceAll(".", "").replace(",", ".")) : NaN;
  }
  function compare(a, b) {
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
    const place = /^\d+:\d+$/;
    const [x, y] = place.test(a) && place.test(b) ? [NaN, NaN] : [value(a), value(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? words.compare(a, b) : x - y;
  }
  for (const head of all("table.sort th")) {
    head.firstElementChild.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      const body = head.closest("table").tBodies[0];
      all("th", head.parentElement).forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keys = new Map(all("tr", body).map((row) => [row, row.cells[head.cellIndex].textContent.trim()]));
      // An empty field stays last in either direction.
      const order = (a, b) => compare(a, b) * (down && a && b ? -1 : 1);
      body.append(...[...keys.keys()].sort((a, b) => order(keys.get(a), keys.get(b))));
    });
  }
  for (const select of all("select[name=verdict]")) {
    select.addEventListener("change", () => {
      for (const row of all("tbody tr", select.closest("section"))) {
        row.hidden = select.value !== "" && row.dataset.verdict !== select.value;
      }
    });
  }
})();
