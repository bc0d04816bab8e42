// The page of those who come: moves by itself, keeps what is typed, sends when it can.
import { listen } from "../live/stream.js";
import { fill, fillPoll, fillHeld, fillLines, fillNow } from "./show.js";
import { keepDraft } from "./draft.js";

const hall = document.getElementById("hall");
const told = hall.dataset;
const line = document.getElementById("line");
const list = document.getElementById("list");
const waiting = new Map(); // what could not be sent yet: address -> form data
let wasLost = false;

const say = (words, link) => {
  line.replaceChildren(words);
  if (!link) return;
  const more = document.createElement("a");
  more.href = location.pathname;
  more.textContent = link;
  line.append(" ", more);
};

export async function send(address, data) {
  const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (answer.ok) return said;
  throw Object.assign(new Error(said.sorry), { sorry: said.sorry });
}

// Sending twice does no harm: a vote says what is wanted, a question carries its mark.
async function sendKept() {
  for (const [address, data] of waiting) {
    try {
      await send(address, data);
      waiting.delete(address);
    } catch (error) {
      if (error.sorry) waiting.delete(address);
    }
  }
}

function questionAt(id) {
  return list.querySelector(`[data-id="${id}"]`);
}

function show(document_) {
  if (document_.state && document_.state !== told.state) say(told.over, told.reload);
  for (const question of document_.questions ?? []) {
    let item = questionAt(question.id);
    if (!item) {
      item = document.getElementById("q-template").content.firstElementChild.cloneNode(true);
      item.classList.add("fresh");
      setTimeout(() => item.classList.remove("fresh"), 4000);
      list.append(item);
      document.querySelector("#questions .none").hidden = true;
    }
    fill(item, question, told);
  }
  if (document_.whole) {
    const there = new Set(document_.questions.map((one) => String(one.id)));
    for (const item of [...list.children]) if (!there.has(item.dataset.id)) item.remove();
  }
  for (const id of document_.gone ?? []) questionAt(id)?.remove();
  for (const [id, n] of Object.entries(document_.votes ?? {})) {
    const count = questionAt(id)?.querySelector(".vote .n");
    if (count) count.textContent = n;
  }
  if ("now" in document_) fillNow(document_.now);
  if ("poll" in document_) fillPoll(document_.poll);
  if ("lines" in document_) fillLines(document_.lines);
  if ("held" in document_) fillHeld(document_.held);
  if (document_.mine) draft.showMine(document_.mine);
  else if (("held" in document_ || document_.questions) && draft.hasMine()) askForMine();
}

let asking = 0;
function askForMine() {
  if (asking) return;
  asking = setTimeout(async () => {
    asking = 0;
    const answer = await fetch(told.now, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) draft.showMine((await answer.json()).mine);
  }, 500 + 2500 * Math.random());
}

list.addEventListener("submit", async (event) => {
  if (!event.target.matches(".vote")) return;
  event.preventDefault();
  const button = event.target.querySelector("button");
  const wanted = button.getAttribute("aria-pressed") !== "true";
  const data = new FormData(event.target);
  data.set("wanted", wanted ? "1" : "0");
  press(button, wanted);
  try {
    const said = await send(event.target.action, data);
    show({ votes: said.votes });
  } catch (error) {
    if (error.sorry) { press(button, !wanted); return say(error.sorry); }
    waiting.set(event.target.action, data);
    say(told.kept);
  }
});
function press(button, wanted) {
  button.setAttribute("aria-pressed", String(wanted));
  button.value = wanted ? "0" : "1";
  button.querySelector(".vote-words").textContent = wanted ? told.wanted : told.want;
}

document.querySelector("#poll form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(event.target);
  try {
    const said = await send(event.target.action, data);
    document.getElementById("poll").dataset.chosen = said.chosen;
    fillPoll(said.poll);
  } catch (error) {
    if (error.sorry) return say(error.sorry);
    waiting.set(event.target.action, data);
    say(told.kept);
  }
});

const captions = document.querySelector(".captions");
captions.scrollTop = captions.scrollHeight;
const draft = keepDraft(document.getElementById("ask-form"), told, send);
let polling = 0;
listen({ ...told }, {
  show,
  state: (now, failed) => {
    clearInterval(polling);
    if (now === "live") {
      if (wasLost) say(told.back);
      wasLost = false;
      sendKept();
      draft.sendKept();
      return;
    }
    wasLost = true;
    say(told.lost);
    // The stream does not come through, but pages may: ask for them now and then.
    if (failed > 2) polling = setInterval(async () => {
      const answer = await fetch(told.now).catch(() => null);
      if (answer?.ok) { show(await answer.json()); sendKept(); draft.sendKept(); }
    }, 10_000);
  },
});
addEventListener("online", () => { sendKept(); draft.sendKept(); });
