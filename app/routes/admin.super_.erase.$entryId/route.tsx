import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findCertificate } from "#app/db/audit-log.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

export const meta: MetaFunction = () => [{ title: "Certificate of erasure" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  const { data: id } = queryField.id.safeParse(params.entryId);
  const db = await orUnavailable(pool());
  const certificate = id === undefined ? null : await orUnavailable(findCertificate(db, id));
  if (!certificate) throw new Response("No erasure has this number.", { status: 404 });
  return { certificate };
}

/** A page to print, without the portal's frame. It does not name the person, whom it exists to forget. */
export default function CertificatePage() {
  const { id, at, actor, details } = useLoaderData<typeof loader>().certificate;
  const rows = (count: number, one: string, many: string) => `${formatNumber(count)} ${count === 1 ? one : many}`;
  return (
    <main className="mx-auto max-w-2xl px-6 py-12">
      <h1 className="text-xl font-semibold tracking-tight">Certificate of erasure</h1>
      <p className="mt-2 mb-6 text-sm text-ink-soft">
        The data of one person, found by phone number, was erased from the database and the delivery spool of this
        portal, with the links of all recordings.
      </p>
      <Facts
        facts={{
          Number: String(id),
          "Erased at": <time dateTime={at.toISOString()}>{at.toISOString()}</time>,
          By: actor,
          Leads: `${rows(details.leads, "row", "rows")} deleted`,
          Calls: `${rows(details.calls, "row", "rows")} made anonymous`,
          Searches: `${rows(details.recordingSearches, "row", "rows")} deleted`,
          Deliveries: `${rows(details.deliveries, "payload", "payloads")} blanked`,
          "Audit entries": `${rows(details.auditEntries, "entry", "entries")} blanked`,
          "Phone digest": <code className="font-mono text-xs break-all">{details.phone_digest}</code>,
        }}
      />
      <p className="mt-6 text-xs text-ink-soft">
        The digest is scrypt with N=16384, r=8, p=1 over the number as +country code and digits, then salt and result in
        base64url: whoever knows the number can check that this certificate is about it. Backups made before keep the
        data until they are deleted.
      </p>
      <p className="mt-6 text-sm print:hidden">
        <TextLink to="/admin/super/leads">Back to Leads</TextLink>
      </p>
    </main>
  );
}
