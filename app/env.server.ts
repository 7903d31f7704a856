import { readFileSync } from "node:fs";
import { z } from "zod";
import { parseAddressRanges } from "#app/lib/address-ranges.server.ts";
import { parseBucketAddress } from "#app/lib/bucket-address.server.ts";
import { isTimeZone } from "#app/lib/is-time-zone.ts";
import { ROLES } from "#app/lib/roles.ts";
import { serverAddresses } from "#app/lib/server-addresses.ts";

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
const SHORTEST_SECRET = 8;

/** Several, so that one can be replaced without losing deliveries. A short one can be guessed, and any of them opens. */
const secrets = list
  .refine((all) => all.length > 0, "it contains no secret")
  .refine(
    (all) => all.every((secret) => secret.length >= SHORTEST_SECRET),
    `each secret needs at least ${SHORTEST_SECRET} characters; separate several secrets with commas`,
  );

function areRanges(ranges: string[]): boolean {
  try {
    parseAddressRanges(ranges);
    return true;
  } catch {
    return false;
  }
}

const SSL_MODES = ["disable", "allow", "prefer", "require", "no-verify", "verify-ca", "verify-full"];
const TARGETS = ["any", "read-write", "primary"];

/** A PostgreSQL URL as libpq reads it, with several servers too. `role` is in the example that a fault shows. */
function database(role: string) {
  const asked = (address: string, name: string) =>
    new URL(serverAddresses(address)[0] ?? address).searchParams.get(name);
  return text
    .refine((address) => serverAddresses(address).length > 0, {
      error: `write it as postgres://${role}:password@host:port/database, and several servers as host1:port,host2:port`,
      abort: true,
    })
    .refine(
      (address) => SSL_MODES.includes(asked(address, "sslmode") ?? "disable"),
      `sslmode is one of ${SSL_MODES.join(", ")}`,
    )
    .refine(
      (address) => TARGETS.includes(asked(address, "target_session_attrs") ?? "any"),
      "the portal writes, so target_session_attrs must be read-write",
    );
}

