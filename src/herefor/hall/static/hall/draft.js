// The question one is writing: kept in this browser until it has arrived.
const FIELDS = ["text", "name", "email"];

export function keepDraft(form, told, send) {
  const key = told.draft;
  const line = document.getElementById("ask-line");
  let isKept = false; // wanted to be sent, and could not be

  const read = () => { try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; } };
  const write = (more = {}) => {
    const kept = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    try { localStorage.setItem(key, JSON.stringify({ ...kept, once: form.elements.once.value, ...more })); } catch { /* private mode */ }
  };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* private mode */ } };

  const kept = read();
  if (kept.text && !form.elements.text.value) {
    for (const name of FIELDS) form.elements[name].value = kept[name] ?? "";
    form.elements.once.value = kept.once ?? form.elements.once.value;
    isKept = Boolean(kept.wanted);
  }
  form.addEventListener("input", () => write());

  async function arrive() {
    try {
      const said = await send(form.action, new FormData(form));
      isKept = false;
      forget();
      form.elements.text.value = "";
      form.elements.once.value = crypto.randomUUID?.() ?? mark();
      line.textContent = "";
      document.getElementById("line").textContent = said.told;
      showMine([...mine(), said.mine]);
    } catch (error) {
      line.textContent = error.sorry ?? told.kept;
      isKept = !error.sorry;
      write({ wanted: isKept });
    }
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); arrive(); });

  const list = document.querySelector(".mine");
  const mine = () => [...list.children].map((item) => ({
    id: item.dataset.id,
    state: item.dataset.state,
    text: item.querySelector(".mine-text").textContent,
    words: item.querySelector(".mine-words").textContent,
  }));
  function showMine(all) {
    document.getElementById("mine").hidden = !all.length;
    const newest = new Map(all.map((one) => [String(one.id), one]));
    list.replaceChildren(...[...newest.values()].map((one) => {
      const item = document.createElement("li");
      Object.assign(item.dataset, { id: one.id, state: one.state });
      const text = Object.assign(document.createElement("span"), { className: "mine-text", dir: "auto", textContent: one.text });
      const words = Object.assign(document.createElement("span"), { className: "soft mine-words", textContent: one.words });
      item.append(text, " ", words);
      return item;
    }));
  }
  return { sendKept: () => { if (isKept) arrive(); }, showMine, hasMine: () => list.children.length > 0 };
}

// Where the page is not served over HTTPS the browser makes no identifiers of its own.
function mark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
