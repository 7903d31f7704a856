type Parts = {
  url: string;
  /** An empty value keeps curl from adding that header. */
  headers: Record<string, string>;
  body: string;
  /** Sends the webhook secret out of the reader's own environment, the first of several, so that it never stands here. */
  withSecret?: boolean;
};

/** `text` as one word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The first of the secrets in the reader's own environment. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the braces are the shell's
const SECRET_HEADER = '-H "x-webhook-secret: ${CONVOSO_WEBHOOK_SECRET%%,*}"';

/** A command for a POSIX shell that posts `body` byte for byte. */
export function curlCommand({ url, headers, body, withSecret }: Parts): string {
  return [
    `curl -X POST ${quote(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`.trimEnd())}`),
    ...(withSecret ? [SECRET_HEADER] : []),
    `--data-raw ${quote(body)}`,
  ].join(" \\\n  ");
}

/** The command that posts a first call to the webhook for calls, in as few words as possible. @param between its parts */
export function firstCallCommand(url: string, withSecret: boolean, between = " "): string {
  return [
    `curl -X POST ${url}`,
    '-H "Content-Type: application/json"',
    ...(withSecret ? [SECRET_HEADER] : []),
    `-d '{"call_id": "test-123", "duration": 120, "disposition": "SALE", "agent_name": "Test Agent"}'`,
  ].join(between);
}
