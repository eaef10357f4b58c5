/** What one provider says of the spellings of its addresses. */
export interface MailboxProvider {
	/** Its domains under which one local name is one mailbox; the first stands for all of them. */
	domains: readonly string[];
	/** Characters of the local name that it does not look at. */
	ignores: string;
	/** Begins the part of the local name that it does not look at. */
	tag?: "+";
	/** `anything@name.domain` is `name@domain`. */
	subdomains?: true;
	/** The provider's own pages that say so. */
	sources: readonly string[];
}

/**
 * Only what a provider's own page says, read in November 2026. To take two people for one is worse than to count
 * one twice, so what has no page is no rule: Outlook.com documents tags for organisations only; Yahoo, Zoho, GMX,
 * web.de, Tuta and mail.ru describe aliases that must be made first; Apple documents no tags.
 */
export const providers: readonly MailboxProvider[] = [
	{
		domains: ["gmail.com", "googlemail.com"],
		ignores: ".",
		tag: "+",
		sources: ["https://support.google.com/mail/answer/7436150", "https://support.google.com/mail/answer/22370"],
	},
	{
		domains: ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"],
		ignores: "._-",
		tag: "+",
		sources: ["https://proton.me/support/addresses-and-aliases", "https://proton.me/support/change-username"],
	},
	{
		domains: ["icloud.com", "me.com", "mac.com"],
		ignores: "",
		sources: ["https://support.apple.com/118230"],
	},
	{
		domains: ["yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua"],
		ignores: "",
		tag: "+",
		sources: [
			"https://yandex.com/support/domain/additional/mailbox-alias.xml",
			"https://yandex.com/support/mail/reg.html",
		],
	},
	// Two domains of one provider are two mailboxes unless it says otherwise.
	...["fastmail.com", "fastmail.fm"].map(
		(domain): MailboxProvider => ({
			domains: [domain],
			ignores: "",
			tag: "+",
			subdomains: true,
			sources: ["https://www.fastmail.help/hc/en-us/articles/360060591053"],
		}),
	),
	{
		domains: ["mailbox.org"],
		ignores: "",
		tag: "+",
		sources: ["https://kb.mailbox.org/en/business/account-article/what-is-an-alias-and-how-do-i-use-it"],
	},
	{
		domains: ["runbox.com"],
		ignores: "",
		tag: "+",
		sources: ["https://blog.runbox.com/category/news/page/8"],
	},
];
