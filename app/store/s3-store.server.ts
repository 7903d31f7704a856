import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketAddress } from "#app/lib/bucket-address.server.ts";
import { type Store, StoreFault, type StoreTrouble } from "#app/store/store.server.ts";

const TROUBLES: Record<string, StoreTrouble> = {
  AccessDenied: "denied",
  InvalidAccessKeyId: "denied",
  SignatureDoesNotMatch: "denied",
  ExpiredToken: "denied",
  CredentialsProviderError: "denied",
  NoSuchBucket: "no store",
  PermanentRedirect: "region",
  AuthorizationHeaderMalformed: "region",
  IllegalLocationConstraintException: "region",
  InsufficientStorage: "full",
  QuotaExceeded: "full",
  XMinioStorageFull: "full",
};

type ServiceError = Error & { $metadata?: { httpStatusCode?: number }; Code?: string };

/** What an error of the SDK says of the bucket: nobody answers where there is no status. */
function troubleOf({ name, $metadata, Code }: ServiceError): StoreTrouble | null {
  const known = TROUBLES[name] ?? TROUBLES[Code ?? ""];
  if (known) return known;
  const status = $metadata?.httpStatusCode;
  if (status === 301 || status === 307) return "region";
  if (status === 401 || status === 403) return "denied";
  if (status === 507) return "full";
  return status === undefined || status >= 500 || status === 429 ? "store away" : null;
}

const isMissing = ({ name, $metadata }: ServiceError) => name === "NoSuchKey" || $metadata?.httpStatusCode === 404;

async function orFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = troubleOf(error as ServiceError);
    throw why ? new StoreFault(why, `The bucket answered ${(error as Error).name}.`, { cause: error }) : error;
  }
}

const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

const clientOf = ({ region, endpoint }: BucketAddress) =>
  new S3Client({
    region,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    maxAttempts: 3,
    // Compatible stores know no newer checksums; the SHA-256 below is part of every signature.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    logger: SILENT, // what fails is said on the page of the archive
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 120_000 },
  });

/** A bucket that keeps no versions, or does not tell this key of them. */
const TELLS_NO_VERSIONS = new Set([400, 403, 404, 405, 501]);

/**
 * The versions that a bucket keeps of a file. "null" is one as well, from before the bucket kept versions: to delete the file
 * would leave it. None where the bucket does not tell.
 * @throws where it may tell later: the file must not be taken for deleted
 */
async function listVersions(client: S3Client, { Bucket, Key }: { Bucket: string; Key: string }): Promise<string[]> {
  try {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
    );
    return [...Versions, ...DeleteMarkers]
      .filter((one) => one.Key === Key && one.VersionId)
      .map(({ VersionId = "" }) => VersionId);
  } catch (error) {
    if (TELLS_NO_VERSIONS.has((error as ServiceError).$metadata?.httpStatusCode ?? 0)) return [];
    throw error;
  }
}

/**
 * A store in a bucket of Amazon S3, or of a server that speaks like it. The key comes from the usual AWS_ settings.
 * @param incoming a folder of this machine
 */
export function s3Store(address: BucketAddress, incoming: string): Store {
  const client = clientOf(address);
  const { bucket, prefix, name } = address;
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  const read: Store["read"] = (key, range) =>
    orFault(async () => {
      try {
        const Range = range && `bytes=${range.first}-${range.last}`;
        const { Body } = await client.send(new GetObjectCommand({ ...at(key), Range }));
        return Body as Readable;
      } catch (error) {
        if ((error as Error).name === "InvalidRange") return Readable.from([]); // as a folder: nothing is there
        if ((error as Error).name !== "NoSuchBucket" && isMissing(error as ServiceError)) return null;
        throw error;
      }
    });
  return {
    name,
    incoming,
    read,
    put: (key, { path, bytes, sha256, contentType }) =>
      orFault(async () => {
        const command = new PutObjectCommand({
          ...at(key),
          Body: createReadStream(path),
          ContentLength: bytes,
          ContentType: contentType,
        });
        // The server refuses a body with another digest: it is signed.
        command.middlewareStack.add(
          (next) => (args) => {
            (args.request as { headers: Record<string, string> }).headers["x-amz-content-sha256"] = sha256;
            return next(args);
          },
          { step: "build", name: "signedDigest" },
        );
        await client.send(command);
      }),
    async digest(key, signal) {
      const body = await read(key);
      if (!body) return null;
      const hash = createHash("sha256");
      let bytes = 0;
      await orFault(async () => {
        for await (const chunk of body) {
          if (signal?.aborted) return;
          hash.update(chunk);
          bytes += chunk.length;
        }
      });
      signal?.throwIfAborted();
      return { bytes, sha256: hash.digest("hex") };
    },
    remove: (key) =>
      orFault(async () => {
        const versions = await listVersions(client, at(key));
        for (const VersionId of versions) await client.send(new DeleteObjectCommand({ ...at(key), VersionId }));
        if (versions.length === 0) await client.send(new DeleteObjectCommand(at(key)));
      }),
    async *list() {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      for (let page = await orFault(() => pages.next()); !page.done; page = await orFault(() => pages.next())) {
        for (const { Key = "", Size = 0 } of page.value.Contents ?? []) {
          yield { key: Key.slice(prefix.length), bytes: Size };
        }
      }
    },
  };
}
