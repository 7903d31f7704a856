import type { FoundPerson } from "#app/db/erasure/erasures.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";

const counted = (count: number, one: string, many: string) =>
  count > 0 && `${formatNumber(count)} ${count === 1 ? one : many}`;

/** Says what a hold keeps from being erased; with `isErased`, that the rest is erased. */
export function HeldNotice({ held, isErased = false }: { held: FoundPerson["held"]; isErased?: boolean }) {
  const what = [
    counted(held?.leads ?? 0, "lead", "leads"),
    counted(held?.calls ?? 0, "call with its recordings", "calls with their recordings"),
    counted(held?.deliveries ?? 0, "delivery", "deliveries"),
  ].filter(Boolean);
  return (
    <Notice
      tone="warn"
      role={isErased ? "status" : undefined}
      title={isErased ? "Everything is erased except what is on hold" : "Part of this is on hold"}
    >
      <p>
        {what.length > 0 ? what.join(", ") : "Details of a hold"} {isErased ? "stay" : "will stay"} until the hold ends.
        The erasure then continues automatically and issues the certificate.
      </p>
      <p className="mt-1">
        <TextLink to="/admin/super/holds">Holds</TextLink>: {held?.holds.join(", ") || "none"}.
      </p>
    </Notice>
  );
}
