import { useLocation } from "@remix-run/react";
import type { KeyboardEvent, ReactNode } from "react";
import { buttonClass } from "#app/ui/buttons.tsx";

/** A menu below a button. With JavaScript, Escape, leaving it and opening a page also close it. */
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
      className="relative print:hidden"
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
      {/* Focusable, so that a click between its controls does not count as leaving the menu. */}
      <div
        tabIndex={-1}
        className="absolute end-0 z-20 mt-1 w-64 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-2 shadow-lg outline-none"
      >
        {children}
      </div>
    </details>
  );
}
