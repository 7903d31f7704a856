import type { ReactNode } from "react";
import { classNames } from "#app/lib/class-names.ts";

/** On a phone its content opens below a button, so that rows come sooner; anywhere else there is only the content. */
export function Fold({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <details className={classNames("fold group/fold min-w-0 max-md:open:w-full", className)}>
      <summary className="inline-flex h-9 cursor-pointer list-none items-center gap-1.5 rounded-md border border-line-strong/60 bg-surface px-3 text-sm font-medium text-ink md:hidden [&::-webkit-details-marker]:hidden">
        {label}
        <svg viewBox="0 0 8 5" className="w-2 group-open/fold:rotate-180" aria-hidden="true">
          <path d="M.5.5 4 4 7.5.5" fill="none" stroke="currentColor" />
        </svg>
      </summary>
      <div className="flex flex-wrap items-end gap-2 max-md:pt-2 md:contents">{children}</div>
    </details>
  );
}
