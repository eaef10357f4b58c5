import { isIPv4, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { getDomain } from "tldts";
import { domainOf } from "#app/seal/large-providers.ts";
import { isPublicProvider } from "#app/seal/public-providers.ts";
import { networkOf } from "#app/web/network.ts";

/** What an operator may block. A network is `203.0.112.0/22` as typed, a domain one that somebody registered. */
export type Blocked =
	| { kind: "network"; network: string }
	| { kind: "domain"; domain: string }
	| { kind: "address"; address: string };

/** Reads what an operator typed. Pure; gives one line about what cannot be blocked. */
export function readBlock(kind: string, value: string): Blocked | { refused: string } {
	switch (kind) {
		case "network":
			return readNetwork(value);
		case "domain":
			return readDomain(value);
		case "address":
			return /^[^\s@]+@[^\s@]+$/.test(value)
				? { kind, address: value }
				: { refused: "an address looks like somebody@example.org" };
		default:
			return { refused: "block a network, a domain or an address" };
	}
}

/** A narrower network than the site knows is refused, not widened: the operator says whom else it falls on. */
function readNetwork(value: string): Blocked | { refused: string } {
	const [address = "", prefix, ...more] = value.split("/");
	const version = isIPv4(address) ? 4 : isIPv6(address) ? 6 : 0;
	const length = prefix === undefined ? Number.POSITIVE_INFINITY : Number(prefix);
	if (version === 0 || more.length > 0 || !(length >= 0) || prefix === "")
		return { refused: "a network looks like 203.0.113.0/24 or 2001:db8:1::/48" };
	const [narrowest, widest] = version === 4 ? [24, 8] : [48, 16];
	if (length > narrowest) {
		const known = networkOf({ remoteAddress: address, forwardedFor: undefined, onion: false }, 0);
		return {
			refused: `the site knows no more of an address than its /${narrowest}${known ? `: block ${known}, and all who share it` : ""}`,
		};
	}
	return length < widest
		? { refused: `a network wider than /${widest} is half the world` }
		: { kind: "network", network: value };
}

/** Sub-domains belong to whoever registered the domain (Public Suffix List): one block for all of them. */
function readDomain(value: string): Blocked | { refused: string } {
	const domain = domainOf(value);
	const registered = getDomain(domain);
	if (!domainToASCII(domain) || value.includes("@") || !registered)
		return { refused: "a domain looks like example.org" };
	if (isPublicProvider(registered))
		return { refused: `${registered} is a provider with whom anybody can have a mailbox: block single addresses` };
	return registered === domain
		? { kind: "domain", domain }
		: { refused: `sub-domains are not blocked alone: block ${registered}, and all of it` };
}
