import { parseArgs } from "node:util";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";

const usage = `Simulates Convoso: its API, its recordings, and the webhooks of a busy call centre.

  node scripts/simulator.ts [--port 4010] [--host 127.0.0.1] [--portal http://127.0.0.1:3000]
    [--calls-per-minute 20] [--recording-delay 45] [--history 200] [--seed 7] [--token simulator-token]
    [--time-zone America/Los_Angeles]

Without --portal it sends nothing and only answers. CONVOSO_WEBHOOK_SECRET, if set, goes with every webhook.`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h" },
    port: { type: "string", default: "4010" },
    host: { type: "string", default: "127.0.0.1" },
    portal: { type: "string" },
    "calls-per-minute": { type: "string", default: "20" },
    "recording-delay": { type: "string", default: "45" },
    history: { type: "string", default: "0" },
    seed: { type: "string", default: "7" },
    token: { type: "string", default: "simulator-token" },
    "time-zone": { type: "string", default: "America/Los_Angeles" },
  },
});

function number(name: "port" | "calls-per-minute" | "recording-delay" | "history" | "seed"): number {
  const value = Number(values[name]);
  if (values[name].trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  console.error(`--${name} must be a number, 0 or more.\n\n${usage}`);
  process.exit(1);
}

/** Resolves when anything answers at the portal's address; says once that it waits. */
async function portalAnswers(portalUrl: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(new URL("/api/admin/health", portalUrl), { redirect: "manual" }).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    if (tries === 0) console.log(`Waiting for the portal at ${portalUrl} …`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

if (values.help) {
  console.log(usage);
  process.exit(0);
}

const simulator = await startSimulator({
  port: number("port"),
  host: values.host,
  seed: number("seed"),
  authToken: values.token,
  timeZone: values["time-zone"],
  recordingDelaySeconds: number("recording-delay"),
  recordingJitterSeconds: number("recording-delay") / 2,
  portalUrl: values.portal,
  webhookSecret: process.env.CONVOSO_WEBHOOK_SECRET?.split(",")[0]?.trim() || undefined,
  log: (line) => console.log(`[convoso] ${line}`),
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}
console.log(`The simulated Convoso runs at ${simulator.apiUrl}`);

if (values.portal) {
  await portalAnswers(values.portal);
  const [history, callsPerMinute] = [number("history"), number("calls-per-minute")];
  if (history > 0) {
    await simulator.history(history);
    console.log(`Sent ${history} calls of the past days.`);
  }
  if (callsPerMinute > 0) await simulator.run(callsPerMinute);
}
