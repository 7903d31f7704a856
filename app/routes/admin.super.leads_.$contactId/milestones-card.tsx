import type { Contact } from "#app/db/leads/contacts.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatDuration, formatNumber, formatWait } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";
import type { Milestones } from "./read-journey.server.ts";

type Props = { lead: Contact; milestones: Milestones };

/** How quickly the lead was called, the number of calls, and the result. */
export function MilestonesCard({ lead, milestones: { call, contact, sale, talkSeconds } }: Props) {
  const at = ({ call_id, at: moment }: { call_id: string; at: Date }) => (
    <TextLink to={callPath(call_id)}>
      <Time at={moment} />
    </TextLink>
  );
  const nth = (number: number) => <span className="text-ink-soft"> with call {formatNumber(number)}</span>;
  return (
    <Card title="Summary">
      <Facts
        facts={{
          "Speed to lead": <SpeedToLead lead={lead} firstCallAt={call?.at ?? null} />,
          Attempts:
            lead.call_count > 0 &&
            `${formatNumber(lead.call_count)} ${lead.call_count === 1 ? "call" : "calls"}, ${formatDuration(talkSeconds)} of talk`,
          "First contact": contact ? (
            <>
              {at(contact)}
              {nth(contact.nth)}
            </>
          ) : (
            lead.call_count > 0 && "not reached yet"
          ),
          Converted: sale && (
            <>
              {at(sale)}
              {nth(sale.nth)}
            </>
          ),
          "Last call": lead.last_call_at && <Time at={lead.last_call_at} show="both" />,
        }}
      />
    </Card>
  );
}

function SpeedToLead({ lead, firstCallAt }: { lead: Contact; firstCallAt: Date | null }) {
  if (firstCallAt === null) return <span className="text-ink-soft">not called yet</span>;
  const seconds = (firstCallAt.getTime() - lead.created_at.getTime()) / 1000;
  if (seconds < 0) {
    return <span className="text-ink-soft">unknown: the first call started before the first delivery</span>;
  }
  return (
    <>
      <strong>{formatWait(seconds)}</strong>
      <span className="block text-xs text-ink-faint">from first delivery to start of first call</span>
    </>
  );
}
