import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";

/** What is known of where a request came from. */
export interface Peer {
	/** The other end of the connection; undefined when it has gone. */
	remoteAddress: string | undefined;
	/** X-Forwarded-For, all of its lines joined by commas. */
	forwardedFor: string | undefined;
	/** It came to ONION_HOST. */
	onion: boolean;
}

/**
 * The network that a request is counted under: `203.0.113.0/24`, `2001:db8:1::/48` or `onion`. Null where
 * a proxy hides it: then no limit by network holds, since it would fall on everyone at once.
 * @param trustProxy how many proxies of ours stand in front; the nth address from the right is the client's
 */
export function networkOf(peer: Peer, trustProxy: number): string | null {
	const address = clientAddress(peer, trustProxy);
	const parts = address === undefined ? null : parse(address);
	// A clear-net client that writes the onion's name into Host does not get the onion's larger share.
	if (peer.onion && (!parts || isInside(parts))) return "onion";
	return parts && !isInside(parts) ? networkText(parts) : null;
}

/** Headers by which a proxy says that it is one (RFC 7239, RFC 9110 §7.6.3, and what was usual before). */
const proxied = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/** Whether somebody on this machine asks, and no proxy on it for somebody else. */
export function isLocal({ headers, socket }: Pick<IncomingMessage, "headers" | "socket">, trustProxy: number): boolean {
	const { remoteAddress = "" } = socket;
	if (trustProxy > 0 || proxied.some((name) => headers[name] !== undefined)) return false;
	return /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress);
}

function clientAddress({ remoteAddress, forwardedFor }: Peer, trustProxy: number): string | undefined {
	const hops = (forwardedFor ?? "")
		.split(",")
		.map((hop) => hop.trim())
		.filter(Boolean);
	if (trustProxy === 0 || hops.length === 0) return remoteAddress;
	// Fewer hops than proxies: our proxies wrote all of them, and the leftmost is the client's.
	return hops[Math.max(0, hops.length - trustProxy)];
}

/** Four bytes of IPv4 or eight groups of IPv6; null for what is no address. */
function parse(text: string): number[] | null {
	const bare = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
	const address = bare.replace(/%.*$/, "");
	if (isIPv4(address)) return address.split(".").map(Number);
	if (!isIPv6(address)) return null;
	const groups = expand(address);
	const [high = 0, low = 0] = groups.slice(6);
	const v4 = [high >> 8, high & 255, low >> 8, low & 255];
	const prefix = groups
		.slice(0, 6)
		.map((group) => group.toString(16))
		.join(":");
	// IPv4-mapped (RFC 4291 §2.5.5.2) and NAT64 (RFC 6052 §2.1): an IPv4 client behind IPv6 clothes.
	return prefix === "0:0:0:0:0:ffff" || prefix === "64:ff9b:0:0:0:0" ? v4 : groups;
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2). */
function expand(address: string): number[] {
	const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...part) => {
		const [a, b, c, d] = part.slice(0, 4).map(Number) as [number, number, number, number];
		return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
	});
	const [left = "", right] = hex.split("::");
	const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
	const tail = groups(right ?? "");
	const head = groups(left);
	return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Loopback, private and link-local ranges: a proxy or container of ours, not a person (RFC 6890). */
function isInside(parts: readonly number[]): boolean {
	const [first = 0, second = 0] = parts;
	if (parts.length === 4)
		return (
			first === 127 ||
			first === 10 ||
			(first === 172 && second >> 4 === 1) ||
			(first === 192 && second === 168) ||
			(first === 169 && second === 254) ||
			(first === 100 && second >> 6 === 1)
		);
	const loopback = parts.every((group, i) => group === (i === 7 ? 1 : 0));
	return loopback || first >> 9 === 0x7e || first >> 6 === 0x3fa;
}

function networkText(parts: readonly number[]): string {
	if (parts.length === 4) return `${parts.slice(0, 3).join(".")}.0/24`;
	return `${new URL(
		`http://[${parts
			.slice(0, 3)
			.map((group) => group.toString(16))
			.join(":")}::]`,
	).hostname.slice(1, -1)}/48`;
}
