// A call centre's history as SQL. `h` is a hash of the row's number: its bits are the row's dice, so that the same number
// gives the same row, and a delivery knows the call that it brought.

const CAMPAIGNS = [
  ...["Medicare Advantage Q4", "Medicare Advantage Q3", "Final Expense", "Auto Insurance", "Solar West", "Solar East"],
  ...["Debt Relief", "ACA Open Enrollment", "Home Warranty", "Roofing TX", "Tax Resolution", "Life 50+", "Windows FL"],
  ...["Student Loans", "Pest Control", "Hearing Aids"],
];
/** Most calls reach nobody. */
const DISPOSITIONS =
  "NA NA NA NA NA NA NA NA NA NA NA NA NA NA NA NA A A A A A A A A A A AM AM AM AM B B B DROP DROP N DC WN HU HU HU HU HU CALLBK CALLBK CALLBK NI NI NI NI NI NI NI NI NQ NQ DNC DNC XFER XFER SALE SALE CD PDROP".split(
    " ",
  );
const FIRST_NAMES =
  "Ann Bob Carla David Elena Frank Grace Hector Irene James Keisha Luis Maria Nathan Olivia Pedro Quinn Rosa Sam Tina Ursula Victor Wendy Xavier Yolanda Zach Marisol Devon Priya Wei Fatima Omar".split(
    " ",
  );
const LAST_NAMES =
  "Adams Baker Castillo Diaz Evans Flores Garcia Hughes Ibarra Johnson Kim Lopez Miller Nguyen O'Neil Patel Quiroz Reyes Smith Torres Underwood Vega Williams Xiong Young Zamora Brooks Cole Dunn Ellis Fox Grant".split(
    " ",
  );
const STATES = "CA CA CA TX TX TX FL FL FL NY NY PA IL OH GA NC MI NJ VA WA AZ TN MA IN MO MD WI CO MN SC AL LA".split(
  " ",
);

const list = (words: readonly string[]) => `array[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(",")}]`;
const pick = (words: readonly string[], dice: string) => `(${list(words)})[1 + (${dice}) % ${words.length}]`;

