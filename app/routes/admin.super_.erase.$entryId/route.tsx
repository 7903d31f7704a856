import type { MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { findCertificate } from "#app/db/erasure/erasures.server.ts";
import { isCertificateOf } from "#app/features/privacy/digest-phone.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { formatFullTime } from "#app/lib/format-time.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Input } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";

export const meta: MetaFunction = () => [{ title: "Certificate of erasure" }];

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, params, request }) => {
  const { data: id } = queryField.id.safeParse(params.entryId);
  const certificate = id === undefined ? null : await findCertificate(db, id);
  if (!certificate) throw new Response("No erasure has this number.", { status: 404 });
  const { timeZone, hours } = portalSettings(request);
  return { certificate, timeZone, hours };
});

/** Tells whether the certificate is about the number in `phone`. */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, params, form }) => {
  const { data: id } = queryField.id.safeParse(params.entryId);
  const certificate = id === undefined ? null : await findCertificate(db, id);
  if (!certificate) throw new Response("No erasure has this number.", { status: 404 });
  const isIt = isCertificateOf(certificate.details.phone_digest, String(form.get("phone") ?? "").slice(0, 100));
  return { said: isIt ? "This certificate is about that number." : "This certificate is not about that number." };
});

/** A page to print, without the portal's frame. It does not name the erased person. */
export default function CertificatePage() {
  const { certificate, timeZone, hours } = useLoaderData<typeof loader>();
  const { id, at, actor, details } = certificate;
  const moment = (when: Date) => (
    <time dateTime={when.toISOString()} title={when.toISOString()}>
      {formatFullTime(when, timeZone, hours)}
    </time>
  );
  const said = useActionData<typeof action>()?.said;
  const rows = (count: number, one: string, many: string) => `${formatNumber(count)} ${count === 1 ? one : many}`;
  const { searchedFor } = details;
  return (
    <main className="mx-auto max-w-2xl px-6 py-12">
      <h1 className="text-xl font-semibold tracking-tight">Certificate of erasure</h1>
      <p className="mt-2 mb-6 text-sm text-ink-soft">
        The data of one person, found by phone number, was erased from the database and the delivery spool of this
        portal, with all recordings: their links, and their files in the archive. After that, every table was searched
        again for everything that identifies the person, and nothing was found
        {details.kept > 0 && " except what other leads have as their own"}.
      </p>
      <Facts
        facts={{
          Number: String(id),
          "Erased at": moment(at),
          By: actor,
          "Searched for": [
            rows(searchedFor.phones, "phone number", "phone numbers"),
            rows(searchedFor.emails, "e-mail address", "e-mail addresses"),
            rows(searchedFor.leadIds, "lead id", "lead ids"),
            rows(searchedFor.names, "name", "names"),
          ].join(", "),
          Leads: `${rows(details.leads, "row", "rows")} deleted`,
          Calls: `${rows(details.calls, "row", "rows")} made anonymous`,
          Recordings: `${rows(details.recordings, "recording", "recordings")} deleted from the archive`,
          Searches: `${rows(details.recordingSearches, "row", "rows")} deleted`,
          Deliveries: `${rows(details.deliveries, "payload", "payloads")} emptied`,
          "Audit entries": `${rows(details.auditEntries, "entry", "entries")} emptied`,
          Mentions: `${rows(details.mentions, "row", "rows")} of others emptied`,
          "On hold": details.heldSince !== undefined && (
            <>
              A hold kept a part of the data since {moment(new Date(details.heldSince))}. That part was erased after the
              hold ended.
            </>
          ),
          Kept:
            details.kept > 0 &&
            `${rows(details.kept, "lead", "leads")} that the admin left out as other people. They keep the number, address or name that they share`,
        }}
      />
      <h2 className="mt-6 text-sm font-semibold">What is not erased</h2>
      <ul className="mt-2 list-disc ps-5 text-sm text-ink-soft">
        <li>Earlier backups and the archived write-ahead log: they contain the data until they are deleted.</li>
        <li>
          The database&apos;s own write-ahead log holds old versions of rows until it is reused, usually within hours.
        </li>
        <li>Dead rows were vacuumed after the erasure. Their bytes stay on the disk until the space is used again.</li>
        <li>Backups of the recording archive, and files that people downloaded.</li>
        <li>The data at Convoso.</li>
      </ul>
      <Form method="post" className="mt-6 flex flex-wrap items-end gap-3 print:hidden">
        <Input label="Check a phone number" name="phone" type="tel" required className="w-64" />
        <Button>Check</Button>
        {said !== undefined && <p role="status">{said}</p>}
      </Form>
      <p className="mt-6 text-sm print:hidden">
        <TextLink to="/admin/super/leads">Back to Leads</TextLink>
      </p>
    </main>
  );
}
