import { ROLES, type Role } from "#app/lib/roles.ts";

export type Visitor = "anonymous" | Role;
export const VISITORS: Visitor[] = ["anonymous", ...ROLES];

/** What a request gets: a status, or the way to the sign-in page. */
type Answer = number | "sign-in";
export type Answers = Record<Visitor, Answer>;

/** What a form of the route posts, and what comes of it. */
export type Post = { form: Record<string, string>; answers: Answers };

export type Row = {
  /** An example of its address; `{…}` is filled in by the test. */
  path: string;
  get: Answers;
  /** Missing: the route takes no posts. */
  posts?: Post[];
  /** Under /api, where programs knock from wherever they are: no Origin is asked for. */
  isForPrograms?: true;
  /** What it answers continues until the client leaves. */
  isEndless?: true;
};

const everyone = (status: number): Answers =>
  Object.fromEntries(VISITORS.map((visitor) => [visitor, status])) as Answers;
const viewers = (status: number): Answers => ({ ...everyone(status), anonymous: "sign-in" });
/** Listeners, of the campaign of the call. */
const listeners = (status: number): Answers => ({ ...viewers(status), viewer: 403 });
const operators = (status: number): Answers => ({ ...listeners(status), listener: 403 });
/** A file says in plain text that the session has ended. */
const file = (answers: Answers): Answers => ({ ...answers, anonymous: 401 });
const admins = (status: number): Answers => ({ ...operators(status), operator: 403 });

const page = viewers(200);
const post = (answers: Answers, form: Record<string, string> = {}): Post => ({ form, answers });
const SAMPLE = { endpoint: "echo", contentType: "application/json", body: "{}", signature: "none" };

