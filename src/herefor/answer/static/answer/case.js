// A case: the draft is kept, colleagues see who types, notes complete names, keys.
import { every, say } from "./poll.js";
import { go, onKeys } from "./keys.js";
import { complete } from "./names.js";

const form = document.getElementById("reply");
const box = form.elements.text;
const told = form.dataset;
let kept = box.value;
let keeping = false;
let sent = false;
let typedAt = 0;

const mark = (more) => {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  return data;
};
const post = async (address, more) => {
  const answer = await fetch(address, { method: "POST", body: mark(more) });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

async function keep() {
  const text = box.value;
  if (sent || keeping || text === kept) return;
  keeping = true;
  const line = document.getElementById("kept");
  try {
    line.textContent = (await post(told.draft, { text, once: form.elements.once.value })).told;
    kept = text;
  } catch {
    line.textContent = told.lost;
  } finally {
    keeping = false;
  }
}

async function look() {
  const typing = Date.now() - typedAt < 10_000 ? { typing: 1 } : {};
  const news = await post(told.presence, { since: told.since, ...typing });
  say(document.getElementById("news"), news.news, told.more);
  say(document.getElementById("others"), news.others);
}

function mode(isNote) {
  form.classList.toggle("as-note", isNote);
  form.querySelector(".to-customer").classList.toggle("quiet", isNote);
  form.querySelector(".to-us").classList.toggle("quiet", !isNote);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  box.scrollIntoView({ block: "center" });
}

box.addEventListener("input", () => {
  const began = Date.now() - typedAt > 10_000;
  typedAt = Date.now();
  if (began) look().catch(() => {});
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(form.classList.contains("as-note") ? ".to-us" : ".to-customer"));
});
form.addEventListener("submit", async (event) => {
  if (event.submitter?.name !== "insert") {
    sent = true;
    return;
  }
  event.preventDefault();
  const number = form.elements.saved.value;
  if (!number) return form.elements.saved.focus();
  const answer = await fetch(told.saved.replace(/0\/$/, `${number}/`));
  if (!answer.ok) return;
  const { text, told: unknown } = await answer.json();
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  document.getElementById("kept").textContent = unknown;
});
addEventListener("pagehide", () => {
  if (!sent && box.value !== kept) {
    navigator.sendBeacon(told.draft, mark({ text: box.value, once: form.elements.once.value }));
  }
  navigator.sendBeacon(told.presence, mark({ gone: 1 }));
});
addEventListener("pageshow", () => { sent = false; });

form.classList.add("scripted");
complete(box, document.getElementById("colleagues"));
setInterval(keep, 2000);
every(10, look);
look().catch(() => {});

if (told.keys) {
  const reach = (selector) => () => {
    const part = document.querySelector(selector);
    if (!part) return false;
    const inside = part.closest("details");
    if (inside) inside.open = true;
    part.focus();
  };
  onKeys({
    r: () => mode(false),
    n: () => mode(true),
    a: reach("a[href$='/handover/']"),
    s: reach("form[action$='/snooze/'] input:not([type=hidden])"),
    u: go(told.inbox),
    "/": go(`${told.inbox}#id_q`),
    "?": go(told.keys),
  });
}
if (location.hash === "#note") mode(true);
if (location.hash === "#answer") mode(false); // no id: the browser would take the focus away again
