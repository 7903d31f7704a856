import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { CONNECTIONS } from "#app/db/connection/budget.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { networkOf } from "#app/lib/parse-address.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** So many tries from one address, and, since a guesser may have many addresses, so many for one account. */
const ADDRESS = { keyPrefix: "address", points: 10, duration: 5 * 60 };
const ACCOUNT = { keyPrefix: "account", points: 20, duration: 15 * 60 };

/** The counts are in PostgreSQL, one for all web processes; in memory while it is away. */
function limiters(): { address: RateLimiterPostgres; account: RateLimiterPostgres } {
  return singleton("sign-in-throttle", () => {
    const storeClient = createPlainPool({ max: CONNECTIONS.signIn, idleTimeoutMillis: 10_000, allowExitOnIdle: true });
    const limiter = (options: typeof ADDRESS) =>
      new RateLimiterPostgres({
        ...options,
        storeClient,
        tableName: "sign_in_tries",
        tableCreated: true,
        insuranceLimiter: new RateLimiterMemory(options),
      });
    return { address: limiter(ADDRESS), account: limiter(ACCOUNT) };
  });
}

const networkKey = (address: string | null) => (address === null ? "unknown" : networkOf(address));

/** What is counted for a try: by whom (null: unknown) and for which account. */
export type Try = { sourceAddress: string | null; account: string };

/**
 * Counts a try to sign in, before the password is looked at, so that many at once are counted too.
 * @returns why it has to wait; null where it may go on
 */
export async function countTry({ sourceAddress, account }: Try): Promise<string | null> {
  const { address, account: accounts } = limiters();
  try {
    await address.consume(networkKey(sourceAddress));
    await accounts.consume(account);
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return `Too many wrong passwords. Try again in ${Math.ceil(refused.msBeforeNext / 60_000)} min.`;
  }
}

/** The password was right: that try does not count, and the account is forgiven. Other tries of the address are not. */
export async function forgiveTries({ sourceAddress, account }: Try): Promise<void> {
  await limiters().address.reward(networkKey(sourceAddress));
  await limiters().account.delete(account);
}
