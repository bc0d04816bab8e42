// A page of few readers (wall, host): on news it asks for itself and exchanges what changed.
import { listen } from "../live/stream.js";

const root = document.getElementById("fresh");
const line = document.getElementById("line");
let asked = 0;
let asking = false;

// What somebody is typing in, or has opened, stays as it is.
const isBusy = (part) => part.contains(document.activeElement) && part.querySelector(":focus:is(input, textarea, select)");

async function ask() {
  if (asking) { asked += 1; return; }
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const other = fresh.getElementById(part.id);
      if (!other || isBusy(part) || part.innerHTML === other.innerHTML) continue;
      const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
      const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
      if (open.some((id) => [...part.querySelectorAll(`#${id} :is(textarea, input:not([type=hidden]))`)].some((box) => box.value !== box.defaultValue))) continue;
      part.replaceWith(document.importNode(other, true));
      for (const id of [...open, focus]) {
        const same = id && document.getElementById(id);
        if (same?.tagName === "DETAILS") same.open = true;
        else same?.focus();
      }
    }
  } finally {
    asking = false;
    if (asked) { asked = 0; soon(); }
  }
}
let waiting = 0;
function soon() {
  if (waiting) return;
  waiting = setTimeout(() => { waiting = 0; ask().catch(() => {}); }, 400);
}

listen({ ...root.dataset }, {
  show: soon,
  state: (now) => {
    line.textContent = now === "live" ? "" : root.dataset.lost;
    if (now === "live") soon();
  },
});
