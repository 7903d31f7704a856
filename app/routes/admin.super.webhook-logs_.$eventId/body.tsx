import { CodeBlock } from "#app/ui/code-block.tsx";
import type { ShownBody } from "./show-event.server.ts";

/** The body laid out, the body as sent, and the way to its exact bytes. */
export function Body({ body, eventId }: { body: ShownBody | null; eventId: string }) {
  if (body === null) {
    return (
      <p className="text-sm text-ink-soft">
        No body was kept. That is so for deliveries that came without one, were refused, or were too large.
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      {body.pretty !== null && <CodeBlock label="Laid out" text={body.pretty} />}
      <CodeBlock label={body.isCut ? "As sent (the first 64 KiB)" : "As sent"} text={body.raw} wrap />
      <p className="text-xs text-ink-soft">
        {!body.isText && "Some bytes are no UTF-8 text and show as �. "}
        <a
          href={`/admin/super/webhook-logs/${eventId}/body`}
          download
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          Download the exact bytes
        </a>
      </p>
    </div>
  );
}
