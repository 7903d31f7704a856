import { type Json, parseJson } from "#app/convoso/clean-json.server.ts";

const MAX_LENGTH = 2000;

function parseUrl(text: string): string | null {
  const url = text.trim();
  return url.length <= MAX_LENGTH && /^https?:\/\/\S+$/i.test(url) && URL.canParse(url) ? url : null;
}

function parseEmbedded(text: string): Json {
  try {
    return parseJson(text, () => {});
  } catch {
    return null;
  }
}

/**
 * Finds a recording's link: the text itself (webhook), or the first entry's `public_url`, else `src`, else `url` (call log
 * API), also where those came as JSON text inside a form.
 * @returns null where there is no http(s) link: a bare file name is none, and no host may be guessed for it
 */
export function parseRecording(value: Json): string | null {
  if (typeof value === "string") {
    return /^\s*[[{]/.test(value) ? parseRecording(parseEmbedded(value)) : parseUrl(value);
  }
  if (Array.isArray(value)) {
    for (const entry of value) {
      const url = parseRecording(entry);
      if (url) return url;
    }
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const key of ["public_url", "src", "url"]) {
    const link = value[key];
    const url = typeof link === "string" ? parseUrl(link) : null;
    if (url) return url;
  }
  return null;
}
