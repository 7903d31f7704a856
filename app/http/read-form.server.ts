/**
 * The form that a request brings.
 * @throws 400 where it brings none: a page's own form cannot look like that
 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw new Response("The form could not be read.", { status: 400 });
  }
}
