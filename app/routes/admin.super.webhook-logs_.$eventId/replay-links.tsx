import { LinkButton } from "#app/ui/buttons.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import type { ShownEvent } from "./show-event.server.ts";

/** Links to replay the delivery as it is or edited. Both begin with a dry run. */
export function ReplayLinks({ event }: { event: ShownEvent }) {
  if (event.body === null || event.endpoint === "echo") return null;
  return (
    <NeedsRole atLeast="operator" toDo="replay">
      <LinkButton to={`/admin/super/replays/new?event=${event.id}`}>Replay…</LinkButton>
      <LinkButton to={`/admin/super/webhook-logs/${event.id}/edit`}>Edit and replay…</LinkButton>
    </NeedsRole>
  );
}
