import { Form, useFetcher, useLocation } from "@remix-run/react";
import { type KeyboardEvent, useContext, useEffect, useRef, useState } from "react";
import { isAtLeast } from "#app/lib/roles.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { FIND_PLACEHOLDER } from "#app/ui/find-form.tsx";
import { type Found, type HitGroup, Hits, hitsInWords } from "#app/ui/hits.tsx";
import { PORTAL_PAGES } from "#app/ui/portal-pages.ts";
import { ViewerRole } from "#app/ui/roles.tsx";

const ASK_AFTER_MS = 250;
/** Each phone or e-mail address that a viewer searches for is audited, so theirs are asked for only by Enter. */
const PERSONAL = /@|\d\D*\d\D*\d/;

/**
 * Finds pages of the portal, leads, calls, deliveries and agents while one types. Up and Down move through what was found;
 * Enter opens the page of all results, as without JavaScript.
 * @param early what was typed before this was loaded
 */
export default function Finder({ early, onClose }: { early: { current: string }; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const role = useContext(ViewerRole);
  const { key } = useLocation();
  const [openedAt] = useState(key);
  const [text, setText] = useState("");
  const { data, load } = useFetcher<() => Found>();
  const wanted = isAtLeast(role, "operator") || !PERSONAL.test(text) ? text.trim() : "";

  useEffect(() => {
    setText(early.current);
    dialog.current?.showModal();
  }, [early]);
  useEffect(() => {
    if (key !== openedAt) dialog.current?.close();
  }, [key, openedAt]);
  useEffect(() => {
    if (wanted.length < 2) return;
    const timer = setTimeout(
      () => load(`/admin/super/search?${new URLSearchParams({ search: wanted })}`),
      ASK_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [wanted, load]);

  const isAnswered = wanted.length >= 2 && data?.search === wanted;
  const pages = PORTAL_PAGES.filter(
    ({ label, atLeast = "viewer" }) =>
      isAtLeast(role, atLeast) && label.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const goTo: HitGroup = {
    title: "Go to",
    hits: pages.slice(0, 5).map(({ to, label }) => ({ to, name: label, detail: "", at: null })),
    all: null,
  };
  const groups = [...(isAnswered ? data.groups : []), ...(text.trim() === "" || goTo.hits.length === 0 ? [] : [goTo])];

  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      onKeyDown={moveThroughLinks}
      aria-label="Search everything"
      className="mx-auto mt-[10vh] max-h-[80vh] w-160 max-w-[calc(100vw-2rem)] overflow-auto rounded-lg border border-line bg-surface p-0 text-ink shadow-lg backdrop:bg-black/40"
    >
      <Form
        action="/admin/super/search"
        role="search"
        className="sticky top-0 flex items-end gap-2 border-b border-line bg-surface p-3"
      >
        <Input
          label="Search everything"
          type="search"
          name="search"
          maxLength={500}
          placeholder={FIND_PLACEHOLDER}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          className="flex-1"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button>Search</Button>
      </Form>
      <p role="status" className="sr-only">
        {isAnswered && hitsInWords(data.groups)}
      </p>
      <div className="divide-y divide-line px-1">
        <Hits groups={groups} onOpen={() => dialog.current?.close()} />
      </div>
      <p className="border-t border-line px-4 py-2 text-xs text-ink-faint">
        {wanted === "" && text !== ""
          ? "Enter searches for a phone or an e-mail address."
          : "Up and Down choose, Enter shows all, Esc closes."}
      </p>
    </dialog>
  );
}

/** Up and Down move the focus between the field and the links below it. */
function moveThroughLinks(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, a")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
