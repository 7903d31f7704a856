/** Words of the libraries, which tell nobody what to do. No page shows them. */
export const RAW_WORDS =
  /Invalid (?:input|option|string|email|URL|UUID)|Too (?:big|small)|expected (?:string|one of|number)|ZodError|Unexpected Server Error|\[object |did not provide an|Something went wrong/;

/** What of a page can be read. */
export const withoutScripts = (html: string) => html.replaceAll(/<script[^>]*>.*?<\/script>/gs, "");
