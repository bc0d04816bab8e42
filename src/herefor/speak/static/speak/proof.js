// A small calculation that costs a reader half a second and a machine that writes thousands much.
// Without it, or without this script, a person reads the comment first; nobody is refused.
const form = document.querySelector("form[data-zero-bits]");
const zeroBits = Number(form?.dataset.zeroBits);
const AT_ONCE = 256;

const nonceOf = (signed) => {
  const packed = signed.split(":")[0].replace(/-/g, "+").replace(/_/g, "/");
  return JSON.parse(atob(packed))[2];
};
const hasZeros = (digest) => new DataView(digest).getUint32(0) >>> (32 - zeroBits) === 0;

async function search(nonce) {
  const coder = new TextEncoder();
  for (let from = 0; ; from += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_, n) => from + n);
    const digests = await Promise.all(
      tries.map((n) => crypto.subtle.digest("SHA-256", coder.encode(`${nonce}:${n}`))),
    );
    const found = digests.findIndex(hasZeros);
    if (found >= 0) return from + found;
  }
}

async function prove() {
  const { form: signed, proof } = form.elements;
  if (!proof.value) proof.value = await search(nonceOf(signed.value));
}

if (form && globalThis.crypto?.subtle) {
  let begun;
  const begin = () => (begun ??= prove().catch(() => {}));
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("submit", async (event) => {
    if (form.elements.proof.value) return;
    event.preventDefault();
    await begin();
    form.submit();
  });
}
