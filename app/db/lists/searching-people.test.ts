import assert from "node:assert/strict";
import { test } from "node:test";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { listContacts } from "#app/db/leads/contacts.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();

const PEOPLE: Record<string, [first: string, last: string, phone: string, email?: string]> = {
  1: ["José", "Muñoz", "239-555-0141", "jose@example.com"],
  2: ["Sinéad", "O’Connor", "+44 20 7946 0123", "o'connor@example.com"],
  3: ["Jürgen", "Groß", "+49 172 1547608"],
  4: ["İpek", "Yıldız", "305-555-0143"],
  5: ["Anne-Marie", "van der Berg", "239-555-0145"],
  6: ["李", "小龙", "+86 138 0013 8000"],
  7: ["Ann\u00a0Mary", "D'Angelo Jr.", "555-0123"],
  8: ["Łukasz", "Wałęsa", "787-555-0148"],
  9: ["محمد", "علي", "٣٠٥٥٥٥٠١٤٩"],
  10: ["Nguyễn", "Thị Hương", "305 555 0150"],
  11: ["Æther", "Øster", "305.555.0151 x77"],
  12: ["Иван", "Ёлкин", "305-555-0152"],
  13: ["ΣΟΦΙΑ", "Παπάς", "305-555-0153"],
};
for (const [id, [first_name, last_name, phone, email]] of Object.entries(PEOPLE)) {
  await receiveDelivery(rawDelivery("lead", { lead_id: `L${id}`, first_name, last_name, phone, email }));
  await receiveDelivery(rawDelivery("call", { call_log_id: id, lead_id: `L${id}`, phone, status: "NI" }));
}

/** What people type, a line for those whom it must find. */
const TYPED: Record<string, string[]> = {
  1: ["jose", "JOSÉ", "jose\u0301", "munoz", "Muñoz, José", " jose   munoz ", "jose\u00a0munoz", "jose\u200b", "ｊｏｓｅ", "jo* mu*"],
  2: ["oconnor", "o'connor", "O’CONNOR", "O`Connor", "o connor", "connor", "sinead o"],
  3: ["gross", "groß", "GROẞ", "jurgen", "JÜRGEN"],
  4: ["ipek", "İPEK", "IPEK", "ıpek", "yildiz", "YILDIZ", "Yıldız"],
  5: ["anne marie", "Anne–Marie", "van der berg", "berg"],
  6: ["李", "小龙"],
  7: ["ann mary", "dangelo", "d'angelo", "angelo jr", "555-0123", "5550123"],
  8: ["lukasz", "walesa", "Wałęsa", "787"],
  9: ["محمد", "محمد علي", "3055550149", "٣٠٥٥٥٥٠١٤٩"],
  10: ["nguyen", "thi huong", "Nguyễn Thị"],
  11: ["aether", "æther", "oster", "Øster", "0151", "305.555.0151 x77"],
  12: ["иван", "ИВАН", "елкин", "ёлкин"],
  13: ["σοφια", "σοφία", "παπας", "ΠΑΠΆΣ"],
}; // biome-ignore format: a table

const PHONES: Record<string, string[]> = {
  1: ["2395550141", "(239) 555-0141", "+1 239 555 0141", "239–555–0141", "239/555-0141", "٢٣٩٥٥٥٠١٤١", "２３９５５５０１４１", "555-0141", "0141", "239-555-0141 x5"],
  2: ["+44 20 7946 0123", "442079460123", "00442079460123", "020 7946 0123", "7946 0123", "o’connor@example.com"],
  3: ["0172 1547608", "1547608"],
}; // biome-ignore format: a table

async function found(search: string): Promise<[leads: string[], calls: string[]]> {
  const { rows } = await listContacts(db, { search }, {});
  const request = new Request(`https://portal.example.com/?${new URLSearchParams({ search })}`);
  const { filter, faults } = callQuery(request, { isMasked: false });
  assert.deepEqual(faults, []);
  const calls = await listCalls(db, filter);
  return [rows.map(({ lead_id }) => lead_id ?? ""), calls.rows.map(({ call_id }) => call_id)];
}

for (const typed of [TYPED, PHONES]) {
  for (const [id, texts] of Object.entries(typed)) {
    const [first, last, phone] = PEOPLE[id] ?? [];
    test(`${first} ${last}, ${phone}, is found by ${texts.join(" · ")}`, async () => {
      for (const text of texts) assert.deepEqual(await found(text), [[`L${id}`], [id]], text);
    });
  }
}

test("a search without words finds nothing and does not fail", async () => {
  for (const text of ["%", "_", "\\", "'", "*", "()", "🙂", "zzz", "juergen"])
    assert.deepEqual(await found(text), [[], []], text);
});
