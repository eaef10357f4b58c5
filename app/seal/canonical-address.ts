import { domainToASCII } from "node:url";
import { type MailboxProvider, providers } from "./mailbox-providers.ts";

const byDomain = new Map(
	providers.flatMap((provider) => provider.domains.map((domain) => [domain, provider] as const)),
);

/**
 * The form of an address that is compared, never mailed: NFC and case-folded; tags, dots and domains only
 * go where the provider says that they do not matter.
 * @param address as typed, valid or not; the domain may be in any script (IDNA, UTS #46)
 */
export function canonicalAddress(address: string): string {
	const text = address.trim().normalize("NFC");
	const at = text.lastIndexOf("@");
	const typed = text
		.slice(at + 1)
		.toLowerCase()
		.replace(/\.$/, "");
	const domain = domainToASCII(typed) || typed;
	const local = text.slice(0, Math.max(at, 0)).toLowerCase().normalize("NFC");
	return withProvider(local, domain) ?? `${local}@${domain}`;
}

/** Undefined where no provider's rule holds. */
function withProvider(local: string, domain: string): string | undefined {
	const provider = byDomain.get(domain);
	if (provider) return `${withoutIgnored(local, provider)}@${provider.domains[0]}`;
	const [, name, parent = ""] = /^([^.]+)\.(.+)$/.exec(domain) ?? [];
	const host = byDomain.get(parent);
	return name && host?.subdomains ? `${withoutIgnored(name, host)}@${host.domains[0]}` : undefined;
}

/** A name that would be empty, such as `+tag` alone, is left as it is: it is nobody's. */
function withoutIgnored(local: string, { ignores, tag }: MailboxProvider): string {
	const end = tag === undefined ? -1 : local.indexOf(tag, 1);
	const untagged = end > 0 ? local.slice(0, end) : local;
	const kept = [...untagged].filter((character) => !ignores.includes(character)).join("");
	return kept || local;
}
