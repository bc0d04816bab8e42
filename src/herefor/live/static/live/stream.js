// Listen to a channel: resumes where it was, renews its token, and says when it is cut off.
const QUIET_SECONDS = 40; // the hub says that it is there every 15 seconds
const RENEW_SHARE = 0.8;

export function listen({ stream, token, renew, since, seconds = 900 }, { show, state }) {
  let source = null;
  let last = since;
  let failed = 0;
  let heardAt = Date.now();
  let again = 0;

  const heard = () => { heardAt = Date.now(); };
  function open() {
    source?.close();
    heard();
    const here = new EventSource(`${stream}?token=${encodeURIComponent(token)}&since=${last}`);
    source = here;
    here.onopen = () => { failed = 0; heard(); state("live"); };
    here.addEventListener("here", heard);
    here.onmessage = (message) => {
      heard();
      last = message.lastEventId || last;
      show(JSON.parse(message.data));
    };
    here.onerror = () => {
      if (here !== source) return;
      failed += 1;
      state("lost", failed);
      // Refused for good: the token is too old, or there are too many. The browser has given up.
      if (here.readyState === EventSource.CLOSED) later();
    };
  }
  function later() {
    clearTimeout(again);
    again = setTimeout(refresh, Math.min(30_000, 1000 * 2 ** failed) * (0.5 + Math.random()));
  }
  async function refresh() {
    try {
      const answer = await fetch(renew);
      if (!answer.ok) throw new Error(answer.status);
      ({ token, seconds } = await answer.json());
    } catch {
      failed += 1;
      state("lost", failed);
      return later();
    }
    open();
    plan();
  }
  let renewal = 0;
  function plan() {
    clearTimeout(renewal);
    renewal = setTimeout(refresh, seconds * 1000 * RENEW_SHARE * (0.8 + 0.2 * Math.random()));
  }

  setInterval(() => {
    if (Date.now() - heardAt < QUIET_SECONDS * 1000) return;
    state("lost", failed);
    open();
  }, 5000);
  addEventListener("offline", () => state("lost", failed));
  addEventListener("online", () => open());
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
  plan();
}
