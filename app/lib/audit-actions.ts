import { callPath } from "#app/lib/call-path.ts";
import { isMasked } from "#app/lib/mask.ts";
import type { Role } from "#app/lib/roles.ts";

/** What an action is done to where the portal has a page for it: its address and the role that the page needs. */
const AUDIT_TARGETS = {
  call: { path: callPath, atLeast: "viewer" },
  lead: { path: (id: string) => `/admin/super/leads/${encodeURIComponent(id)}`, atLeast: "viewer" },
  delivery: { path: (id: string) => `/admin/super/webhook-logs/${encodeURIComponent(id)}`, atLeast: "viewer" },
  disposition: {
    path: (code: string) => `/admin/super/dispositions?code=${encodeURIComponent(code)}`,
    atLeast: "viewer",
  },
  fieldMap: {
    path: (endpoint: string) => `/admin/super/field-map?endpoint=${encodeURIComponent(endpoint)}`,
    atLeast: "operator",
  },
  fetch: { path: (id: string) => `/admin/super/fetches/${encodeURIComponent(id)}`, atLeast: "operator" },
  notes: { path: (id: string) => `/admin/super/note-runs/${encodeURIComponent(id)}`, atLeast: "operator" },
  fix: { path: (id: string) => `/admin/super/ledger/fixes/${encodeURIComponent(id)}`, atLeast: "operator" },
  replay: { path: (id: string) => `/admin/super/replays/${encodeURIComponent(id)}`, atLeast: "operator" },
  evidence: { path: (id: string) => `/admin/super/evidence/${encodeURIComponent(id)}`, atLeast: "admin" },
  hold: { path: (id: string) => `/admin/super/holds/${encodeURIComponent(id)}`, atLeast: "operator" },
} as const satisfies Record<string, { path: (target: string) => string; atLeast: Role }>;

type TargetKind = keyof typeof AUDIT_TARGETS | "erasure" | "person" | "job";
/** `target`: what the entry's target identifies. An erasure has none: its entry is the certificate. */
type Meaning = { words: string; target?: TargetKind };

