// Ask again and again, only while the page is seen, and sooner when it comes back into sight.
export function every(seconds, ask) {
  let last = Date.now();
  const turn = async () => {
    if (document.hidden || Date.now() - last < seconds * 1000) return;
    last = Date.now();
    try { await ask(); } catch { /* the next turn asks again */ }
  };
  setInterval(turn, 1000);
  document.addEventListener("visibilitychange", turn);
}

// Say it in a line that is read out and that moves nothing one reads.
export function say(line, words, more) {
  if (line.dataset.said === words) return;
  line.dataset.said = words;
  line.replaceChildren(words);
  if (!words || !more) return;
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = more;
  line.append(" ", link);
}
