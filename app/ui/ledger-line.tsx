import type { LedgerPart } from "#app/lib/ledger-line.ts";
import { TextLink } from "#app/ui/links.tsx";

/** The line of the ledger, its figures as links. */
export function LedgerLine({ parts }: { parts: readonly LedgerPart[] }) {
  return (
    <>
      {parts.map(({ text, to }) =>
        to === undefined ? (
          text
        ) : (
          <TextLink key={text} to={to}>
            {text}
          </TextLink>
        ),
      )}
      .
    </>
  );
}
