// Documents of the hub put into the page: every word as text, never as markup.
const text = (root, selector, words) => { root.querySelector(selector).textContent = words; };

export function fill(item, question, told) {
  item.id = `q${question.id}`;
  item.dataset.id = question.id;
  text(item, ".q-text", question.text);
  text(item, ".q-name", question.name || told.nobody);
  item.querySelector(".q-phone").hidden = !question.phone;
  const form = item.querySelector(".vote");
  form.action = form.getAttribute("action").replace(/questions\/\d+/, `questions/${question.id}`);
  text(form, ".n", question.votes);
  item.querySelector(".answers").replaceChildren(...question.answers.map((one) => answer(one, told)));
}

function answer(one, told) {
  const part = document.createElement("div");
  part.className = "answer-one";
  const by = document.createElement("p");
  by.className = "a-by";
  const leader = document.createElement("b");
  leader.textContent = one.leader;
  by.append(leader, ` ${told.answered}`, one.clock ? ` ${told.mark} ${one.clock}` : "");
  const words = document.createElement("p");
  words.className = "a-text";
  words.dir = "auto";
  words.textContent = one.text || told.said;
  part.append(by, words);
  return part;
}

export function fillNow(now) {
  const part = document.getElementById("now");
  part.hidden = !now;
  for (const item of document.querySelectorAll(".asked-one.current")) item.classList.remove("current");
  if (!now) return;
  text(part, ".now-text", now.text);
  text(part, ".now-by", now.leader);
  document.getElementById(`q${now.id}`)?.classList.add("current");
}

export function fillLines(lines) {
  const part = document.getElementById("said");
  const box = part.querySelector(".captions");
  const below = box.scrollHeight - box.scrollTop - box.clientHeight;
  part.hidden = !lines.length;
  box.replaceChildren(...lines.filter((line) => line.text).map((line) => {
    const words = document.createElement("p");
    words.dir = "auto";
    words.textContent = line.text;
    return words;
  }));
  if (below < 40) box.scrollTop = box.scrollHeight; // who has scrolled up to read stays there
}

export function fillHeld(held) {
  const part = document.getElementById("held");
  part.hidden = !held.length;
  part.querySelector(".held-list").replaceChildren(...held.map((one) => {
    const row = document.createElement("li");
    row.textContent = `${one.n}: ${one.reason}`;
    return row;
  }));
}

export function fillPoll(poll) {
  const part = document.getElementById("poll");
  part.hidden = !poll;
  if (!poll) return;
  const told = part.dataset;
  const box = part.querySelector(".poll-choices");
  const checked = box.querySelector(":checked")?.value;
  if (told.id !== String(poll.id)) {
    told.id = poll.id;
    told.chosen = "";
    part.querySelector("form").action = told.path.replace("/0/", `/${poll.id}/`);
    text(part, ".poll-text", poll.text);
    box.replaceChildren(...poll.choices.map(choice));
  }
  poll.choices.forEach((one, place) => {
    const row = box.children[place];
    const input = row.querySelector("input");
    input.disabled = !poll.open;
    input.checked = input.value === (checked ?? told.chosen);
    text(row, ".choice-n", poll.enough ? `${one.percent} %` : "");
    row.querySelector("rect").setAttribute("width", poll.enough ? `${one.percent}%` : "0");
  });
  const buttons = part.querySelector(".buttons") ?? part.querySelector("form").appendChild(Object.assign(document.createElement("p"), { className: "buttons" }));
  if (!buttons.firstElementChild) buttons.append(document.createElement("button"));
  buttons.hidden = !poll.open;
  buttons.firstElementChild.textContent = told.chosen ? told.change : told.vote;
  const n = poll.n === 1 ? told.nOne : told.nMany.replace("%n", poll.n);
  text(part, ".poll-n", poll.enough ? n : `${n} ${told.few}`);
}

const SVG = "http://www.w3.org/2000/svg";
function choice(one) {
  const row = document.createElement("label");
  row.className = "poll-choice";
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "choice", value: one.id });
  const words = Object.assign(document.createElement("span"), { className: "choice-text", dir: "auto", textContent: one.text });
  const n = Object.assign(document.createElement("span"), { className: "choice-n" });
  const share = document.createElementNS(SVG, "svg");
  share.setAttribute("class", "share");
  share.setAttribute("aria-hidden", "true");
  const bar = document.createElementNS(SVG, "rect");
  bar.setAttribute("height", "100%");
  share.append(bar);
  row.append(input, " ", words, " ", n, share);
  return row;
}
