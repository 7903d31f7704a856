import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2) as (algorithm: "argon2id", parameters: Argon2Parameters) => Promise<Buffer>;

/** The first of the settings that OWASP's Password Storage Cheat Sheet recommends: 46 MiB, one pass, one lane. */
const COST = { memory: 47_104, passes: 1, parallelism: 1 };
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Costs as much to compare with as any other, and is no password's. */
const NOBODYS = phc(COST, Buffer.alloc(16), Buffer.alloc(32));

/** A password's argon2id hash with its own salt, as a PHC string: `$argon2id$v=19$m=47104,t=1,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  return phc(COST, nonce, await derive("argon2id", { ...COST, nonce, message: bytes(password), tagLength: 32 }));
}

/** Whether `hash` is this password's. Without a hash it takes as long, so that time does not tell who is a user. */
export async function isPasswordOf(hash: string | null, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = "", tag = ""] = PHC.exec(hash ?? NOBODYS) ?? [];
  const expected = Buffer.from(tag, "base64");
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const nonce = Buffer.from(salt, "base64");
  const actual = await derive("argon2id", { ...cost, nonce, message: bytes(password), tagLength: expected.length });
  return timingSafeEqual(actual, expected) && hash !== null;
}

// One keyboard composes ü of two characters, another has it as one.
const bytes = (password: string) => Buffer.from(password.normalize("NFC"));

function phc(cost: typeof COST, salt: Buffer, hash: Buffer): string {
  const text = (part: Buffer) => part.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(salt)}$${text(hash)}`;
}
