import { domainToASCII } from "node:url";

interface Provider {
	/** The domain that stands for all of the provider's names for one mailbox. */
	domain: string;
	aliases: readonly string[];
	ignoresDots: boolean;
	/** Begins the part of the local name that the provider ignores. */
	tag?: "+" | "-";
	/** Where the provider says so. */
	source: string;
}

/** Only providers whose own pages say that two spellings are one mailbox. */
export const providers: readonly Provider[] = [
	{
		domain: "gmail.com",
		aliases: ["googlemail.com"],
		ignoresDots: true,
		tag: "+",
		source: "support.google.com/mail/answer/7436150 and /answer/22370",
	},
	{
		domain: "outlook.com",
		aliases: [],
		ignoresDots: false,
		tag: "+",
		source: "learn.microsoft.com/exchange/recipients-in-exchange-online/plus-addressing-in-exchange-online",
	},
	{
		domain: "fastmail.com",
		aliases: [],
		ignoresDots: false,
		tag: "+",
		source: "fastmail.help/hc/en-us/articles/360060591053",
	},
	{
		domain: "proton.me",
		aliases: ["protonmail.com", "pm.me"],
		ignoresDots: true,
		tag: "+",
		source: "proton.me/support/addresses-and-aliases",
	},
	{
		domain: "icloud.com",
		aliases: ["me.com", "mac.com"],
		ignoresDots: false,
		tag: "+",
		source: "support.apple.com/102611",
	},
	{
		domain: "yandex.ru",
		aliases: ["ya.ru", "yandex.com", "yandex.by", "yandex.kz"],
		ignoresDots: false,
		tag: "+",
		source: "yandex.com/support/yandex-360/customers/mail/web/aliases",
	},
];

const byDomain = new Map(
	providers.flatMap((provider) => [provider.domain, ...provider.aliases].map((name) => [name, provider] as const)),
);

/**
 * The form of an address that is compared, never mailed: NFC and case-folded; tags and dots only
 * go where the provider says that they do not matter.
 * @param address as typed, valid or not; the domain may be in any script (IDNA, UTS #46)
 */
export function canonicalAddress(address: string): string {
	const text = address.trim().normalize("NFC");
	const at = text.lastIndexOf("@");
	const typedDomain = text
		.slice(at + 1)
		.toLowerCase()
		.replace(/\.$/, "");
	const domain = domainToASCII(typedDomain) || typedDomain;
	const local = text.slice(0, Math.max(at, 0)).toLowerCase().normalize("NFC");
	const provider = byDomain.get(domain);
	if (!provider) return `${local}@${domain}`;
	const untagged = provider.tag ? local.replace(new RegExp(`(?<=.)\\${provider.tag}.*$`), "") : local;
	return `${provider.ignoresDots ? untagged.replaceAll(".", "") : untagged}@${provider.domain}`;
}
