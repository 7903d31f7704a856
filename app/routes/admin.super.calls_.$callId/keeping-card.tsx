import type { Keeping } from "#app/features/keeping/read-keeping.server.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";

type Props = { callId: string; keeping: Keeping };

/** How long the recordings of this call are kept, and why. */
export function KeepingCard({ callId, keeping: { isInArchive, until, rule, holds } }: Props) {
  if (!isInArchive && holds.length === 0) return null;
  const query = new URLSearchParams({ call: callId });
  return (
    <Card
      title="Retention"
      action={
        <NeedsRole atLeast="admin">
          <LinkButton to={`/admin/super/holds/new?${query}`} look="quiet">
            Put on hold
          </LinkButton>
        </NeedsRole>
      }
    >
      <div className="grid gap-2 text-sm">
        {holds.length > 0 && (
          <p>
            On hold, so nothing is deleted:{" "}
            {holds.map(({ id, name }, place) => (
              <span key={id}>
                {place > 0 && ", "}
                <TextLink to={`/admin/super/holds/${id}`}>{name}</TextLink>
              </span>
            ))}
            .
          </p>
        )}
        {isInArchive && (
          <p className={holds.length > 0 ? "text-ink-soft" : undefined}>
            {rule === null
              ? "Kept forever, because no rule applies to this call."
              : until === null
                ? `Kept forever, because ${rule.name}: ${rule.keep}.`
                : `Kept until ${until.toISOString().slice(0, 10)}, because ${rule.name}: ${rule.keep}.`}
          </p>
        )}
      </div>
    </Card>
  );
}