/** The statements that fill each table, the longest first, for so many calls over so many days until `end`. */
export function fillStatements(calls: number, days: number, end: Date): string[] {
  const leads = Math.max(1, Math.floor(calls / 4));
  // Ten hours of every day, the same number of calls each day.
  const at = (n: string) => `to_timestamp(${end.getTime() / 1000}
    - (${days - 1} - (${n} - 1) * ${days}::bigint / ${calls}) * 86400
    - 36000 * (1 - ((${n} - 1) * ${days}::bigint % ${calls}) / ${calls}::float8))`;
  const phone = (lead: string) => `(2000000000 + ${lead}::bigint * 7919 % 7999999993)::text`;
  const uuid = (time: string, dice: string) => `(lpad(to_hex((date_part('epoch', ${time}) * 1000)::bigint), 12, '0')
    || '7' || lpad(to_hex((n % 4096)), 3, '0') || '8' || lpad(to_hex((${dice}) & 1152921504606846975), 15, '0'))::uuid`;

  // What a call is, by its number, for the call itself, its search and its delivery.
  const callRows = (numbers: string) => `(
    select n, h, (1000000000 + n)::text as call_id, ${at("n")} as at,
      case when n % 5000 = 0 then 1 else greatest(1, (n + 3) / 4 - ((h >> 8) & 2047)) end as lead,
      1 + ((h >> 20) & 65535) % 200 as agent,
      ${pick(CAMPAIGNS, "(((h >> 26) & 255) * ((h >> 34) & 255)) >> 12")} as campaign,
      case when h & 16383 = 1 then 'POST' else ${pick(DISPOSITIONS, "(h >> 2) & 63")} end as disposition,
      case when h & 7 = 1 then 'inbound' when h & 127 = 2 then 'manual' else 'outbound' end as direction,
      case when (h >> 2) & 63 < 37 then ((h >> 40) & 31)::int else (20 - 190 * ln((((h >> 40) & 4095) + 1)::float8 / 4097))::int end as seconds,
      (h >> 13) & 127 as recorded
    from (select n, hashint8extended(n, 1) as h from ${numbers} as n) as dice offset 0)`;

  return [
    `truncate call_events; insert into call_events (id, endpoint, kind, outcome, is_misrouted, is_test, received_at, method, content_type, headers,
      source_address, body, body_size, body_shape, http_status, error, hint, processing_ms, call_id, contact_id, agent_id)
    select ${uuid("at", "h")}, endpoint, kind, outcome, misrouted, h & 2047 = 7, at, 'POST', 'application/json',
      '{"host": "portal.example.com", "user-agent": "GuzzleHttp/7", "content-type": "application/json"}',
      '66.85.240.' || (h & 127), convert_to(body, 'UTF8'), length(body), 'json',
      case outcome when 'processed' then 200 when 'duplicate' then 200 when 'echoed' then 200 when 'refused' then 401 when 'failed' then 202 else 422 end,
      case outcome when 'failed' then 'The delivery could not be applied.' when 'invalid' then 'Neither a lead nor a call.' when 'refused' then 'The secret is missing.' end,
      case when misrouted then 'Lead data at the call address.' end, 3.5,
      case when kind = 'call' then call_id end, case when kind is not null then lead end, case when kind = 'call' then agent end
    from (
      select *, case when kind = 'call' then '{"call_log_id":"' || call_id || '","lead_id":"' || 5000000 + lead || '","phone_number":"' || ${phone("lead")}
            || '","campaign":"' || campaign || '","agent_id":"' || 310000 + agent || '","disposition":"' || disposition || '","call_type":"' || direction
            || '","length_in_sec":"' || seconds || '","call_date":"' || to_char(at, 'YYYY-MM-DD HH24:MI:SS') || '","list_id":"' || 1000 + (h & 127) || '"}'
          else '{"lead_id":"' || 5000000 + lead || '","phone_number":"' || ${phone("lead")} || '","first_name":"' || ${pick(FIRST_NAMES, "(h & 31)")}
            || '","last_name":"' || ${pick(
              LAST_NAMES.filter((name) => !name.includes("'")),
              "((h >> 5) & 15)",
            )} || '","email":"lead' || lead || '@example.com","city":"Springfield","owner_id":"' || (h & 1023) || '"}' end as body
      from (
        select *, case when kind is null and outcome = 'echoed' then 'echo' when misrouted or kind = 'call' then 'call' else 'lead' end as endpoint
        from (
          select *,
            case when h & 8191 = 3 then 'failed' when h & 2047 = 4 then 'invalid' when h & 4095 = 8 then 'refused' when h & 4095 = 16 then 'echoed'
              when h & 127 = 9 then 'duplicate' else 'processed' end as outcome,
            h & 16383 = 33 as misrouted,
            case when h & 8191 = 3 or h & 2047 = 4 or h & 4095 in (8, 16) then null when h & 16383 = 33 or n % 10 = 8 then 'lead' else 'call' end as kind
          from ${callRows(`generate_series(1, ${calls})`)} as call offset 0
        ) as event offset 0
      ) as event offset 0
    ) as event`,

    `truncate calls; insert into calls (call_id, lead_id, contact_id, agent_id, phone_number, phone_e164, caller_id, campaign, campaign_id, list_id,
      queue, disposition, disposition_name, direction, term_reason, duration_seconds, started_at, started_at_text, ended_at, occurred_at,
      recording_url, recording_source, recording_found_at, recording_verdict, recording_fault, recording_given_up, extra, is_test, created_at, updated_at, last_event_id)
    select call_id, (5000000 + lead)::text, lead, agent, ${phone("lead")}, '+1' || ${phone("lead")}, '8005550100', campaign,
      (100 + h & 15)::text, (1000 + (h & 127))::text, case when direction = 'inbound' then 'Main line' end, disposition, initcap(disposition), direction,
      case when h & 1 = 0 then 'AGENT' else 'CALLER' end, seconds, at, to_char(at, 'YYYY-MM-DD HH24:MI:SS'), at + make_interval(secs => seconds), at,
      case when recorded < 58 then 'https://recordings.example.com/2026/' || call_id || '-' || to_hex(h & 4294967295) || '.mp3' end,
      case when recorded < 20 then 'webhook' when recorded < 58 then 'fetcher' end,
      case when recorded < 58 then at + interval '3 minutes' end,
      case when recorded = 5 then 'failed' when recorded between 6 and 12 then 'playable' end, case when recorded = 5 then '404' end,
      recorded between 58 and 119 and n <= ${calls - 60} and h & 1023 < 12, '{}', h & 2047 = 7, at, at, ${uuid("at", "h")}
    from ${callRows(`generate_series(1, ${calls})`)} as call`,

    `truncate agents; insert into agents (agent_id, name, email, created_at)
    select (310000 + n)::text, ${pick(FIRST_NAMES, "n")} || ' ' || ${pick(LAST_NAMES, "n / 7")} || ' ' || n,
      'agent' || n || '@example.com', ${at("1")}
    from generate_series(1, 200) as n`,

    `truncate contacts; insert into contacts (lead_id, first_name, last_name, phone_number, phone_e164, email, address, city, state, zip, country,
      campaign, list_id, status, conversion, extra, is_test, created_at, updated_at, last_event_id)
    select (5000000 + n)::text, ${pick(FIRST_NAMES, "(h & 31)")}, ${pick(LAST_NAMES, "((h >> 5) & 31)")} || case when h & 3 = 0 then '-' || ${pick(LAST_NAMES, "((h >> 37) & 31)")} else '' end,
      ${phone("n")}, '+1' || ${phone("n")},
      case when h & 7 < 6 then lower(${pick(FIRST_NAMES, "(h & 31)")}) || n || '@example.com' end,
      (1 + (h >> 44 & 8191)) || ' Main Street', 'Springfield', ${pick(STATES, "((h >> 15) & 31)")}, lpad(((h >> 20) & 65535)::text, 5, '0'), 'US',
      ${pick(CAMPAIGNS, "(((h >> 26) & 255) * ((h >> 34) & 255)) >> 12")}, (1000 + ((h >> 22) & 127))::text, 'NEW',
      case when h & 127 < 45 then 'new' when h & 127 < 85 then 'contacted' when h & 127 < 89 then 'converted' else 'lost' end,
      jsonb_build_object('owner_id', (h & 1023)::text, 'source_id', 'web-' || (h & 15)), h & 2047 = 5,
      at - interval '1 hour', at, ${uuid("at", "h")}
    from (select n, hashint8extended(n, 2) as h, ${at(`least((4 * n - 3), ${calls})`)} as at from generate_series(1, ${leads}) as n offset 0) as lead`,

    `truncate pending_recordings; insert into pending_recordings (call_id, state, attempts, next_try_at, last_try_at, last_answer, created_at, updated_at)
    select call_id, state, 1, case when state in ('waiting', 'blocked') then now() + interval '2 minutes' end, at + interval '3 minutes',
      case when state = 'found' then 'Convoso returned the recording.' else 'Convoso has the call, but no recording of it (yet).' end, at, at
    from (
      select *, case when recorded < 58 then 'found' when n > ${calls - 40} then 'waiting' when n > ${calls - 60} then 'blocked'
        when h & 1023 < 12 then 'gave_up' else 'absent' end as state
      from ${callRows(`generate_series(1, ${calls})`)} as call
    ) as call
    where recorded between 20 and 119 or state in ('waiting', 'blocked')`,

    `truncate audit_log; insert into audit_log (at, actor, action, target, details, source_address)
    select ${at("n * 50")}, 'person' || (h & 15) || '@example.com',
      ${pick(["sign in", "sign out", "play recording", "reveal", "export calls", "end export", "retry recording"], "((h >> 8) & 255)")},
      (1000000000 + n * 50)::text, jsonb_build_object('export', 'x' || n), '203.0.113.' || (h & 127)
    from (select n, hashint8extended(n, 3) as h from generate_series(1, ${Math.floor(calls / 50)}) as n) as dice`,
  ];
}
