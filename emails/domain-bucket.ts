import { createHash } from "node:crypto";
import { domainOf, largeProvider, largeProviders } from "#app/seal/large-providers.ts";

const HASHED = 64;

/**
 * Which group of recipients an address belongs to, for limits per provider: 0–19 for a large
 * provider, else 20–83 by a hash of the domain, too coarse to name a small one.
 * @param address as typed, valid or not
 */
export function domainBucket(address: string): number {
	const domain = domainOf(address);
	const hashed = createHash("sha256").update(domain).digest().readUInt32BE() % HASHED;
	return largeProvider(domain) ?? largeProviders.length + hashed;
}
