/** A bucket and where it is. `prefix` is empty or ends in a slash; `name` says which bucket and prefix, without the rest. */
export type BucketAddress = {
  bucket: string;
  prefix: string;
  region: string;
  endpoint: string | null;
  name: string;
};

/** Amazon's own default; servers that are compatible take any. */
const USUAL_REGION = "us-east-1";

/**
 * Reads an address such as `s3://bucket/prefix?region=eu-west-1&endpoint=https://minio.example.com`.
 * @returns null where it is none
 */
export function parseBucketAddress(text: string): BucketAddress | null {
  const url = URL.parse(text);
  if (url?.protocol !== "s3:" || !url.hostname || url.username || url.hash) return null;
  const endpoint = url.searchParams.get("endpoint");
  if (endpoint !== null && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) return null;
  if ([...url.searchParams.keys()].some((key) => key !== "region" && key !== "endpoint")) return null;
  const path = url.pathname.replace(/^\/+|\/+$/g, "");
  return {
    bucket: url.hostname,
    prefix: path && `${path}/`,
    region: url.searchParams.get("region") || USUAL_REGION,
    endpoint,
    name: `s3://${url.hostname}${path && `/${path}`}`,
  };
}
