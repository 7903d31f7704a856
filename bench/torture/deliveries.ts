import { createRandom } from "#test/convoso-simulator/random.ts";

/** One request to be sent, and what it says in the words of our columns. The marker travels in a header. */
export type Planned = {
  marker: string;
  endpoint: "convoso" | "convoso-leads";
  body: string;
  /** `calls` or `contacts`, and Convoso's id of the row. */
  table: "calls" | "contacts";
  key: string;
  says: Record<string, string>;
};

/** How many calls come without their recording: the worker has to find those. */
const WITHOUT_RECORDING = 0.02;
const DISPOSITIONS = ["SALE", "NI", "CB", "DNC", "TRANSFER"];

/**
 * An endless mix, drawn from the seed: leads, new calls, redispositions of earlier calls, corrected leads, and exact
 * repetitions of an earlier body. Ids begin with `prefix`, so that rounds do not touch each other's rows.
 */
export function createDeliveries(prefix: string, seed: number): { next: () => Planned; searched: Set<string> } {
  const random = createRandom(seed);
  const sent: Planned[] = [];
  const counts = { call: 0, lead: 0 };
  const searched = new Set<string>();

  function lead(): Omit<Planned, "marker"> {
    const isNew = counts.lead === 0 || random.chance(0.7);
    const key = `${prefix}l${isNew ? counts.lead++ : random.between(0, counts.lead - 1)}`;
    const says = { first_name: `First ${sent.length}`, last_name: `Last ${random.between(1, 999)}` };
    const body = JSON.stringify({ lead_id: key, ...says, phone_number: "2135550123" });
    return { endpoint: "convoso-leads", body, table: "contacts", key, says };
  }

  function newCall(): Omit<Planned, "marker"> {
    const key = `${prefix}c${counts.call++}`;
    const says = {
      lead_id: `${prefix}l${random.between(0, counts.lead)}`,
      agent: String(310_400 + random.between(0, 30)),
      disposition: random.pick(DISPOSITIONS),
      duration_seconds: String(random.between(1, 900)),
    };
    const { duration_seconds, agent, ...rest } = says;
    const isSearched = random.chance(WITHOUT_RECORDING);
    if (isSearched) searched.add(key);
    const recording = isSearched ? {} : { recording_url: `https://recordings.convoso.com/${key}.mp3` };
    const body = JSON.stringify({ call_id: key, ...rest, agent_id: agent, duration: duration_seconds, ...recording });
    return { endpoint: "convoso", body, table: "calls", key, says };
  }

  function redisposition(): Omit<Planned, "marker"> {
    const key = `${prefix}c${random.between(0, counts.call - 1)}`;
    const says = { disposition: random.pick(DISPOSITIONS), agent_comment: `Note ${sent.length}` };
    return { endpoint: "convoso", body: JSON.stringify({ call_id: key, ...says }), table: "calls", key, says };
  }

  function draw(): Omit<Planned, "marker"> {
    const chance = random.next();
    if (chance < 0.1 && sent.length > 0) return random.pick(sent.slice(-500));
    if (chance < 0.35 || counts.call === 0) return random.chance(0.5) && counts.lead > 0 ? newCall() : lead();
    return chance < 0.65 ? redisposition() : newCall();
  }

  return {
    searched,
    next() {
      const planned = { ...draw(), marker: `${prefix}${sent.length}` };
      sent.push(planned);
      return planned;
    },
  };
}
