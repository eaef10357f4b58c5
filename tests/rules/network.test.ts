import fc from "fast-check";
import { expect, test } from "vitest";
import { networkOf } from "#app/web/network.ts";

// Which network a post is counted under.

const of = (remoteAddress: string | undefined, forwardedFor?: string, trustProxy = 0, onion = false) =>
	networkOf({ remoteAddress, forwardedFor, onion }, trustProxy);

const direct: [string | undefined, string | null][] = [
	["203.0.113.77", "203.0.113.0/24"],
	["::ffff:203.0.113.77", "203.0.113.0/24"],
	["::ffff:cb00:714d", "203.0.113.0/24"],
	["64:ff9b::203.0.113.77", "203.0.113.0/24"],
	["2001:db8:1:2::3", "2001:db8:1::/48"],
	["2001:0DB8:0001:0002:0000:0000:0000:0003", "2001:db8:1::/48"],
	["2001:db8::1", "2001:db8::/48"],
	["2002:cb00:714d::1", "2002:cb00:714d::/48"],
	["fe80::1%eth0", null],
	["fd00::1", null],
	["127.0.0.1", null],
	["127.9.9.9", null],
	["::1", null],
	["::ffff:127.0.0.1", null],
	["10.1.2.3", null],
	["172.16.0.1", null],
	["172.31.255.255", null],
	["172.32.0.1", "172.32.0.0/24"],
	["192.168.1.1", null],
	["192.169.1.1", "192.169.1.0/24"],
	["100.64.0.1", null],
	["100.128.0.1", "100.128.0.0/24"],
	["169.254.1.1", null],
	[undefined, null],
];
test.each(direct)("%s is counted under %s", (address, network) => expect(of(address)).toBe(network));

const proxied: [string, number, string | null][] = [
	["203.0.113.9", 1, "203.0.113.0/24"],
	["198.51.100.1, 203.0.113.9", 1, "203.0.113.0/24"],
	["198.51.100.1, 203.0.113.9", 2, "198.51.100.0/24"],
	["6.6.6.6, 198.51.100.1, 203.0.113.9", 2, "198.51.100.0/24"],
	["203.0.113.9", 2, "203.0.113.0/24"],
	["198.51.100.1,203.0.113.9:4711", 1, "203.0.113.0/24"],
	["[2001:db8:5::1]:4711", 1, "2001:db8:5::/48"],
	["198.51.100.1, unknown", 1, null],
	["198.51.100.1, _hidden", 1, null],
	["198.51.100.1, 127.0.0.1", 1, null],
	["", 1, null],
	[" , ,", 1, null],
	["198.51.100.1", 0, null],
];
test.each(proxied)("X-Forwarded-For %j with %i proxies: %s", (forwardedFor, proxies, network) => {
	expect(of("127.0.0.1", forwardedFor, proxies)).toBe(network);
});

test("the onion has its own name, which a clear-net client cannot borrow", () => {
	expect(of("127.0.0.1", undefined, 0, true)).toBe("onion");
	expect(of("127.0.0.1", "127.0.0.1", 1, true)).toBe("onion");
	expect(of("127.0.0.1", "203.0.113.9", 1, true)).toBe("203.0.113.0/24");
	expect(of("203.0.113.9", undefined, 0, true)).toBe("203.0.113.0/24");
});

test("what a client writes into X-Forwarded-For itself changes nothing", () => {
	const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string());
	fc.assert(
		fc.property(fc.array(address, { maxLength: 5 }), (written) => {
			const header = [...written, "203.0.113.9"].join(", ");
			expect(of("127.0.0.1", header, 1)).toBe("203.0.113.0/24");
		}),
	);
});

test("any address gives a network, and its neighbours the same; nothing throws", () => {
	fc.assert(
		fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
			const neighbour = address.replace(/\d+$/, String(last));
			expect(of(neighbour)).toBe(of(address));
			expect(of(`::ffff:${address}`)).toBe(of(address));
		}),
	);
	fc.assert(
		fc.property(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), fc.nat(0xffff), (groups, last) => {
			const text = (parts: number[]) => parts.map((part) => part.toString(16)).join(":");
			const neighbour = [...groups.slice(0, 7), last];
			if (groups.slice(0, 5).some(Boolean)) expect(of(text(neighbour))).toBe(of(text(groups)));
		}),
	);
	fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV6()), (text) => void of(text, text, 1)));
});
