// What a leader types is kept every few seconds, so that nothing is lost.
const form = document.getElementById("writing");
const EVERY = 4000;

if (form) {
  const line = document.getElementById("kept");
  const boxes = ["title", "lead", "text"].map((name) => form.elements[name]);
  const now = () => boxes.map((box) => box.value).join("\u0000");
  let kept = now();
  let isKeeping = false;

  const keep = async () => {
    const typed = now();
    if (isKeeping || typed === kept) return;
    isKeeping = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
      line.textContent = (await answer.json()).told;
      if (answer.ok) kept = typed;
    } catch {
      line.textContent = form.dataset.lost;
    } finally {
      isKeeping = false;
    }
  };
  const timer = setInterval(keep, EVERY);
  form.addEventListener("submit", () => clearInterval(timer));
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    keep();
  });
}
