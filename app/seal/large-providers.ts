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
const numberOf = new Map(
	largeProviders.flatMap((domains, number) => domains.map((domain) => [domain, number] as const)),
);

/** The domain of an address, typed in any script, as DNS has it (IDNA, UTS #46). */
export function domainOf(address: string): string {
	const typed = address
		.slice(address.lastIndexOf("@") + 1)
		.trim()
		.toLowerCase()
		.replace(/\.$/, "");
	return domainToASCII(typed) || typed;
}

/** The number of the large provider that a domain belongs to, if it does. */
export function largeProvider(domain: string): number | undefined {
	return numberOf.get(domain);
}
