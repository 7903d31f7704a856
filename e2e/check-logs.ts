import { readFileSync } from "node:fs";

/** What the played Convoso's people have; numbers around it would make it an id or a time. */
const PERSONAL = {
  "a phone number": /(?<![\d.])\+?1?[\s(-]*\d{3}[)\s.-]*555[\s.-]*01\d\d(?!\d)/,
  "an e-mail address": /[\w.+-]+@[\w-]+\.[a-z]{2,}/i,
  "a session": /portal_session=/,
};

/**
 * Looks through what web and worker logged, at the most talkative level.
 * @throws when a log is missing or empty, or holds one of the secrets or anything personal
 */
export function checkLogs(files: readonly string[], secrets: readonly string[]): void {
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    if (text.trim() === "") throw new Error(`${file} is empty, so it proves nothing.`);
    for (const secret of secrets) {
      // The secret itself must not stand in this message either.
      if (text.includes(secret)) throw new Error(`${file} holds a secret that begins with ${secret.slice(0, 3)}.`);
    }
    for (const line of text.split("\n")) {
      for (const [what, pattern] of Object.entries(PERSONAL)) {
        if (pattern.test(line)) throw new Error(`${file} holds ${what}: ${line.slice(0, 300)}`);
      }
    }
  }
}
