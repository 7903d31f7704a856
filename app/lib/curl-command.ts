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

/** A command for a POSIX shell that posts `body` byte for byte. */
export function curlCommand({ url, headers, body, withSecret }: Parts): string {
  return [
    `curl -X POST ${quote(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`.trimEnd())}`),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the braces are the shell's
    ...(withSecret ? ['-H "x-webhook-secret: ${CONVOSO_WEBHOOK_SECRET%%,*}"'] : []),
    `--data-raw ${quote(body)}`,
  ].join(" \\\n  ");
}
