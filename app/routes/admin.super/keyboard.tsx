import { useNavigate } from "@remix-run/react";
import { useContext, useEffect, useRef } from "react";
import { isAtLeast } from "#app/lib/roles.ts";
import { Button } from "#app/ui/button.tsx";
import { ViewerRole } from "#app/ui/needs-role.tsx";
import { PORTAL_PAGES } from "#app/ui/portal-pages.ts";
import { ShortcutList } from "#app/ui/shortcut-list.tsx";
import { listenToKeys } from "./listen-to-keys.ts";

/** Single keys for the whole portal, and the list of them that "?" opens. Somebody who speaks to the computer switches them off. */
export function Keyboard() {
  const list = useRef<HTMLDialogElement>(null);
  const role = useContext(ViewerRole);
  const navigate = useNavigate();
  useEffect(() => {
    const goTo = (key: string) => {
      const page = PORTAL_PAGES.find((page) => page.key === key && isAtLeast(role, page.atLeast ?? "viewer"));
      if (page) navigate(page.to);
      return page !== undefined;
    };
    return listenToKeys({ showList: () => list.current?.showModal(), goTo });
  }, [role, navigate]);
  return (
    <dialog
      ref={list}
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
