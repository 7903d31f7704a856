const SOUND = /^audio\/[a-z0-9.+-]{1,40}$/;

/** The endings of file names by type, where programs know one. */
const ENDINGS: Record<string, string> = {
  "audio/mpeg": ".mp3",
  "audio/mp3": ".mp3",
  "audio/wav": ".wav",
  "audio/wave": ".wav",
  "audio/x-wav": ".wav",
  "audio/ogg": ".ogg",
  "audio/mp4": ".m4a",
};

/**
 * The headers of a recording as they are passed on, with a name for its file. Its host says what it is, and could name a script or
 * a picture that runs with the rights of the portal: what is not called a sound is called MP3, since players look at the content
 * anyway.
 */
export function asSound(ofHost: Headers, name: string): Headers {
  const headers = new Headers(ofHost);
  const said = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const type = SOUND.test(said) ? said : "audio/mpeg";
  headers.set("content-type", type);
  headers.set("content-disposition", `inline; ${asFileName(name + (ENDINGS[type] ?? ""))}`);
  headers.set("x-content-type-options", "nosniff");
  headers.set("content-security-policy", "sandbox; default-src 'none'; media-src 'self'; frame-ancestors 'none'");
  headers.set("cache-control", "private, no-store, no-transform");
  return headers;
}

/** A file's name as HTTP spells it: in plain characters, and as it is. */
function asFileName(name: string): string {
  const plain = name.replace(/[^ -~]|["\\/%]/g, "_");
  const escaped = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${escaped}`;
}
