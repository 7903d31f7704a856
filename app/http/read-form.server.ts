/**
 * The form that a request brings.
 * @throws 400 where it brings none, or a NUL, which PostgreSQL keeps in no text: a page's own form cannot look like that
 */
export async function readForm(request: Request): Promise<FormData> {
  const form = await request.formData().catch(() => null);
  const isReadable = form && ![...form].flat().some((part) => typeof part === "string" && part.includes("\0"));
  if (!isReadable) throw new Response("The form could not be read.", { status: 400 });
  return form;
}
