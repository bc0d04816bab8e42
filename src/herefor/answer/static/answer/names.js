// After "@" the names of colleagues: arrows choose, Enter or Tab writes, Escape leaves it.
export function complete(box, list) {
  const options = [...list.children];
  let fitting = [];
  let at = 0;

  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);

  const begun = () => /(?:^|\s)@([^\s@]*(?: [^\s@]*)?)$/.exec(box.value.slice(0, box.selectionStart));

  function close() {
    list.hidden = true;
    fitting = [];
    box.removeAttribute("aria-activedescendant");
  }

  function show() {
    const typed = begun();
    if (!typed) return close();
    const start = typed[1].toLocaleLowerCase();
    fitting = options.filter((one) => one.textContent.toLocaleLowerCase().startsWith(start));
    if (!fitting.length) return close();
    for (const one of options) one.hidden = !fitting.includes(one);
    list.hidden = false;
    choose(0);
  }

  function choose(next) {
    at = (next + fitting.length) % fitting.length;
    for (const one of options) one.setAttribute("aria-selected", String(one === fitting[at]));
    box.setAttribute("aria-activedescendant", fitting[at].id);
  }

  function write(name) {
    const end = box.selectionStart;
    const start = end - begun()[1].length;
    box.setRangeText(`${name} `, start, end, "end");
    close();
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  box.addEventListener("input", show);
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey) return;
    const acts = {
      ArrowDown: () => choose(at + 1),
      ArrowUp: () => choose(at - 1),
      Enter: () => write(fitting[at].textContent),
      Tab: () => write(fitting[at].textContent),
      Escape: close,
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  for (const one of options) one.addEventListener("mousedown", (event) => {
    event.preventDefault();
    write(one.textContent);
  });
}
