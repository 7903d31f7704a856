import { Link, useLocation } from "@remix-run/react";
import { useState } from "react";
import type { Flash } from "#app/http/flash.server.ts";
import { Notice } from "#app/ui/notices.tsx";

/**
 * Says what was just done, above the page and in a live region for screen readers. It stays until it is
 * dismissed or the page is left, even if the page reloads its data.
 */
export function Said({ flash }: { flash: Flash | null }) {
  const { key, pathname, search } = useLocation();
  const [said, say] = useState({ flash, key });
  if (flash !== null && flash !== said.flash) say({ flash, key });
  const shown = said.key === key ? said.flash : null;
  return (
    // Always rendered, because screen readers announce only changes in a region that they know.
    <div role="status" className="sticky top-2 z-10 mb-4 empty:mb-0 print:hidden">
      {shown && (
        <Notice tone={shown.tone} title={shown.title}>
          {shown.text}{" "}
          <Link
            to={pathname + search}
            onClick={(event) => {
              event.preventDefault();
              say({ flash: null, key });
            }}
            className="inline-block min-h-6 font-medium text-ink underline underline-offset-2"
          >
            Dismiss
          </Link>
        </Notice>
      )}
    </div>
  );
}
