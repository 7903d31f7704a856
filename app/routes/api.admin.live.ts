/** That the process answers is all that it says: a restart would not bring the database back. */
export const loader = () => Response.json({ live: true }, { headers: { "Cache-Control": "no-store" } });
