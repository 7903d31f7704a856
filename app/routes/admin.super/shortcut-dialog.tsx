import { useEffect, useRef } from "react";
import { Button } from "#app/ui/buttons.tsx";
import { ShortcutList } from "#app/ui/shortcut-list.tsx";

/** The list of keyboard shortcuts, open from the start. */
export default function ShortcutDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="keyboard-title"
      className="m-auto w-136 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-5 text-ink shadow-lg backdrop:bg-black/40"
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
