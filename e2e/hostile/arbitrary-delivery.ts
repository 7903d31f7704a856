import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { samples } from "#app/convoso/samples.server.ts";
import { SILENCE } from "#test/arbitrary-said.ts";
import { BODY_SHAPES } from "#test/body-shapes.ts";

/** A delivery as somebody who wants to do harm, or does not know what he does, may send it. */
export type HostileDelivery = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Uint8Array;
  isChunked: boolean;
};

const KEYS = [
  ...samples.flatMap(({ body }) => body.match(/[a-z_]{2,30}/gi) ?? []),
  ...["call_id", "call_log_id", "lead_id", "id", "phone_number", "phone_code", "duration", "recording", "agent_id"],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "", "a.b.c", "params", "payload"],
];
const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...KEYS) }, fc.string({ unit: "binary", maxLength: 12 }));

const NUMBERS = ["0", "-0", "-1", "1e400", "-1e-400", "9".repeat(400), "9007199254740993", "1.0000000000000000001"];
const TEXTS = ["\0", "\ud800", "\udfff\ud800", "\u202e", "2024-03-10 02:30:00", "0000-00-00 00:00:00", "99:99:99"];
const LONG = [
  "x".repeat(5_000),
  "+1 213 555 0123".repeat(100),
  "' or 1=1; drop table calls; --",
  "<script>alert(1)</script>",
];
const scalar = fc.oneof(
  fc.constantFrom(...NUMBERS, "true", "null"),
  fc.constantFrom(...TEXTS, ...LONG).map((text) => JSON.stringify(text)),
  fc.string({ unit: "binary", maxLength: 30 }).map((text) => JSON.stringify(text)),
  fc.integer({ min: 0, max: 2_000 }).map(String), // few ids, so that deliveries meet on the same rows
);

