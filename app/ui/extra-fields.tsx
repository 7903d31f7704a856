import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";

/** Keys that came with a row and that we have no column for, as they were sent. */
export function ExtraFields({ extra }: { extra: Record<string, unknown> }) {
  const fields = Object.entries(extra);
  if (fields.length === 0) return null;
  return (
    <Card title="Other fields">
      <Facts
        facts={Object.fromEntries(
          fields.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
        )}
      />
    </Card>
  );
}
