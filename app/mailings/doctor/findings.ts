import type { MailRecords } from "./records.ts";

/** What one look found, and what to do about it. */
export interface Finding {
	/** `unknown`: DNS could not be asked. */
	state: "good" | "bad" | "unknown";
	about: "SPF" | "DKIM" | "DMARC" | "Return path";
	text: string;
	/** A record to publish: its name, type and value. */
	publish?: { name: string; type: "TXT" | "MX"; value: string };
}

/** What the settings say of the mail that is sent. */
export interface Sending {
	domain: string;
	bounceHost?: string;
	/** What takes mail for BOUNCE_HOST or reads a mailbox is set up. */
	takesBack: boolean;
	/** The public half of the key that signs, as its record has it, `k=rsa; p=…`. */
	dkim?: { selector: string; record: string; type: string };
}

/** Judges what DNS has by what large providers want of who sends to many (SPF, DKIM, DMARC and its alignment). */
export function findingsOf(sending: Sending, records: MailRecords): Finding[] {
	return [spf(sending, records), dkim(sending, records), dmarc(sending, records), returnPath(sending, records)];
}

const unknown = (about: Finding["about"]): Finding => ({
	state: "unknown",
	about,
	text: "DNS does not answer: try again",
});

/** RFC 7208: looked up for the domain of the return path. */
function spf({ domain, bounceHost }: Sending, records: MailRecords): Finding {
	const name = bounceHost ?? domain;
	const texts = bounceHost ? records.bounce : records.domain;
	if (!texts) return unknown("SPF");
	const found = texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
	const publish = { name, type: "TXT", value: "v=spf1 include:YOUR-RELAY -all" } as const;
	if (found.length === 0)
		return {
			state: "bad",
			about: "SPF",
			text: `${name} does not say who may send for it: publish this, with what your relay's operator names`,
			publish,
		};
	if (found.length > 1)
		return {
			state: "bad",
			about: "SPF",
			text: `${name} has ${found.length} SPF records, which counts as none: keep one`,
		};
	if (/(?:^|\s)\+?all(?:\s|$)/i.test(found[0] ?? ""))
		return { state: "bad", about: "SPF", text: `${name} lets everybody send for it: end its record with -all` };
	if (/\?all(?:\s|$)/i.test(found[0] ?? ""))
		return { state: "bad", about: "SPF", text: `${name} has no opinion of who sends for it: end its record with -all` };
	return { state: "good", about: "SPF", text: `${name} says who may send for it; your relay has to be among them` };
}

/** RFC 6376 §3.6.1. */
function dkim({ domain, dkim: own }: Sending, records: MailRecords): Finding {
	if (!own)
		return {
			state: "bad",
			about: "DKIM",
			text: "no mail is signed here: set DKIM_KEY_FILE and DKIM_SELECTOR, unless your relay signs as this domain",
		};
	if (!records.key) return unknown("DKIM");
	const name = `${own.selector}._domainkey.${domain}`;
	const publish = { name, type: "TXT", value: `v=DKIM1; ${own.record}` } as const;
	const [found, ...more] = records.key.filter((text) => /(?:^|;)\s*p=/.test(text));
	if (found === undefined) return { state: "bad", about: "DKIM", text: "the public key is not published", publish };
	if (more.length > 0) return { state: "bad", about: "DKIM", text: `${name} has several records: keep one`, publish };
	if (tag(found, "p").replace(/\s/g, "") !== tag(own.record, "p"))
		return { state: "bad", about: "DKIM", text: "the published key is not of the one that signs", publish };
	if (/\by\b/.test(tag(found, "t")))
		return {
			state: "bad",
			about: "DKIM",
			text: "t=y says that it is a test, and is as good as unsigned: take it out",
			publish,
		};
	if (own.type === "ed25519")
		return {
			state: "bad",
			about: "DKIM",
			text: "the key is Ed25519, which several large providers do not verify yet: use one of RSA, 2048 bits",
		};
	return {
		state: "good",
		about: "DKIM",
		text: "the published key is of the one that signs, and is aligned with MAIL_FROM",
	};
}

/** RFC 7489 §6.3. */
function dmarc({ domain }: Sending, records: MailRecords): Finding {
	if (!records.dmarc) return unknown("DMARC");
	const publish = { name: `_dmarc.${domain}`, type: "TXT", value: "v=DMARC1; p=none" } as const;
	const found = records.dmarc.filter((text) => /^v=DMARC1\s*(?:;|$)/i.test(text));
	if (found.length === 0)
		return {
			state: "bad",
			about: "DMARC",
			text: "large providers refuse bulk mail of a domain without it: publish this, later p=quarantine",
			publish,
		};
	if (found.length > 1)
		return { state: "bad", about: "DMARC", text: `${found.length} DMARC records count as none: keep one`, publish };
	const policy = tag(found[0] ?? "", "p").toLowerCase();
	if (!["none", "quarantine", "reject"].includes(policy))
		return { state: "bad", about: "DMARC", text: "p= is none of none, quarantine, reject", publish };
	const next =
		policy === "none" ? "; once two weeks of mail were good, p=quarantine keeps others from using your name" : "";
	return { state: "good", about: "DMARC", text: `p=${policy}${next}` };
}

/** Where bounces go: without it nobody hears of mailboxes that do not exist. */
function returnPath({ domain, bounceHost, takesBack }: Sending, records: MailRecords): Finding {
	const about = "Return path";
	if (!records.back) return unknown(about);
	const name = bounceHost ?? domain;
	if (records.back.length === 0)
		return {
			state: "bad",
			about,
			text: `nothing takes mail for ${name}, so what comes back is lost, and some refuse mail of such a sender`,
			publish: { name, type: "MX", value: "10 THE-HOST-THAT-TAKES-IT." },
		};
	if (!bounceHost)
		return { state: "bad", about, text: "BOUNCE_HOST is not set: what comes back is known by the Message-ID alone" };
	if (!bounceHost.endsWith(`.${domain}`) && bounceHost !== domain)
		return {
			state: "bad",
			about,
			text: `${bounceHost} is not of ${domain}: SPF then counts for another domain than the one in From (DMARC alignment)`,
		};
	if (!takesBack)
		return {
			state: "bad",
			about,
			text: "set BOUNCE_LISTEN, INBOUND_URL or MAIL_WEBHOOK_SECRET: nothing reads what comes back",
		};
	return { state: "good", about, text: `what comes back goes to ${records.back[0]}` };
}

/** A tag of a record, `p` of `v=DKIM1; p=…` (RFC 6376 §3.2); empty where there is none. */
function tag(record: string, name: string): string {
	return new RegExp(`(?:^|;)\\s*${name}\\s*=([^;]*)`).exec(record)?.[1]?.trim() ?? "";
}
