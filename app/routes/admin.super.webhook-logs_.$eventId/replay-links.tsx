import { LinkButton } from "#app/ui/link-button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import type { ShownEvent } from "./show-event.server.ts";

/** The ways to apply the delivery once more, as it came or edited; both begin with a dry run. */
export function ReplayLinks({ event }: { event: ShownEvent }) {
  if (event.body === null || event.endpoint === "echo") return null;
  return (
    <NeedsRole atLeast="operator">
      <LinkButton to={`/admin/super/replays/new?event=${event.id}`}>Replay…</LinkButton>
      <LinkButton to={`/admin/super/webhook-logs/${event.id}/edit`}>Edit and replay…</LinkButton>
    </NeedsRole>
  );
}
