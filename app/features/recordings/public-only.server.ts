import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "#app/lib/is-public-address.server.ts";

/** A name that stands for an address which no stranger's server has. */
export class PrivateAddress extends Error {
  override name = "PrivateAddress";
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * How a connection finds out the address of a name, without ever getting one that is not public: what is checked is what
 * is connected to, so an answer that changes in between (DNS rebinding) is of no use. One private address among several
 * refuses all.
 */
export function publicOnly(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error) callback(error, "");
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new PrivateAddress("The name leads into a private network."), "");
      } else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
