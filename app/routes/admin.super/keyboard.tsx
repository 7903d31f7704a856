import { useEffect, useRef } from "react";
import { Button } from "#app/ui/button.tsx";
import { ShortcutList } from "#app/ui/shortcut-list.tsx";
import { listenToKeys } from "./listen-to-keys.ts";

/** Single keys for the whole portal, and the list of them that "?" opens. Somebody who speaks to the computer switches them off. */
export function Keyboard() {
  const list = useRef<HTMLDialogElement>(null);
  useEffect(() => listenToKeys(() => list.current?.showModal()), []);
  return (
    <dialog
      ref={list}
      aria-labelledby="keyboard-title"
      className="m-auto w-88 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-5 text-ink shadow-lg backdrop:bg-black/40"
    >
      <h2 id="keyboard-title" className="mb-4 text-lg font-semibold">
        Keyboard
      </h2>
      <ShortcutList />
      <form method="dialog" className="mt-5">
        <Button>Close</Button>
      </form>
    </dialog>
  );
}
