import { useLocation } from "@remix-run/react";
import type { KeyboardEvent, ReactNode } from "react";
import { buttonClass } from "#app/ui/button-class.ts";

/** What opens below a button. Without JavaScript the button closes it; with it also Escape, leaving it, and a new page. */
export function Menu({ label, children }: { label: ReactNode; children: ReactNode }) {
  const { key } = useLocation();

  function closeOnEscape(event: KeyboardEvent<HTMLDetailsElement>) {
    if (event.key !== "Escape") return;
    event.currentTarget.open = false;
    event.currentTarget.querySelector("summary")?.focus();
  }

  return (
    <details
      key={key}
      className="relative"
      onKeyDown={closeOnEscape}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary className={buttonClass("quiet", "list-none [&::-webkit-details-marker]:hidden")}>
        {label}
        <svg viewBox="0 0 8 5" className="w-2" aria-hidden="true">
          <path d="M.5.5 4 4 7.5.5" fill="none" stroke="currentColor" />
        </svg>
      </summary>
      {/* It takes the focus of a click beside its controls, which else would count as leaving. */}
      <div
        tabIndex={-1}
        className="absolute end-0 z-20 mt-1 w-64 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-2 shadow-lg outline-none"
      >
        {children}
      </div>
    </details>
  );
}