/** Every route of the app by its id, and what each visitor may do there. A route that is not here fails the test. */
export const routeTable: Record<string, Row> = {
  // Open to all: the way in, the webhooks, the health.
  // What is posted to "/" is a delivery to the wrong address.
  "routes/_index": { path: "/", get: everyone(302), posts: [post(everyone(404))], isForPrograms: true },
  "routes/sign-in": {
    path: "/sign-in",
    get: everyone(200),
    posts: [post(everyone(200), { email: "no", password: "" })],
  },
  "routes/sign-in_.sso": { path: "/sign-in/sso", get: everyone(404) }, // this server has no identity provider
  "routes/sign-in_.sso_.callback": { path: "/sign-in/sso/callback", get: everyone(404) },
  "routes/invitation": { path: "/invitation?token=none", get: everyone(200), posts: [post(everyone(200))] },
  "routes/sign-out": {
    path: "/sign-out",
    get: everyone(302),
    posts: [post({ ...everyone(302), anonymous: "sign-in" })],
  },
  "routes/api.admin.health": { path: "/api/admin/health", get: everyone(200), isForPrograms: true },
  "routes/api.admin.live": { path: "/api/admin/live", get: everyone(200), isForPrograms: true },
  "routes/api.admin.ready": { path: "/api/admin/ready", get: everyone(200), isForPrograms: true },
  "routes/metrics": { path: "/metrics", get: everyone(404), isForPrograms: true }, // this server has no METRICS_TOKEN
  "routes/api.cron.jobs": { path: "/api/cron/jobs", get: everyone(404), isForPrograms: true }, // a worker does it here
  "routes/api.webhooks.convoso": {
    path: "/api/webhooks/convoso",
    get: everyone(405),
    posts: [post(everyone(200), { call_id: "test-walk", disposition: "SALE" })],
    isForPrograms: true,
  },
  "routes/api.webhooks.convoso-leads": {
    path: "/api/webhooks/convoso-leads",
    get: everyone(405),
    posts: [post(everyone(200), { lead_id: "test-walk", first_name: "Ann" })],
    isForPrograms: true,
  },
  "routes/api.webhooks.echo": {
    path: "/api/webhooks/echo",
    get: everyone(200),
    posts: [post(everyone(200), { any: "thing" })],
    isForPrograms: true,
  },

  "routes/api.$": {
    path: "/api/webhooks/convoso-lead",
    get: everyone(404),
    posts: [post(everyone(404), { lead_id: "test-walk" })],
    isForPrograms: true,
  },

  // The portal: viewers read, operators act, admins manage.
  "routes/admin.super": { path: "/admin/super", get: page },
  "routes/admin.super.$": { path: "/admin/super/nothing-here", get: viewers(404) },
  "routes/admin.super.preferences": {
    path: "/admin/super/preferences",
    get: viewers(302),
    posts: [post(viewers(302), { theme: "dark" })],
  },
  "routes/admin.super._index": { path: "/admin/super?index", get: page },
  "routes/admin.super.search": { path: "/admin/super/search?search=call", get: page },
  "routes/admin.super.live": { path: "/admin/super/live", get: page, isEndless: true },
  "routes/admin.super.webhook-logs": { path: "/admin/super/webhook-logs", get: page },
  "routes/admin.super.webhook-logs_.$eventId": {
    path: "/admin/super/webhook-logs/{eventId}",
    get: page,
  },
  "routes/admin.super.webhook-logs_.$eventId_.edit": {
    path: "/admin/super/webhook-logs/{eventId}/edit",
    get: operators(200),
    posts: [post(operators(200), { body: "{}", contentType: "application/json", query: "" })],
  },
  "routes/admin.super.identity": {
    path: "/admin/super/identity",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.identity_.change": {
    path: "/admin/super/identity/change?split={contactId}",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.retention": {
    path: "/admin/super/retention",
    get: operators(200),
    posts: [post(admins(200), { intent: "preview", name: "Everything", count: "10", unit: "years" })],
  },
  "routes/admin.super.archive": {
    path: "/admin/super/archive",
    get: operators(200),
    posts: [post(operators(302), { intent: "pause" }), post(operators(302), { intent: "resume" })],
  },
  "routes/admin.super.at-risk": {
    path: "/admin/super/at-risk",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.storage": { path: "/admin/super/storage", get: operators(200) },
  "routes/admin.super.evidence": { path: "/admin/super/evidence", get: admins(200) },
  "routes/admin.super.evidence_.new": {
    path: "/admin/super/evidence/new?call={callId}",
    get: admins(200),
    posts: [post(admins(200), { reason: "" })], // whether the worker has copied the recording by now is open
  },
  "routes/admin.super.evidence_.$setId": { path: "/admin/super/evidence/{setId}", get: admins(200) },
  "routes/admin.super.evidence_.$setId_.zip": { path: "/admin/super/evidence/{setId}/zip", get: file(admins(410)) },
  "routes/admin.super.holds": { path: "/admin/super/holds", get: operators(200) },
  "routes/admin.super.holds_.new": {
    path: "/admin/super/holds/new?call={callId}",
    get: admins(200),
    posts: [post(admins(302), { name: "Case", reason: "The walk" })],
  },
  "routes/admin.super.holds_.$holdId": {
    path: "/admin/super/holds/{holdId}",
    get: operators(200),
    posts: [post(admins(302))],
  },
  "routes/admin.super.replays": { path: "/admin/super/replays", get: operators(200) },
  "routes/admin.super.replays_.new": {
    path: "/admin/super/replays/new?event={eventId}",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.replays_.$replayId": {
    path: "/admin/super/replays/{replayId}",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.fetches": { path: "/admin/super/fetches", get: operators(200) },
  "routes/admin.super.fetches_.new": {
    path: "/admin/super/fetches/new?call={callId}",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.fetches_.$fetchId": {
    path: "/admin/super/fetches/{fetchId}",
    get: operators(200),
    posts: [post(operators(302))],
  },
  "routes/admin.super.webhook-logs_.$eventId.body": {
    path: "/admin/super/webhook-logs/{eventId}/body",
    get: file(operators(200)),
  },
  "routes/admin.super.leads": { path: "/admin/super/leads", get: page },
  "routes/admin.super.leads_.$contactId": { path: "/admin/super/leads/{contactId}", get: page },
  "routes/admin.super.leads_.$contactId_.data": {
    path: "/admin/super/leads/{contactId}/data",
    get: file(admins(200)),
  },
  "routes/admin.super.exports.$file": { path: "/admin/super/exports/leads.csv", get: file(operators(200)) },
  "routes/admin.super.export-progress": { path: "/admin/super/export-progress", get: operators(200) },
  "routes/admin.super.calls": { path: "/admin/super/calls", get: page },
  "routes/admin.super.calls_.$callId": {
    path: "/admin/super/calls/{callId}",
    get: page,
    posts: [post(operators(302))],
  },
  "routes/admin.super.campaigns": { path: "/admin/super/campaigns", get: page },
  "routes/admin.super.views": {
    path: "/admin/super/views",
    get: viewers(302),
    posts: [post(viewers(302), { list: "calls", name: "Walked", query: "test=no" })],
  },
  "routes/admin.super.notes": {
    path: "/admin/super/notes",
    get: viewers(302),
    posts: [
      post(operators(302), { what: "lead", id: "1", text: "" }),
      post(operators(302), { what: "lead", id: "1", intent: "delete", note: "0" }),
    ],
  },
  "routes/admin.super.note-runs": { path: "/admin/super/note-runs", get: operators(200) },
  "routes/admin.super.note-runs_.new": {
    path: "/admin/super/note-runs/new?call={callId}",
    get: operators(200),
    posts: [post(operators(200), { text: "" }), post(operators(302), { text: "Walked" })],
  },
  "routes/admin.super.note-runs_.$runId": {
    path: "/admin/super/note-runs/{noteRunId}",
    get: operators(200),
    posts: [post(operators(302), { intent: "stop" })],
  },
  "routes/admin.super.agents": { path: "/admin/super/agents", get: page },
  "routes/admin.super.agents_.$agentId": { path: "/admin/super/agents/{agentId}", get: page },
  "routes/admin.super.ledger": {
    path: "/admin/super/ledger",
    get: page,
    posts: [post(operators(200), { days: "none" })],
  },
  "routes/admin.super.ledger_.differences": {
    path: "/admin/super/ledger/differences",
    get: page,
    posts: [post(operators(302), { intent: "fix", difference: "0" }), post(operators(302), { intent: "ask" })],
  },
  "routes/admin.super.ledger_.settle": {
    path: "/admin/super/ledger/settle?difference=0",
    get: operators(200),
    posts: [post(operators(302), { intent: "fix" }), post(operators(200), { intent: "accept", note: "" })],
  },
  "routes/admin.super.ledger_.fixes": { path: "/admin/super/ledger/fixes", get: operators(200) },
  "routes/admin.super.ledger_.fixes_.$fixId": {
    path: "/admin/super/ledger/fixes/0",
    get: operators(404),
    posts: [post(operators(302), { intent: "stop" })],
  },
  "routes/admin.super.dispositions": {
    path: "/admin/super/dispositions",
    get: page,
    posts: [post(admins(200), { code: "" }), post(admins(302), { intent: "remove", code: "NOT THERE" })],
  },
  "routes/admin.super.field-map": {
    path: "/admin/super/field-map",
    get: operators(200),
    posts: [
      post(admins(200), { intent: "try", basedOn: "0", key: "Best number", meaning: "phoneNumber" }),
      post(admins(200), { intent: "save", basedOn: "0", newKey: "", newMeaning: "email" }),
      post(admins(302), { intent: "restore", basedOn: "0", version: "999999" }),
    ],
  },
  "routes/admin.super.reveal": { path: "/admin/super/reveal", get: page, posts: [post(viewers(200))] },
  "routes/admin.super.unsent": { path: "/admin/super/unsent", get: page, posts: [post(viewers(302))] },
  "routes/admin.super_.calls.$callId.recording": {
    path: "/admin/super/calls/{callId}/recording",
    get: file(listeners(200)),
  },
  "routes/admin.super.setup": {
    path: "/admin/super/setup",
    get: page,
    posts: [
      post(operators(302), { intent: "check" }),
      post(operators(302), { intent: "names" }),
      post(admins(200), { intent: "secret" }),
    ],
  },
  "routes/admin.super.test-tools": {
    path: "/admin/super/test-tools",
    get: page,
    posts: [
      post(operators(200), SAMPLE),
      post(admins(200), { intent: "clear" }),
      post(operators(200), { intent: "connection" }),
    ],
  },
  "routes/admin.super.failed-jobs": { path: "/admin/super/failed-jobs", get: page, posts: [post(operators(302))] },
  "routes/admin.super.erase": {
    path: "/admin/super/erase",
    get: admins(200),
    posts: [post(admins(200), { phone: "" })],
  },
  "routes/admin.super.erasures.$erasureId": {
    path: "/admin/super/erasures/0",
    get: admins(404),
    posts: [
      post(admins(404), { intent: "look", lead: "1" }),
      post(admins(404), { intent: "erase", sure: "yes" }),
      post(admins(404), { intent: "keep" }),
    ],
  },
  "routes/admin.super_.erase.$entryId": {
    path: "/admin/super/erase/0",
    get: admins(404),
    posts: [post(admins(404), { phone: "2135550123" })],
  },
  "routes/admin.super.account": {
    path: "/admin/super/account",
    get: page,
    posts: [post(viewers(200), { intent: "sign-out" }), post(viewers(200), { intent: "password" })],
  },
  "routes/admin.super.audit": { path: "/admin/super/audit", get: admins(200) },
  "routes/admin.super.people": {
    path: "/admin/super/people",
    get: admins(200),
    posts: [post(admins(200), { email: "no address" })],
  },
  "routes/admin.super.people_.$userId": {
    path: "/admin/super/people/{userId}",
    get: admins(200),
    posts: [
      ...["role", "disable", "enable", "invite", "sign-out"].map((intent) =>
        post(admins(200), { intent, role: "viewer" }),
      ),
    ],
  },
};
