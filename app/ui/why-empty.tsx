import { useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Reasons } from "#app/features/overview/read-reasons.server.ts";
import type { Loosened } from "#app/http/loosen-filters.server.ts";
import { EmptyState } from "#app/ui/cards.tsx";
import type { FilterWords } from "#app/ui/chips.ts";
import { TextLink } from "#app/ui/links.tsx";
import { MarkedList } from "#app/ui/marked-list.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { faultItems, gapItems, missingItems, waitingItems, workerItems } from "#app/ui/reason-items.tsx";

type Props = {
  title: string;
  reasons: Reasons | null;
  /** How many rows there are without each of the filters. */
  loosened?: readonly Loosened[];
  /** What a row and several are called. */
  one?: string;
  many?: string;
  words?: FilterWords;
  /** What else there is to say or do. */
  children?: ReactNode;
};

/**
 * Shown in place of an empty list: which filter excludes everything, and what the portal knows of rows that never came. What to
 * do next comes after the reasons.
 */
export function WhyEmpty({ title, reasons, loosened = [], one = "", many = "", words = {}, children }: Props) {
  const items = reasons === null ? [] : itemsOf(reasons, loosened.length > 0);
  return (
    <EmptyState title={title}>
      <Loosening {...{ loosened, one, many, words }} />
      {items.length > 0 && (
        <section aria-label="Possible reasons" className="mx-auto my-4 w-fit max-w-full">
          <p className="mb-2 text-start text-xs font-medium text-ink-faint">
            Possible reasons, from the deliveries of 7 days
          </p>
          <MarkedList items={items} />
        </section>
      )}
      {children}
    </EmptyState>
  );
}

/** @param isFiltered a filter excludes rows that are there, so the list is not empty for want of deliveries */
function itemsOf(reasons: Reasons, isFiltered: boolean) {
  const { faults, failed, waiting, workers, gap } = reasons;
  return [
    ...waitingItems(waiting),
    ...(isFiltered ? [] : [...faultItems(faults, failed), ...missingItems(reasons)]),
    ...gapItems(gap),
    ...workerItems(workers),
  ];
}

/** Links to the list without one of its filters, where that shows something. */
function Loosening({ loosened, one, many, words }: Required<Pick<Props, "loosened" | "one" | "many" | "words">>) {
  const { pathname } = useLocation();
  if (loosened.length === 0) return null;
  return (
    <ul aria-label="Filters that exclude everything" className="mt-1 mb-3 grid gap-1">
      {loosened.map(({ name, to, ...matches }) => (
        <li key={name ?? ""}>
          <TextLink to={to === "" ? pathname : `?${to}`}>
            {name === null ? "Without any filter" : `Without “${words[name]?.label ?? WHEN[name] ?? name}”`}
          </TextLink>
          : {matchWords({ matches, one, many })}
        </li>
      ))}
    </ul>
  );
}

const WHEN: Record<string, string> = { range: "When" };
