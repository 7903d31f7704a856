import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findUser, type User } from "#app/db/people/users.server.ts";

const UserId = z.coerce.number().int().positive();

/** @throws {Response} 404 if nobody has this number */
export async function getUser(db: Database, text: string | undefined): Promise<User> {
  const id = UserId.safeParse(text);
  const user = id.success ? await findUser(db, id.data) : null;
  if (!user) throw new Response("No person has this number.", { status: 404 });
  return user;
}
