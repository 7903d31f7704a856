import type { AuditEntry } from "#app/db/audit-log.server.ts";
import { TextLink } from "#app/ui/text-link.tsx";

/** What the audit log's verb phrases mean to a reader. One that is not here is shown as it is. */
const words: Record<string, string> = {
  "sign in": "Signed in",
  "sign in refused": "Sign-in refused",
  "sign in blocked": "Sign-in blocked after too many tries",
  "sign out": "Signed out",
  "sign out everywhere": "Ended all sessions of",
  "accept invitation": "Accepted an invitation",
  "change password": "Changed their password",
  "add user": "Came in by single sign-on for the first time",
  "invite user": "Invited",
  "invite user again": "Made a new link for",
  "change role": "Changed the role of",
  "disable user": "Disabled",
  "enable user": "Enabled again",
  "remove user": "Removed",
  "play recording": "Played the recording of call",
  "fetch recording again": "Asked again for the recording of call",
  "reveal lead": "Revealed lead",
  "reveal call": "Revealed call",
  "reveal delivery": "Revealed delivery",
  "export leads": "Exported",
  "export calls": "Exported",
  "export deliveries": "Exported",
  "end export": "The export ended of",
  "download body": "Downloaded the body of delivery",
  "replay delivery": "Replayed delivery",
  "replay edited delivery": "Sent, edited from another one, delivery",
  "replay deliveries": "Started replay",
  "stop replay": "Stopped replay",
  "resume replay": "Let go on replay",
  // As they were called before there were replays.
  "apply delivery again": "Applied again delivery",
  "apply failed deliveries again": "Applied all failed deliveries again",
  "run job again": "Ran again the job",
  "send test delivery": "Sent a test delivery to",
  "add disposition": "Added to the dictionary",
  "change disposition": "Changed in the dictionary",
  "remove disposition": "Removed from the dictionary",
  "send test burst": "Sent a burst of test deliveries to",
  "check Convoso connection": "Checked the connection to Convoso",
  "clear test data": "Cleared the test data",
  "erase person": "Erased a person",
  "erase what is old": "Erased what was old enough",
};

/** An action in words for a reader: "Signed in". */
export function actWords(action: string): string {
  return words[action] ?? action.charAt(0).toUpperCase() + action.slice(1);
}

const A_DELIVERY = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Where the row is that something was done to; null where it is none, or gone by what was done. */
function rowOf({ id, action, target }: Act): string | null {
  if (action === "erase person") return `/admin/super/erase/${id}`;
  if (target === null || target === "[erased]") return null;
  if (A_DELIVERY.test(target)) return `/admin/super/webhook-logs/${target}`;
  if (action.endsWith(" disposition")) return `/admin/super/dispositions?code=${encodeURIComponent(target)}`;
  if (/replay$|^replay deliveries$/.test(action)) return `/admin/super/replays/${target}`;
  if (/recording|call$/.test(action)) return `/admin/super/calls/${encodeURIComponent(target)}`;
  return /lead$/.test(action) ? `/admin/super/leads/${encodeURIComponent(target)}` : null;
}

type Act = Pick<AuditEntry, "id" | "action" | "target">;

/** What somebody did, and to which row, with the way to it. */
export function Act({ entry }: { entry: Act }) {
  const row = rowOf(entry);
  const target = entry.target ?? (row && "Certificate");
  return (
    <>
      {actWords(entry.action)}{" "}
      {row ? (
        <TextLink to={row} className="break-all">
          {target}
        </TextLink>
      ) : (
        <span className="break-all text-ink-soft">{target}</span>
      )}
    </>
  );
}
