import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";

/** Providers that throttle or block as one, with all their domains. The order is stored: append, never reorder. */
export const largeProviders: readonly (readonly string[])[] = [
	["gmail.com", "googlemail.com"],
	["mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"],
	["yandex.ru", "ya.ru", "yandex.com", "yandex.kz", "yandex.by"],
	["outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk", "hotmail.fr", "hotmail.it", "hotmail.de"],
	["yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.it", "yahoo.de", "ymail.com"],
	["icloud.com", "me.com", "mac.com"],
	["proton.me", "protonmail.com", "pm.me"],
	["rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"],
	["mail.kz"],
	["ukr.net"],
	["gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com"],
	["web.de"],
	["t-online.de"],
	["libero.it"],
	["orange.fr", "wanadoo.fr"],
	["free.fr"],
	["aol.com"],
	["zoho.com", "zohomail.com"],
	["fastmail.com", "fastmail.fm"],
	["tutanota.com", "tuta.io", "tuta.com", "tutamail.com", "keemail.me"],
];
const bucketOf = new Map(
	largeProviders.flatMap((domains, bucket) => domains.map((domain) => [domain, bucket] as const)),
);
const HASHED = 64;

/**
 * Which group of recipients an address belongs to, for limits per provider: 0–19 for a large
 * provider, else 20–83 by a hash of the domain, too coarse to name a small one.
 * @param address as typed, valid or not
 */
export function domainBucket(address: string): number {
	const typed = address
		.slice(address.lastIndexOf("@") + 1)
		.trim()
		.toLowerCase()
		.replace(/\.$/, "");
	const domain = domainToASCII(typed) || typed;
	return (
		bucketOf.get(domain) ??
		largeProviders.length + (createHash("sha256").update(domain).digest().readUInt32BE() % HASHED)
	);
}
