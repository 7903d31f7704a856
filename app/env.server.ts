import { z } from "zod";
import { parseAddressRanges } from "#app/lib/address-ranges.server.ts";
import { isTimeZone } from "#app/lib/is-time-zone.ts";
import { ROLES } from "#app/lib/roles.ts";

// An empty line in .env.local, as in `ADMIN_PASSWORD=`, means "not set".
const text = z.string().trim().min(1);
const seconds = z.coerce.number().int().min(0);
const days = z.coerce.number().int().min(0).max(36_500);
const flag = z.enum(["0", "1", "true", "false"]).transform((value) => value === "1" || value === "true");

const list = text.transform((values) =>
  values
    .split(",")
    .map((value) => value.trim())
    .filter(Boolean),
);
/** How many proxies stand in front: "true" is one. */
const hops = z
  .string()
  .regex(/^(true|false|\d)$/, "write 0, or how many proxies stand in front")
  .transform((value) => (value === "true" ? 1 : value === "false" ? 0 : Number(value)));
const SHORTEST_OF_SEVERAL = 8;

/** Several, so that one can be replaced without losing deliveries. Any short one would be as good as the others. */
const secrets = list
  .refine((all) => all.length > 0, "there is no secret in it")
  .refine(
    (all) => all.length === 1 || all.every((secret) => secret.length >= SHORTEST_OF_SEVERAL),
    `commas separate secrets, and of several each needs at least ${SHORTEST_OF_SEVERAL} characters`,
  );

function areRanges(ranges: string[]): boolean {
  try {
    parseAddressRanges(ranges);
    return true;
  } catch {
    return false;
  }
}

/** Every setting, its default, and what to say when it is wrong. `.env.example` describes each for operators. */
const Env = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//, "write it as postgres://user:password@host:port/database"),
  HOST: text.default("0.0.0.0"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "write it as https://your-domain.com" }).optional(),
  TRUST_PROXY: hops.optional(),
  VERCEL: flag.optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),

  ADMIN_PASSWORD: text.min(8, "choose one of at least 8 characters").optional(),

  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "write it as https://login.example.com" }).optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  OIDC_ALLOWED_DOMAIN: text.toLowerCase().optional(),
  OIDC_AUTO_ROLE: z.enum(ROLES).optional(),

  CONVOSO_WEBHOOK_SECRET: secrets.optional(),
  CONVOSO_AUTH_TOKEN: text.optional(),
  CONVOSO_API_URL: z.url({ protocol: /^https?$/ }).default("https://api.convoso.com/v1"),
  CONVOSO_REQUESTS_PER_SECOND: z.coerce.number().min(0).max(1000).default(3),
  CONVOSO_TIME_ZONE: text
    .refine(isTimeZone, "use an IANA name such as America/Los_Angeles")
    .default("America/Los_Angeles"),
  CONVOSO_SOURCE_RANGES: list
    .refine(areRanges, "write addresses or ranges such as 66.85.240.0/21, with commas between")
    .default(["66.85.240.0/21"]),
  WEBHOOK_RATE_PER_MINUTE: z.coerce.number().int().min(1).default(6000),

  DATABASE_PATIENCE_SECONDS: z.coerce.number().min(0.5).max(60).default(1.5),
  SPOOL_DIR: text.default(".data/spool"),
  SPOOL_LIMIT_MB: z.coerce.number().min(1).default(512),

  RECORDING_DELAY_SECONDS: seconds.default(120),
  RECORDING_RETRY_SECONDS: z
    .string()
    .regex(/^\s*\d+(\s*,\s*\d+)*\s*$/, "write seconds with commas between, such as 240,480,900")
    .transform((list) => list.split(",").map(Number))
    .default([240, 480, 900, 1800, 3600, 7200, 21600, 86400]),
  RECORDING_HOSTS: text
    .transform((list) => list.split(",").map((host) => host.trim().toLowerCase()))
    .default(["*.convoso.com"]),

  WORKER_BEAT_SECONDS: seconds.min(1).default(15),
  WORKER_DEAD_AFTER_SECONDS: seconds.min(2).default(45),

  RETENTION_PAYLOAD_DAYS: days.default(90),
  RETENTION_TEST_DATA_DAYS: days.default(30),
  // The audit log itself refuses to lose what is younger: see migrations/009_audit.sql.
  RETENTION_AUDIT_DAYS: days.refine((count) => count === 0 || count >= 30, "choose 0 or at least 30").default(730),
});

/** The settings, parsed. Durations are in the unit that the name ends with. */
export type Env = z.infer<typeof Env>;

export class InvalidEnvironment extends Error {
  override name = "InvalidEnvironment";
}

/**
 * Reads the settings from `source`.
 * @throws {InvalidEnvironment} whose message lists every missing or wrong value, and never shows a value
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = Env.refine((env) => !env.OIDC_ISSUER || env.OIDC_CLIENT_ID, { path: ["OIDC_CLIENT_ID"] })
    .refine((env) => !env.OIDC_ISSUER || env.OIDC_CLIENT_SECRET, { path: ["OIDC_CLIENT_SECRET"] })
    .safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined ? `${name} is not set` : `${name} is wrong: ${issue.message}`;
  });
  throw new InvalidEnvironment(
    `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults
      .map((fault) => `  - ${fault}`)
      .join("\n")}\nSet it in the environment or in .env.local; .env.example describes every setting.`,
  );
}

let parsed: Env | undefined;

/** The settings of this process: the only place that reads `process.env`. Parsed at the first call, which is at boot. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
