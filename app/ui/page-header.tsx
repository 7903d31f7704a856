import type { ReactNode } from "react";

type Props = { title: ReactNode; description?: ReactNode; children?: ReactNode };

/** The head of a page: its one h1, a line about it, and its actions. */
export function PageHeader({ title, description, children }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {description !== undefined && <div className="mt-0.5 text-sm text-ink-soft">{description}</div>}
      </div>
      {children !== undefined && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}
