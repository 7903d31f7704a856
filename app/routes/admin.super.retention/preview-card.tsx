import { Form } from "@remix-run/react";
import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import type { RuleFigures } from "#app/db/keeping/ruled-recordings.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { matchesNone, RulesTable } from "./rules-table.tsx";

type Props = { preview: { rules: RetentionRule[]; text: string; figures: RuleFigures[] }; basedOn: string };

/** What the typed rules would do. Only what is seen here can be saved. */
export function PreviewCard({ preview: { rules, text, figures }, basedOn }: Props) {
  const sum = (key: "over_count" | "over_bytes") => figures.reduce((total, one) => total + one[key], 0);
  const count = sum("over_count");
  const idle = rules.filter((_, place) => matchesNone(figures.find(({ rule }) => rule === place))).length;
  return (
    <Card title="Preview: not saved yet" flush>
      <div className="p-4" role="status">
        {count > 0 ? (
          <Notice
            tone="bad"
            title={`Tonight ${formatNumber(count)} ${count === 1 ? "recording" : "recordings"} (${formatBytes(sum("over_bytes"))}) would be deleted`}
          >
            They cannot be restored from the portal.
          </Notice>
        ) : (
          <Notice tone={idle > 0 ? "warn" : "ok"} title="Nothing would be deleted tonight" />
        )}
        {idle > 0 && (
          <p className="mt-2 text-sm text-warn">
            {idle === 1 ? "One rule matches no recording." : `${formatNumber(idle)} rules match no recording.`} Check
            the spelling, unless such recordings will come later.
          </p>
        )}
      </div>
      <RulesTable caption="The rules as typed, and what they would do" {...{ rules, figures }} />
      <Form method="post" className="border-t border-line p-4">
        <input type="hidden" name="intent" value="save" />
        <input type="hidden" name="rules" value={text} />
        <input type="hidden" name="basedOn" value={basedOn} />
        <Button look={count > 0 ? "danger" : "primary"}>
          {count > 0 ? `Save, and delete ${formatNumber(count)} tonight` : "Save these rules"}
        </Button>
      </Form>
    </Card>
  );
}
