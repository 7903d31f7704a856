import type { Samples } from "./samples.ts";

/** A page that is measured. `isBounded`: no index finds what it looks for, so it looks at so many rows only, and says so. */
export type Case = { tab: string; name: string; path: (samples: Samples, turn: number) => string; isBounded?: boolean };

const query = (values: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
const turns = <T>(values: readonly T[], turn: number) => values[turn % values.length] as T;

/** Every tab, filter and search; each request is about another row, word or day. */
export function listCases(now: Date): Case[] {
  const day = (ago: number) => new Date(+now - ago * 86_400_000).toISOString().slice(0, 10);
  const tab =
    (name: string, path: string) =>
    (what: string, values: (samples: Samples, turn: number) => object, isBounded?: boolean): Case => ({
      tab: name,
      name: what,
      path: (samples, turn) => `${path}?${query(values(samples, turn) as Record<string, string | number>)}`,
      ...(isBounded && { isBounded }),
    });
  const page = (name: string, what: string, path: Case["path"]): Case => ({ tab: name, name: what, path });
  const overview = tab("Overview", "/admin/super");
  const agents = tab("Agents", "/admin/super/agents");
  const calls = tab("Calls", "/admin/super/calls");
  const leads = tab("Leads", "/admin/super/leads");
  const logs = tab("Webhook Logs", "/admin/super/webhook-logs");
  const audit = tab("Audit", "/admin/super/audit");
  const found = (what: string, search: (samples: Samples, turn: number) => string, isBounded?: boolean) =>
    logs(`search ${what}`, (samples, turn) => ({ search: search(samples, turn) }), isBounded);

  return [
    page("Health", "/api/admin/health", () => "/api/admin/health"),
    page("Overview", "as it opens", () => "/admin/super"),
    ...["hour", "day", "this-week", "last-30-days"].map((range) => overview(range, () => ({ range }))),
    overview("with test data", () => ({ range: "this-week", test: "yes" })),
    overview("its own span", (_, turn) => ({ from: day(20 - (turn % 15)), to: day(17 - (turn % 15)) })),

    calls("newest", () => ({})),
    calls("a page in the middle", ({ calls }, turn) => ({ before: turns(calls, turn).cursor })),
    calls("back from there", ({ calls }, turn) => ({ after: turns(calls, turn).cursor })),
    calls("campaign", ({ campaigns }, turn) => ({ campaign: turns(campaigns, turn) })),
    calls("agent", ({ agents }, turn) => ({ agent: turns(agents, turn).id })),
    calls("lead", ({ calls }, turn) => ({ lead: turns(calls, turn).contact_id })),
    calls("disposition", (_, turn) => ({ disposition: turns(["SALE", "na", "WN", "HU"], turn) })),
    calls("rare disposition", () => ({ disposition: "POST" })),
    calls("without a disposition", () => ({ without: "disposition" })),
    calls("direction", (_, turn) => ({ direction: turns(["inbound", "outbound", "manual"], turn) })),
    calls("longer than", (_, turn) => ({ longer: turns([60, 300, 600, 900, 1200], turn) })),
    calls("shorter than", (_, turn) => ({ shorter: turns([5, 30, 600], turn) })),
    calls("length between", (_, turn) => ({
      longer: turns([60, 700, 1000], turn),
      shorter: turns([65, 710, 1010], turn),
    })),
    ...["has", "found", "playable", "failed", "waiting", "gave_up", "absent", "blocked", "none"].map((recording) =>
      calls(`recording ${recording}`, () => ({ recording })),
    ),
    calls("test data", () => ({ test: "yes" })),
    calls("real data", () => ({ test: "no" })),
    calls("range", (_, turn) => ({ range: turns(["hour", "day", "last-week"], turn) })),
    calls("from and to", (_, turn) => ({ from: day(20 - (turn % 15)), to: day(19 - (turn % 15)) })),
    calls("campaign and disposition", ({ campaigns }, turn) => ({
      campaign: turns(campaigns, turn),
      disposition: "SALE",
    })),
    calls("agent and disposition", ({ agents }, turn) => ({ agent: turns(agents, turn).id, disposition: "SALE" })),
    calls("agent and direction", ({ agents }, turn) => ({ agent: turns(agents, turn).id, direction: "manual" })),
    calls("agent and day", ({ agents }, turn) => ({ agent: turns(agents, turn).id, from: day(9), to: day(8) })),
    calls("disposition and recording", () => ({ disposition: "SALE", recording: "gave_up" })),
    page("Call", "one call", ({ calls }, turn) => `/admin/super/calls/${turns(calls, turn).call_id}`),

    leads("newest", () => ({})),
    leads("a page in the middle", ({ leads }, turn) => ({ before: turns(leads, turn).cursor })),
    ...["new", "contacted", "converted", "lost"].map((conversion) =>
      leads(`conversion ${conversion}`, () => ({ conversion })),
    ),
    leads("campaign", ({ campaigns }, turn) => ({ campaign: turns(campaigns, turn) })),
    leads("list", (_, turn) => ({ list: 1000 + (turn % 128) })),
    leads("state", (_, turn) => ({ state: turns(["CA", "AL", "NY"], turn) })),
    leads("test data", () => ({ test: "yes" })),
    leads("from and to", (_, turn) => ({ from: day(20 - (turn % 15)), to: day(19 - (turn % 15)) })),
    leads("campaign and state", ({ campaigns }, turn) => ({ campaign: turns(campaigns, turn), state: "CA" })),
    leads("list and conversion", (_, turn) => ({ list: 1000 + (turn % 128), conversion: "converted" })),
    leads("search a last name", ({ leads }, turn) => ({ search: turns(leads, turn).last_name })),
    leads("search first and last name", ({ leads }, turn) => ({ search: `Ann ${turns(leads, turn).last_name}` })),
    leads("search a name's beginning", (_, turn) => ({ search: turns(["ma", "wil", "j", "ann"], turn) })),
    leads("search a phone", ({ leads }, turn) => ({ search: turns(leads, turn).phone })),
    leads("search a phone's end", ({ leads }, turn) => ({ search: turns(leads, turn).phone.slice(-7) })),
    leads("search an e-mail", ({ leads }, turn) => ({ search: turns(leads, turn).email })),
    leads("search a lead id", ({ leads }, turn) => ({ search: turns(leads, turn).lead_id })),
    leads("search what is not there", (_, turn) => ({ search: `zq${turn}x` })),
    page("Lead", "one lead", ({ leads }, turn) => `/admin/super/leads/${turns(leads, turn).id}`),
    page("Lead", "one with many calls", () => "/admin/super/leads/1"),
    page(
      "Lead",
      "its journey, oldest first",
      ({ leads }, turn) => `/admin/super/leads/${turns(leads, turn).id}?order=oldest`,
    ),

    agents("as it opens", () => ({})),
    agents("a week", () => ({ range: "this-week", order: "sales" })),
    agents("a month", () => ({ range: "last-30-days" })),
    agents("of a campaign", ({ campaigns }, turn) => ({ campaign: turns(campaigns, turn) })),
    page("Campaigns", "as it opens", () => "/admin/super/campaigns"),
    agents("search a name", ({ agents }, turn) => ({ search: turns(agents, turn).name })),
    page("Agent", "one agent", ({ agents }, turn) => `/admin/super/agents/${turns(agents, turn).id}`),
    page("Dispositions", "as it opens", () => "/admin/super/dispositions"),

    logs("newest", () => ({})),
    logs("a page in the middle", ({ events }, turn) => ({ before: turns(events, turn).id })),
    logs("back from there", ({ events }, turn) => ({ after: turns(events, turn).id })),
    ...["lead", "call", "echo"].map((type) => logs(`type ${type}`, () => ({ type }))),
    ...["processed", "duplicate", "invalid", "refused", "echoed", "failed"].map((outcome) =>
      logs(`outcome ${outcome}`, () => ({ outcome })),
    ),
    logs("misrouted", () => ({ misrouted: "yes" })),
    logs("test data", () => ({ test: "yes" })),
    logs("range", (_, turn) => ({ range: turns(["hour", "day", "last-week"], turn) })),
    logs("from and to", (_, turn) => ({ from: day(20 - (turn % 15)), to: day(19 - (turn % 15)) })),
    logs("type and outcome", (_, turn) => ({ type: "lead", outcome: turns(["failed", "invalid", "processed"], turn) })),
    logs("source", (_, turn) => ({ source: `66.85.240.${turn % 128}` })),
    found("disposition:", (_, turn) => `disposition:${turns(["SALE", "NI", "na", "WN"], turn)}`),
    found("agent:", ({ agents }, turn) => `agent:"${turns(agents, turn).name}"`),
    found("campaign:", ({ campaigns }, turn) => `campaign:"${turns(campaigns, turn)}"`),
    found("phone:", ({ calls }, turn) => `phone:${turns(calls, turn).phone}`),
    found("lead:", ({ leads }, turn) => `lead:${turns(leads, turn).lead_id}`),
    found("call:", ({ calls }, turn) => `call:${turns(calls, turn).call_id}`),
    found("duration:", () => "duration:>600"),
    found("status:", () => "status:200"),
    found("outcome: and type:", () => "outcome:processed type:call"),
    found("outcome: that is rare", (_, turn) => turns(["outcome:failed", "outcome:invalid"], turn)),
    found("is:", (_, turn) => turns(["is:test", "is:misrouted"], turn)),
    found("words that many bodies hold", () => "Springfield"),
    found("JSON that many bodies hold", () => '{"call_type":"inbound"}'),
    found("a word that no body holds", (_, turn) => `zq${turn}x`, true),
    found("JSON that no body holds", (_, turn) => `{"call_type":"zq${turn}"}`, true),
    found("a part of a phone", ({ calls }, turn) => `phone:${turns(calls, turn).phone.slice(-7)}`, true),
    page("Delivery", "one delivery", ({ events }, turn) => `/admin/super/webhook-logs/${turns(events, turn).id}`),
    page(
      "Delivery",
      "compared with another one",
      ({ events }, turn) => `/admin/super/webhook-logs/${turns(events, turn).id}?against=${turns(events, turn + 1).id}`,
    ),
    page("Fetches", "as it opens", () => "/admin/super/fetches"),
    page("Replays", "as it opens", () => "/admin/super/replays"),
    page("Replays", "a new one of a day's calls", (_, turn) => {
      const from = 20 - (turn % 15);
      return `/admin/super/replays/new?${query({ all: "", type: "call", from: day(from), to: day(from - 1) })}`;
    }),

    audit("newest", () => ({})),
    audit("person", (_, turn) => ({ person: `person${turn % 16}@example.com` })),
    audit("action", (_, turn) => ({ action: turns(["sign in", "play recording", "reveal"], turn) })),
    audit("from and to", (_, turn) => ({ from: day(20 - (turn % 15)), to: day(19 - (turn % 15)) })),
    page("Setup", "as it opens", () => "/admin/super/setup"),
    page("Test Tools", "as it opens", () => "/admin/super/test-tools"),
    page("Failed jobs", "as it opens", () => "/admin/super/failed-jobs"),
    page("Account", "as it opens", () => "/admin/super/account"),
    page("People", "as it opens", () => "/admin/super/people"),
  ];
}
