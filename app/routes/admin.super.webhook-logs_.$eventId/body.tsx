import { CodeBlock } from "#app/ui/code-block.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { Time } from "#app/ui/time.tsx";
import type { ShownEvent } from "./show-event.server.ts";

/** The body formatted and as sent, with a link to its exact bytes. */
export function Body({ event: { body, id, payload_erased_at, payload_erased_by } }: { event: ShownEvent }) {
  if (payload_erased_at !== null) {
    return (
      <p className="text-sm text-ink-soft">
        {payload_erased_by === "retention" ? "Erased by retention on " : "Erased at a person's request on "}
        <Time at={payload_erased_at} show="both" />.
      </p>
    );
  }
  if (body === null) {
    return (
      <p className="text-sm text-ink-soft">No body was stored. The delivery had none, was refused, or was too large.</p>
    );
  }
  return (
    <div className="grid gap-4">
      {body.pretty !== null && <CodeBlock label="Formatted" text={body.pretty} />}
      <CodeBlock label={body.isCut ? "As sent (the first 64 KiB)" : "As sent"} text={body.raw} wrap />
      <p className="text-xs text-ink-soft">
        {!body.isText && "Some bytes are not UTF-8 text and show as �. "}
        <NeedsRole atLeast="operator">
          <a
            href={`/admin/super/webhook-logs/${id}/body`}
            download
            className="font-medium text-accent underline-offset-2 hover:underline"
          >
            Download the exact bytes
          </a>
        </NeedsRole>
      </p>
    </div>
  );
}