/** An object as text, so that keys may come twice and numbers be as long as they like. */
const objectText = (value: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(key, value), { maxLength: 12 })
    .map((pairs) => `{${pairs.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);
const json = objectText(
  fc.oneof(
    { weight: 5, arbitrary: scalar },
    objectText(scalar),
    fc.jsonValue().map((v) => JSON.stringify(v)),
  ),
);
const form = fc
  .array(fc.tuple(key, scalar), { maxLength: 12 })
  .map((pairs) => pairs.map(([name, text]) => `${encodeURIComponent(name.toWellFormed())}=${text}`).join("&"));

const bytes = (text: string) => new TextEncoder().encode(text);

const damagedSample = fc
  .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 6 }), fc.nat(3))
  .map(([sample, changes, cut]) => {
    const body = bytes(sample.body);
    for (const [at, byte] of changes) if (at < body.length) body[at] = byte;
    return cut === 0 ? body.subarray(0, body.length / 2) : body;
  });

const nested = fc
  .tuple(
    fc.constantFrom("[", '{"a":', '[{"call_id":'),
    fc.oneof({ weight: 9, arbitrary: fc.nat(200) }, fc.nat(20_000)),
    fc.boolean(),
  )
  .map(([open, depth, isClosed]) => {
    const close = { "[": "]", '{"a":': "}", '[{"call_id":': "}]" }[open] ?? "";
    return bytes(`${open.repeat(depth)}1${isClosed ? close.repeat(depth) : ""}`);
  });

const wide = fc
  .tuple(fc.integer({ min: 500, max: 4_000 }), fc.boolean())
  .map(([count, isForm]) =>
    bytes(
      isForm
        ? Array.from({ length: count }, (_, index) => `f${index}=1`).join("&")
        : JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, index]))),
    ),
  );

const utf16 = json.map((text) => Buffer.from(`\ufeff${text}`, "utf16le"));

const body = fc.oneof(
  { weight: 30, arbitrary: json.map(bytes) },
  { weight: 15, arbitrary: form.map(bytes) },
  { weight: 8, arbitrary: json.map((text) => bytes(`${encodeURIComponent(text.toWellFormed())}=`)) },
  { weight: 5, arbitrary: form.map((text) => bytes(`params=${encodeURIComponent(text)}`)) },
  { weight: 15, arbitrary: damagedSample },
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 3, arbitrary: utf16 },
  { weight: 2, arbitrary: nested },
  { weight: 1, arbitrary: wide },
  { weight: 2, arbitrary: fc.constant(new Uint8Array()) },
);

const BOMB = gzipSync(Buffer.alloc(10 * 1024 * 1024, "call_id=1&"));
const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, "x-gzip": gzipSync };
type Packed = { body: Uint8Array; headers: Record<string, string> };
const packed: fc.Arbitrary<Packed> = fc
  .tuple(fc.constantFrom(...(Object.keys(pack) as (keyof typeof pack)[])), damagedSample, fc.nat(9), fc.boolean())
  .map(([encoding, plain, chance, isSaid]) => ({
    body: chance === 0 ? BOMB : pack[encoding](plain),
    headers: (isSaid ? { "content-encoding": encoding } : {}) as Record<string, string>,
  }));
/** Says that it is compressed, and is not. */
const unpacked: fc.Arbitrary<Packed> = fc
  .tuple(body, fc.constantFrom("gzip", "identity", "deflate, gzip", "zstd", "\u00e9", ","))
  .map(([plain, encoding]) => ({ body: plain, headers: { "content-encoding": encoding } }));
/** About as long as is allowed, and a little more. */
const long: fc.Arbitrary<Packed> = fc
  .tuple(
    fc.constantFrom("x", "call_id=1&", '"', "[", "\0", "%"),
    fc.constantFrom(100_000, 1_048_576, 1_048_577, 1_300_000),
  )
  .map(([part, size]) => ({ body: Buffer.alloc(size, part), headers: {} }));
/** What tools, spreadsheets and templates make of a body, with values that mean nothing or harm. */
const shaped: fc.Arbitrary<Packed> = fc
  .tuple(
    fc.constantFrom(...Object.values(BODY_SHAPES)),
    fc.array(fc.tuple(key, fc.oneof(fc.constantFrom(...SILENCE, ...TEXTS, ...LONG), scalar)), { maxLength: 12 }),
  )
  .map(([write, pairs]) => {
    const { body: written, contentType, contentEncoding } = write(pairs);
    return {
      body: written,
      headers: {
        ...(contentType && { "content-type": contentType }),
        ...(contentEncoding && { "content-encoding": contentEncoding }),
      },
    };
  });
const content: fc.Arbitrary<Packed> = fc.oneof(
  { weight: 60, arbitrary: shaped },
  { weight: 300, arbitrary: body.map((plain) => ({ body: plain, headers: {} })) },
  { weight: 15, arbitrary: packed },
  { weight: 15, arbitrary: unpacked },
  { weight: 1, arbitrary: long },
);

const TYPES = [
  ...["application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "text/plain"],
  ...["multipart/form-data; boundary=x", "multipart/form-data", "text/html", "application/xml", ";", "a".repeat(3_000)],
];
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((c) => String.fromCharCode(c)),
  maxLength: 60,
});
const printable = headerText.map((text) => text.replaceAll("\x7f", ""));
const header: fc.Arbitrary<[string, string]> = fc.oneof(
  fc.constantFrom(...TYPES).map((type): [string, string] => ["content-type", type]),
  fc.tuple(
    fc.constantFrom("x-convoso-signature", "authorization", "x-webhook-secret", "cookie", "x-test-data", "user-agent"),
    printable,
  ),
  fc.tuple(
    fc.constantFrom("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded"),
    fc.constantFrom(
      ...[
        "127.0.0.1",
        "66.85.240.9",
        "unknown",
        "[::1]:80",
        "https",
        "javascript",
        "a b",
        "evil.example",
        "for=1;host=x",
      ],
    ),
  ),
  fc.tuple(fc.constantFrom("x-long", "accept", "referer"), fc.constantFrom("y".repeat(7_000), "", "*/*", "data:,")),
  fc.constantFrom<[string, string]>(
    ["origin", "https://evil.example"],
    ["sec-fetch-site", "cross-site"],
    ["accept", "text/html"],
  ),
);

const query = fc.oneof(
  { weight: 6, arbitrary: fc.constant("") },
  form.map(
    (text) =>
      `?${[...text].map((c) => (/[!-~]/.test(c) && c !== "#" ? c : encodeURIComponent(c.toWellFormed()))).join("")}`,
  ),
  fc.constantFrom(
    "?key=x",
    "?%00=%00",
    "?%ff%fe=%c0%80",
    "?__proto__=1&call_id=2",
    `?${"q".repeat(6_000)}=1`,
    "?index",
    "??&&==",
  ),
);

/** Many of them. `secrets`: one of these is shown with most deliveries, so that they get past the door. */
export function* hostileDeliveries(
  secrets: readonly string[],
  { count, seed }: { count: number; seed: number },
): Generator<HostileDelivery, void> {
  const arbitrary = hostileDelivery(secrets);
  for (let made = 0; made < count; made += MADE_TOGETHER) {
    yield* fc.sample(arbitrary, { numRuns: Math.min(MADE_TOGETHER, count - made), seed: seed + made });
  }
}

const MADE_TOGETHER = 200;

function hostileDelivery(secrets: readonly string[]): fc.Arbitrary<HostileDelivery> {
  return fc
    .record({
      method: fc.oneof(
        { weight: 40, arbitrary: fc.constant("POST") },
        fc.constantFrom("GET", "PUT", "PATCH", "DELETE"),
      ),
      path: fc.tuple(
        fc.constantFrom(
          "/api/webhooks/convoso",
          "/api/webhooks/convoso-leads",
          "/api/webhooks/convoso",
          "/api/webhooks/echo",
          "//api/Webhooks//convoso/",
          "/api/webhooks/convoso-lead",
        ),
        query,
      ),
      secret: fc.oneof({ weight: 15, arbitrary: fc.constantFrom(...secrets) }, fc.constant(null)),
      headers: fc.array(header, { maxLength: 4 }),
      content,
      isChunked: fc.nat(9).map((chance) => chance === 0),
    })
    .map(({ method, path, secret, headers, content: { body, headers: said }, isChunked }) => ({
      method,
      path: path.join(""),
      headers: { ...Object.fromEntries(headers), ...said, ...(secret !== null && { "x-webhook-secret": secret }) },
      body: method === "GET" ? new Uint8Array() : body,
      isChunked: isChunked && method !== "GET",
    }));
}
