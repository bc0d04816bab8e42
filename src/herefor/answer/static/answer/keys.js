// Keys of one letter. They never act in a field, with a modifier, or when switched off.
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

export function onKeys(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && event.target.matches(FIELDS)) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FIELDS)) return;
    const act = acts[event.key];
    if (!act || act(event) === false) return;
    event.preventDefault();
  });
}

export const go = (address) => () => { location.href = address; };
