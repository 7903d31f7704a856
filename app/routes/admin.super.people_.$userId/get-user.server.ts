import { z } from "zod";
import { pool } from "#app/db/pool.server.ts";
import { findUser, type User } from "#app/db/users.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";

const UserId = z.coerce.number().int().positive();

/** @throws {Response} 404 where nobody has the number that the address names */
export async function getUser(text: string | undefined): Promise<User> {
  const id = UserId.safeParse(text);
  const user = id.success ? await orUnavailable(pool().then((db) => findUser(db, id.data))) : null;
  if (!user) throw new Response("Nobody has this number.", { status: 404 });
  return user;
}
