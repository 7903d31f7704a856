import { adminLoader } from "#app/http/admin-loader.server.ts";

/** Any other address of the portal: "not found", within the portal's frame. */
export const loader = /* @__PURE__ */ adminLoader("viewer", async () => {
  throw new Response(null, { status: 404 });
});

export default function Unreachable() {
  return null;
}
