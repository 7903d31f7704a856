import { DateTime } from "luxon";
import { agents, campaigns, dispositions } from "./account.ts";
import { toAccountTime } from "./account-time.ts";
import type { ApiContext } from "./log-retrieve.ts";
import { type Params, pageOf, refusal } from "./vendor-answer.ts";

const yesOrNo = (is: boolean) => (is ? "Y" : "N");

/** `/status/search`: the vendor's misspelt key, and no filter where the query is blank. */
export function statusSearch(params: Params) {
  const query = params.get("query")?.toLowerCase() ?? "";
  const data = dispositions
    .filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(query))
    .map(({ code, name, isFinal = false, isSystem = false }) => ({
      status: code,
      name,
      final: yesOrNo(isFinal),
      reached: yesOrNo(!isSystem),
      success: yesOrNo(code === "SALE"),
      dnc: yesOrNo(code === "DNC"),
      callback: yesOrNo(code === "CB"),
      contact: yesOrNo(!isSystem),
      voicemail: yesOrNo(code === "A"),
      workflow_dispositon_event_option: 1,
      custom_status: "N",
    }));
  return { success: true, code: 200, data };
}

export function campaignsSearch() {
  return { success: true, data: campaigns.map(({ id, name }) => ({ id, name, status: "Y" })) };
}

/** `/lists/search`: active lists (1) or inactive ones (0), of which this account has none. */
export function listsSearch(params: Params) {
  const status = params.get("status");
  if (status !== "0" && status !== "1") return refusal(6045, "Status is required.");
  const lists = status === "1" ? campaigns.flatMap((campaign) => campaign.lists) : [];
  return {
    success: true,
    data: lists.map(({ id, name }) => ({ id: Number(id), name, status: "Y", last_called_at: null })),
  };
}

/** However many are asked for. */
const MOST_USERS = 8;

/** `/users/search`: an object keyed by id; `created_at` carries the account's offset, `last_login` does not. */
export function usersSearch(params: Params, { timeZone, center }: ApiContext) {
  const page = pageOf(params, { limit: 20, max: 1000 });
  if ("success" in page) return page;
  const wanted = params.get("user")?.toLowerCase().split(",");
  const found = agents.filter(({ email }) => wanted === undefined || wanted.includes(email));
  const results = found
    .slice(page.offset, page.offset + Math.min(page.limit, MOST_USERS))
    .map(({ id, name, email }) => {
      const [first, ...rest] = name.split(" ");
      const createdAt = DateTime.fromISO("2024-01-10T18:00:00Z").plus({ days: Number(id) % 365 });
      return [
        id,
        {
          id: Number(id),
          email,
          first_name: first,
          last_name: rest.join(" "),
          status: "Y",
          local_gmt: "-8.00",
          created_at: createdAt.setZone(timeZone).toFormat("yyyy-LL-dd'T'HH:mm:ssZZZ"),
          last_login: toAccountTime(center.clock(), timeZone),
        },
      ];
    });
  const { offset, limit } = page;
  const data = { offset, limit: String(limit), total: String(found.length), results: Object.fromEntries(results) };
  return { success: true, data };
}

/** `/leads/search`, by the filters that a portal needs. */
export function leadsSearch(params: Params, { center }: ApiContext) {
  const page = pageOf(params, { limit: 10, max: 2000 });
  if ("success" in page) return page;
  const [leadId, phone] = [params.get("lead_id"), params.get("phone_number")];
  const found = [...center.leads.values()].filter(
    (lead) => (leadId === undefined || lead.id === leadId) && (phone === undefined || lead.phone === phone),
  );
  const entries = found.slice(page.offset, page.offset + page.limit).map((lead) => ({
    id: lead.id,
    first_name: lead.firstName,
    last_name: lead.lastName,
    phone_number: lead.phone,
    email: lead.email,
    list_id: lead.list.id,
  }));
  return { success: true, data: { offset: page.offset, limit: page.limit, total: String(found.length), entries } };
}
