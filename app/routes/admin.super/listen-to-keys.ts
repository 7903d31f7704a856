const WHERE_KEYS_ARE_TYPED = "input, select, textarea, dialog, [contenteditable]";

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();
const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();

/** Moves the focus to the first link of the next or previous row, which the stylesheet highlights. */
function moveRow(by: 1 | -1): void {
  const links = [...document.querySelectorAll("main tbody tr")].flatMap((row) => row.querySelector("a") ?? []);
  const row = document.activeElement?.closest("tr");
  const at = links.findIndex((link) => row?.contains(link));
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by]?.focus();
}

type Answers = {
  /** Called for "?". */
  showList: () => void;
  /** Called for a key after "g"; false if it has no page. */
  goTo: (key: string) => boolean;
};

/** Handles shortcuts outside text fields, until the returned function is called. */
export function listenToKeys({ showList, goTo }: Answers): () => void {
  let isGoing = false; // after "g"

  const actions: Record<string, () => void> = {
    "?": showList,
    "/": () => click("header a[data-find]"),
    f: () => focus("main [role=search] :is(input:not([type=hidden]), select)"),
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
    const hasGone = isGoing && goTo(key);
    isGoing = false;
    const act = hasGone ? undefined : actions[key];
    if (hasGone || act) event.preventDefault();
    act?.();
  }

  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}
