// The inbox: moving by keys, ticking, and a line that says what is new.
import { every, say } from "./poll.js";
import { go, onKeys } from "./keys.js";

const told = document.querySelector("script[data-news]").dataset;
const rows = [...document.querySelectorAll(".ticked > li")];
const many = document.getElementById("many");

const title = (row) => row.querySelector(".title");
const tick = (row) => row.querySelector("input[name=case]");
const here = () => rows.findIndex((row) => row.contains(document.activeElement));

function move(by) {
  if (!rows.length) return false;
  const at = here();
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  title(rows[next]).focus();
}

function counted() {
  const n = rows.filter((row) => tick(row).checked).length;
  many?.classList.toggle("some", n > 0);
  const line = document.getElementById("ticked");
  if (line) line.dataset.n = n || "";
}

// What is ticked, or else the row one stands on.
function act(name) {
  const at = here();
  if (!many || (at < 0 && !many.classList.contains("some"))) return false;
  if (!many.classList.contains("some")) tick(rows[at]).checked = true;
  many.requestSubmit(many.querySelector(`button[value=${name}]`));
}

const open = (part) => () => {
  const at = here();
  if (at < 0) return false;
  location.href = title(rows[at]).href + part;
};

if (told.keys) {
  onKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => (here() < 0 ? false : move(1)),
    ArrowUp: () => (here() < 0 ? false : move(-1)),
    o: open(""),
    r: open("#answer"),
    n: open("#note"),
    x: () => {
      const at = here();
      if (at < 0) return false;
      tick(rows[at]).checked = !tick(rows[at]).checked;
      counted();
    },
    a: () => act("give"),
    s: () => act("aside"),
    "/": () => document.getElementById("id_q").focus(),
    "?": go(told.keys),
  });
}

many?.addEventListener("change", counted);
many?.classList.add("scripted");
counted();

let mark = "";
async function news() {
  const shown = rows.map((row) => tick(row).value).join(",");
  const query = new URLSearchParams({ view: told.view, since: told.since, shown });
  const headers = mark ? { "If-None-Match": mark } : {};
  const answer = await fetch(`${told.news}?${query}`, { headers, cache: "no-store" });
  if (answer.status !== 200) return;
  mark = answer.headers.get("ETag") ?? "";
  say(document.getElementById("news"), (await answer.json()).line, told.more);
}
if (!told.quiet) every(10, news);
