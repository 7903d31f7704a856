import { type ReactNode, useId } from "react";
import { classNames } from "#app/lib/class-names.ts";

type Props = {
  title?: ReactNode;
  /** Sits at the end of the title's line: a link or a button. */
  action?: ReactNode;
  /** The content reaches the card's edges: for tables and lists. */
  flush?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
};

/** A framed part of a page. With a title it is a section that screen readers list by that title. */
export function Card({ title, action, flush, id, className, children }: Props) {
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
