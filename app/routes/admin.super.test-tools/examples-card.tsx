import { Card } from "#app/ui/cards.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";

/** Commands to test the webhooks from any machine. */
export function ExamplesCard({ examples }: { examples: { label: string; command: string }[] }) {
  return (
    <Card title="cURL examples" className="xl:col-span-2">
      <p className="mb-3 text-sm text-ink-soft">
        For a shell on any machine that can reach this portal. The lead is not marked as test data; the call is, because
        its id starts with <code className="font-mono text-xs">test-</code>.
      </p>
      <div className="grid gap-4 lg:grid-cols-3">
        {examples.map(({ label, command }) => (
          <CodeBlock key={label} label={label} text={command} />
        ))}
      </div>
    </Card>
  );
}
