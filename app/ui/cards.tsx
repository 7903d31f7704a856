import { type ReactNode, useId } from "react";
import { classNames } from "#app/lib/class-names.ts";

type CardProps = {
  title?: ReactNode;
  /** A link or button at the end of the title line. */
  action?: ReactNode;
  /** No padding, for tables and lists. */
  flush?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
};

/** A framed part of a page. With a title it is a labelled section for screen readers. */
export function Card({ title, action, flush, id, className, children }: CardProps) {
  const titleId = useId();
  const Frame = title === undefined ? "div" : "section";
  return (
    <Frame
      id={id}
      aria-labelledby={title === undefined ? undefined : titleId}
      className={classNames("min-w-0 scroll-mt-4 rounded-lg border border-line bg-surface", className)}
    >
      {title !== undefined && (
        <div className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-4 py-1.5">
          <h2 id={titleId} className="text-base font-semibold">
            {title}
          </h2>
          {action}
        </div>
      )}
      <div className={flush ? undefined : "p-4"}>{children}</div>
    </Frame>
  );
}

type PageHeaderProps = { title: ReactNode; description?: ReactNode; children?: ReactNode };

/** The head of a page: its h1, a description and its actions. */
export function PageHeader({ title, description, children }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
          {title}
        </h1>
        {description !== undefined && <div className="mt-0.5 text-sm text-ink-soft">{description}</div>}
      </div>
      {children !== undefined && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}

/** Shown in place of an empty list: what is missing and what to do next. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="px-6 py-12 text-center">
      <p className="text-base font-medium">{title}</p>
      {children !== undefined && <div className="mx-auto mt-1 max-w-prose text-sm text-ink-soft">{children}</div>}
    </div>
  );
}
