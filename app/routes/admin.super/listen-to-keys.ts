const TABS = "owlct";
const WHERE_KEYS_ARE_TYPED = "input, select, textarea, dialog, [contenteditable]";

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();
const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();

/** Moves the focus to the first link of the next row, or of the one before: the stylesheet shows the row as selected. */
function moveRow(by: 1 | -1): void {
  const links = [...document.querySelectorAll("main tbody tr")].flatMap((row) => row.querySelector("a") ?? []);
  const row = document.activeElement?.closest("tr");
  const at = links.findIndex((link) => row?.contains(link));
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by]?.focus();
}

/**
 * Answers single keys wherever nobody types, until the returned function is called.
 * @param showList what "?" does
 */
export function listenToKeys(showList: () => void): () => void {
  let isGoing = false; // after "g"

  const actions: Record<string, () => void> = {
    "?": showList,
    "/": () => focus("main [role=search] :is(input:not([type=hidden]), select)"),
    j: () => moveRow(1),
    k: () => moveRow(-1),
    "[": () => click("main a[rel=prev]"),
    "]": () => click("main a[rel=next]"),
    g: () => {
      isGoing = true;
    },
  };

  function press(event: KeyboardEvent) {
    const { key, target, ctrlKey, altKey, metaKey, isComposing, defaultPrevented } = event;
    if (ctrlKey || altKey || metaKey || isComposing || defaultPrevented) return;
    if ((target as Element).closest?.(WHERE_KEYS_ARE_TYPED)) return;
    const tab = isGoing ? TABS.indexOf(key) : -1;
    isGoing = false;
    const act = tab < 0 ? actions[key] : () => click(`[role=tab]:nth-of-type(${tab + 1})`);
    if (!act) return;
    event.preventDefault();
    act();
  }

  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}