/** Everything that the audit log records, and how the portal says it. The words stand before the target, if there is one. */
export const AUDIT_ACTIONS = {
  "sign in": { words: "Signed in" },
  "sign in refused": { words: "Sign-in refused", target: "person" },
  "sign in blocked": { words: "Sign-in blocked after too many attempts" },
  "sign out": { words: "Signed out" },
  "sign out everywhere": { words: "Ended all sessions of", target: "person" },
  "accept invitation": { words: "Accepted an invitation" },
  "change password": { words: "Changed their password" },
  "add user": { words: "First signed in through SSO" },
  "invite user": { words: "Invited", target: "person" },
  "invite user again": { words: "Created a new invitation link for", target: "person" },
  "change role": { words: "Changed the role of", target: "person" },
  "disable user": { words: "Disabled", target: "person" },
  "enable user": { words: "Re-enabled", target: "person" },
  "remove user": { words: "Removed", target: "person" },
  "play recording": { words: "Played the recording of call", target: "call" },
  "try to play recording": { words: "Tried to play the recording of call", target: "call" },
  "fetch recording again": { words: "Searched again for the recording of call", target: "call" },
  "fetch recordings": { words: "Started fetch", target: "fetch" },
  "stop fetch": { words: "Stopped fetch", target: "fetch" },
  "resume fetch": { words: "Resumed fetch", target: "fetch" },
  "reveal lead": { words: "Revealed lead", target: "lead" },
  "reveal call": { words: "Revealed call", target: "call" },
  "reveal delivery": { words: "Revealed delivery", target: "delivery" },
  "export leads": { words: "Exported leads to" },
  "export calls": { words: "Exported calls to" },
  "export deliveries": { words: "Exported deliveries to" },
  "export agents": { words: "Exported agent figures to" },
  "export campaigns": { words: "Exported campaign figures to" },
  "export ledger": { words: "Exported ledger differences to" },
  "save view": { words: "Saved view" },
  "share view": { words: "Shared view" },
  "remove view": { words: "Removed view" },
  "export person": { words: "Exported everything about lead", target: "lead" },
  "add note to lead": { words: "Added a note to lead", target: "lead" },
  "add note to call": { words: "Added a note to call", target: "call" },
  "delete note of lead": { words: "Deleted a note of lead", target: "lead" },
  "delete note of call": { words: "Deleted a note of call", target: "call" },
  "write notes": { words: "Started adding a note to many calls, run", target: "notes" },
  "stop notes": { words: "Stopped adding notes, run", target: "notes" },
  "resume notes": { words: "Resumed adding notes, run", target: "notes" },
  "search for person": { words: "Searched for" },
  "end export": { words: "Export finished" },
  "download body": { words: "Downloaded the body of delivery", target: "delivery" },
  "check the ledger": { words: "Compared hours with Convoso again" },
  "fix difference": { words: "Applied Convoso's values to call", target: "call" },
  "fix differences": { words: "Started fix", target: "fix" },
  "stop fix": { words: "Stopped fix", target: "fix" },
  "resume fix": { words: "Resumed fix", target: "fix" },
  "accept differences": { words: "Accepted ledger differences" },
  "reopen differences": { words: "Reopened ledger differences" },
  "apply Convoso's log": { words: "Applied calls of Convoso's log" },
  "replay delivery": { words: "Replayed delivery", target: "delivery" },
  "replay edited delivery": { words: "Sent edited copy as delivery", target: "delivery" },
  "replay deliveries": { words: "Started replay", target: "replay" },
  "stop replay": { words: "Stopped replay", target: "replay" },
  "resume replay": { words: "Resumed replay", target: "replay" },
  "split lead": { words: "Split lead", target: "lead" },
  "join leads": { words: "Merged a lead with lead", target: "lead" },
  "undo decision about leads": { words: "Undid a merge or split" },
  "keep lead whole": { words: "Confirmed as one person: lead", target: "lead" },
  "run job again": { words: "Reran job", target: "job" },
  "send test delivery": { words: "Sent a test delivery of type" },
  "send test burst": { words: "Sent a burst of test deliveries of type" },
  "show webhook secret": { words: "Viewed the webhook secret" },
  "check Convoso connection": { words: "Checked the connection to Convoso" },
  "read names from Convoso": { words: "Read the names from Convoso" },
  "clear test data": { words: "Deleted test data" },
  "add disposition": { words: "Added disposition", target: "disposition" },
  "change disposition": { words: "Changed disposition", target: "disposition" },
  "remove disposition": { words: "Removed disposition", target: "disposition" },
  "change field map": { words: "Changed the field map of the webhook for", target: "fieldMap" },
  "restore field map": { words: "Restored a field map of the webhook for", target: "fieldMap" },
  "change retention rules": { words: "Changed the retention rules" },
  "place hold": { words: "Placed hold", target: "hold" },
  "extend hold": { words: "Added to hold", target: "hold" },
  "end hold": { words: "Ended hold", target: "hold" },
  "copy recordings at risk": { words: "Started copying all recordings at risk" },
  "pause archive": { words: "Paused copying to the archive" },
  "resume archive": { words: "Resumed copying to the archive" },
  "prepare evidence": { words: "Prepared evidence, set", target: "evidence" },
  "download evidence": { words: "Downloaded evidence, set", target: "evidence" },
  "hand over recording": { words: "Handed over the recording of call", target: "call" },
  "delete recordings": { words: "Deleted expired recordings" },
  "erase person except held": { words: "Erased a person, except for what is on hold" },
  "erase person": { words: "Erased a person", target: "erasure" },
  "erase what is old": { words: "Deleted expired data" },
} as const satisfies Record<string, Meaning>;

/** Actions on a call that belong to the chain of custody of its recordings. */
export const CUSTODY_ACTIONS = [
  "play recording",
  "try to play recording",
  "hand over recording",
] as const satisfies AuditAction[];

/** What can be recorded. */
export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** What can be done to something of a kind. */
export function actionsOn(kind: TargetKind): AuditAction[] {
  const actions = Object.entries(AUDIT_ACTIONS) as [AuditAction, Meaning][];
  return actions.filter(([, { target }]) => target === kind).map(([action]) => action);
}

/** The meaning of a recorded action; null for one that an earlier or later version recorded. */
function meaningOf(action: string): Meaning | null {
  return Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction] : null;
}

/** An action in words for a reader, such as "Signed in". An unknown one is shown as it was recorded. */
export function auditWords(action: string): string {
  return meaningOf(action)?.words ?? action.charAt(0).toUpperCase() + action.slice(1);
}

/** The page of what an action was done to; null where it has none, was erased, or is masked for this reader. */
export function auditLink(entry: { id: number; action: string; target: string | null }): AuditLink | null {
  const { id, action, target } = entry;
  const kind = meaningOf(action)?.target;
  if (kind === "erasure") return { to: `/admin/super/erase/${id}`, text: "Certificate", atLeast: "admin" };
  if (target === null || target === "[erased]" || isMasked(target)) return null;
  if (kind === undefined || kind === "person" || kind === "job") return null;
  const { path, atLeast } = AUDIT_TARGETS[kind];
  return { to: path(target), text: target, atLeast };
}

export type AuditLink = { to: string; text: string; atLeast: Role };