/** Certificates in PEM: the text itself, or the path of a file with it. */
const certificates = text.transform((value, context) => {
  const isCertificate = (pem: string | undefined) => pem?.includes("-----BEGIN CERTIFICATE-----");
  const pem = isCertificate(value) ? value.replaceAll("\\n", "\n") : readIfThere(value);
  if (pem !== undefined && isCertificate(pem)) return pem;
  context.addIssue("write the PEM text of the certificates, or the path of a file with it that the portal can read");
  return z.NEVER;
});

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Every setting, its default, and what to say when it is wrong. `.env.example` describes each for operators. */
const Env = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  DATABASE_URL: database("user"),
  MIGRATION_DATABASE_URL: database("owner").optional(),
  DATABASE_DIRECT_URL: database("user").optional(),
  DATABASE_READ_URL: database("user")
    .refine((address) => serverAddresses(address).length === 1, "name one server, the standby to read")
    .optional(),
  DATABASE_CA: certificates.optional(),
  // Fewer would let jobs that hold one connection wait forever for a second.
  DATABASE_POOL_SIZE: z.coerce.number().int().min(4).max(100).default(10),
  HOST: text.default("0.0.0.0"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "write it as https://your-domain.com" }).optional(),
  TRUST_PROXY: hops.optional(),
  DRAIN_SECONDS: seconds.max(600).default(0),
  VERCEL: flag.optional(),
  VERCEL_PROJECT_PRODUCTION_URL: text.optional(),
  CRON_SECRET: text.min(16, "choose one of at least 16 characters").optional(),
  METRICS_TOKEN: text.min(16, "choose one of at least 16 characters").optional(),
  WORKER_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: "write it as http://collector:4318" }).optional(),
  OTEL_SERVICE_NAME: text.default("convoso-portal"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  LOG_FORMAT: z.enum(["json", "pretty"]).default("json"),

  DIGEST_KEY: text.min(32, "choose one of at least 32 characters").optional(),

  ADMIN_PASSWORD: text.min(8, "choose one of at least 8 characters").optional(),

  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "write it as https://login.example.com" }).optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  OIDC_ALLOWED_DOMAIN: text.toLowerCase().optional(),
  /** A listener needs campaigns, which only an admin chooses. */
  OIDC_AUTO_ROLE: z.enum(ROLES).exclude(["listener"]).optional(),

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
  RECORDING_CHECKS_PER_MINUTE: z.coerce.number().int().min(0).max(100).default(5),
  RECORDING_HOSTS: text
    .transform((list) => list.split(",").map((host) => host.trim().toLowerCase()))
    .default(["*.convoso.com"]),

  LEDGER_CHECK_SECONDS: z
    .string()
    .regex(/^\s*(off|\d+(\s*,\s*\d+)*)\s*$/, "write seconds with commas between, such as 900,10800, or off")
    .transform((list) =>
      list.trim() === "off"
        ? []
        : list
            .split(",")
            .map(Number)
            .sort((a, b) => a - b),
    )
    .default([900, 10_800, 86_400, 604_800]),
  LEDGER_BACKFILL_DAYS: days.default(7),
  LEDGER_FIX: list
    .pipe(
      z.array(
        z.enum(["missing", "differing", "none"], { error: "write missing, differing, both with a comma, or none" }),
      ),
    )
    .default(["missing", "differing"]),

  RECORDING_LIFETIME_DAYS: days.min(1).default(155),

  ARCHIVE_DIR: text.transform((dir) => (dir === "none" ? undefined : dir)).optional(),
  ARCHIVE_URL: text
    .refine((url) => parseBucketAddress(url), "write it as s3://bucket/prefix?region=us-east-1&endpoint=https://…")
    .optional(),
  ARCHIVE_MIN_FREE_MB: z.coerce.number().min(0).default(1024),
  ARCHIVE_VERIFY_DAYS: days.default(30),

  WORKER_BEAT_SECONDS: seconds.min(1).default(5),
  WORKER_DEAD_AFTER_SECONDS: seconds.min(2).default(45),

  RETENTION_PAYLOAD_DAYS: days.default(90),
  RETENTION_TEST_DATA_DAYS: days.default(30),
  // The audit log itself refuses to lose what is younger: see migrations/005_audit.sql.
  RETENTION_AUDIT_DAYS: days.refine((count) => count === 0 || count >= 30, "choose 0 or at least 30").default(730),
});

/** Without a spool, what is not stored is lost: a database that is waking up is waited for. */
const ON_VERCEL: Record<string, string> = { DATABASE_PATIENCE_SECONDS: "10" };

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
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const given = { ...(flag.safeParse(set.VERCEL).data && ON_VERCEL), ...set };
  const parsed = Env.refine((env) => !env.OIDC_ISSUER || env.OIDC_CLIENT_ID, { path: ["OIDC_CLIENT_ID"] })
    .refine((env) => !env.OIDC_ISSUER || env.OIDC_CLIENT_SECRET, { path: ["OIDC_CLIENT_SECRET"] })
    .safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined ? `${name} is not set` : `${name} is wrong: ${wordsOf(issue)}`;
  });
  throw new InvalidEnvironment(
    `The configuration has ${faults.length === 1 ? "an error" : `${faults.length} errors`}:\n${faults
      .map((fault) => `  - ${fault}`)
      .join("\n")}\nSet it in the environment or in .env.local; .env.example describes every setting.`,
  );
}

/** What zod says of a number, in words for somebody who sets it. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return issue.expected === "int" ? "write a whole number" : "write a number";
  if (issue.code === "too_small" && issue.origin !== "string") return `the least is ${issue.minimum}`;
  if (issue.code === "too_big" && issue.origin !== "string") return `the most is ${issue.maximum}`;
  return issue.message;
}

let parsed: Env | undefined;

/**
 * The settings of this process: the only place that reads `process.env`. Parsed at the first call, which is at boot, and ends
 * the process with the list of what is missing or wrong.
 */
export function env(): Env {
  parsed ??= parseOrEnd();
  return parsed;
}

function parseOrEnd(): Env {
  try {
    return parseEnv(process.env);
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
