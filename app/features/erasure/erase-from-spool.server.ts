import { readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { env } from "#app/env.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { foldText } from "#app/lib/fold-text.ts";
import { plainDigits } from "#app/lib/plain-digits.ts";

/**
 * Sees to it that this machine's spool holds nothing that `pattern` finds: what waits is stored in the database, to be
 * erased there, and segments that were set aside as damaged are deleted.
 * @returns false where a delivery that names it still waits, because it cannot be stored or another process is at it
 */
export async function eraseFromSpool(pattern: string): Promise<boolean> {
  await drainSpool();
  const { SPOOL_DIR } = env();
  const regExp = new RegExp(pattern, "s");
  let isClean = true;
  for (const name of await namesIn(SPOOL_DIR)) {
    const path = join(SPOOL_DIR, name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0)); // drained meanwhile
    if (!readings(bytes).some((text) => regExp.test(foldText(text)))) continue;
    if (name.endsWith(".damaged")) await unlink(path);
    else isClean = false;
  }
  return isClean;
}

/** What bytes may say: in either encoding, with the escapes of addresses, forms and JSON read, and in plain digits. */
function readings(bytes: Buffer): string[] {
  const texts = [bytes.toString("latin1"), bytes.toString("utf8")];
  const readable = texts.map((text) => {
    const plain = text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
      Buffer.from(codes.replaceAll("%", ""), "hex").toString(),
    );
    return plain
      .replaceAll("+", " ")
      .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  });
  const all = [...texts, ...readable];
  return [...all, ...all.map(plainDigits)];
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
