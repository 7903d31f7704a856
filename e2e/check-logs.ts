import { readFileSync } from "node:fs";

// Blanks and punctuation, plain or as a URL has them.
const BETWEEN = String.raw`(?:[\s()./-]|%[0-9a-fA-F]{2})*`;

/** What the played Convoso's people have; numbers around it would make it an id or a time. */
const PERSONAL = {
  "a phone number": new RegExp(String.raw`(?:(?<![\d.])|(?<=%28))\d{3}${BETWEEN}555${BETWEEN}01\d\d(?!\d)`),
  "a phone number with its country": new RegExp(String.raw`(?:\+|%2B)1${BETWEEN}\d{3}${BETWEEN}\d{3}${BETWEEN}\d{4}`),
  "an e-mail address": /[\w.+-]+(?:@|%40)[\w-]+\.[a-z]{2,}/i,
  "a session": /portal_session=/,
};

/** How a secret may stand in a log. */
function spellingsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const inForm = encodeURIComponent(secret).replaceAll("%20", "+");
  return [
    secret,
    escaped,
    encodeURIComponent(secret),
    inForm,
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  ];
}

/**
 * Looks through what web and worker logged, at the most talkative level.
 * @throws when a log is missing or empty, or holds one of the secrets or anything personal
 */
export function checkLogs(files: readonly string[], secrets: readonly string[]): void {
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    if (text.trim() === "") throw new Error(`${file} is empty, so it proves nothing.`);
    for (const secret of secrets) {
      if (secret === "") throw new Error("A secret to look for is empty.");
      // The secret itself must not stand in this message either.
      if (spellingsOf(secret).some((spelling) => text.includes(spelling))) {
        throw new Error(`${file} holds a secret that begins with ${secret.slice(0, 3)}.`);
      }
    }
    for (const line of text.split("\n")) {
      for (const [what, pattern] of Object.entries(PERSONAL)) {
        if (pattern.test(line)) throw new Error(`${file} holds ${what}: ${line.slice(0, 300)}`);
      }
    }
  }
}
