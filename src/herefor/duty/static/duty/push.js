// Lets this browser ring: subscribes it and tells the server. Without it the page works as well.
const form = document.getElementById("push");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function subscribe() {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(form.dataset.key),
  });
  const { endpoint, keys } = subscription.toJSON();
  const said = new FormData(form);
  for (const [name, value] of Object.entries({ endpoint, ...keys })) said.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body: said });
  if (!answer.ok) throw new Error(String(answer.status));
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await subscribe();
      location.reload();
    } catch (error) {
      form.querySelector("[role=status]").textContent = String(error.message || error);
    }
  });
}
