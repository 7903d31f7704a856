import { useNavigate } from "@remix-run/react";
import { lazy, Suspense, useContext, useEffect, useState } from "react";
import { isAtLeast } from "#app/lib/roles.ts";
import { PORTAL_PAGES } from "#app/ui/portal-pages.ts";
import { ViewerRole } from "#app/ui/roles.tsx";
import { listenToKeys } from "./listen-to-keys.ts";

const ShortcutDialog = lazy(() => import("./shortcut-dialog.tsx"));

/** Keyboard shortcuts of the portal, and their list, which "?" opens. People who use voice control turn them off. */
export function Keyboard() {
  const [isOpen, setOpen] = useState(false);
  const role = useContext(ViewerRole);
  const navigate = useNavigate();
  useEffect(() => {
    const goTo = (key: string) => {
      const page = PORTAL_PAGES.find((page) => page.key === key && isAtLeast(role, page.atLeast ?? "viewer"));
      if (page) navigate(page.to);
      return page !== undefined;
    };
    return listenToKeys({ showList: () => setOpen(true), goTo });
  }, [role, navigate]);
  return <Suspense>{isOpen && <ShortcutDialog onClose={() => setOpen(false)} />}</Suspense>;
}
