import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublicAddress } from "#app/lib/is-public-address.server.ts";

test("an address of this machine, of a private network or of a cloud's metadata is not public", () => {
  for (const address of [
    ...["127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"],
    ...[
      "169.254.169.254",
      "168.63.129.16",
      "100.100.100.200",
      "192.0.0.192",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...[
      "::",
      "::1",
      "fe80::1",
      "fc00::1",
      "fd00:ec2::254",
      "ff02::1",
      "2001:db8::1",
      "64:ff9b::7f00:1",
      "2002:7f00:1::1",
    ],
    ...["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "2001:0:7f00:1::"],
  ]) {
    assert.equal(isPublicAddress(address), false, address);
  }
});

test("an address on the open internet is public", () => {
  for (const address of ["66.85.240.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]) {
    assert.equal(isPublicAddress(address), true, address);
  }
});
