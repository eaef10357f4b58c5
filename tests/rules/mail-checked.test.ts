import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { type Locale, locales } from "#app/i18n/translate.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { compose } from "#emails/mime/compose.ts";
import { dkimSigner } from "#emails/mime/dkim.ts";
import { listFields } from "#emails/mime/list-fields.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { messageId } from "#emails/mime/message-id.ts";
import { encodeRendition, type Rendition } from "#emails/mime/rendition.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import { renditionOf } from "#emails/templates/renditions.ts";
import { keys } from "#tests/support/mail.ts";
import { spamReports } from "#tests/support/mail-checkers.ts";

const origin = "https://campaign.example";
const about = { en: "16 December", ru: "16 декабря", kk: "16 желтоқсан" };
const token = unsubscribeToken(keys, "0b3f2c1e-8f5a-4a67-9b1e-2f6d3c4b5a69");
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer = dkimSigner({ domain: "campaign.example", selector: "2026a", key: privateKey });

/** Rules that may give more than half a point, each with why. */
const allowed: Readonly<Record<string, string>> = {
	MIXED_ES: "counts Cyrillic е beside the Latin e of links: of a short Cyrillic mail it thinks ill, whatever it says",
};

function written(rendition: Rendition, values: Record<string, string>, list?: readonly string[]) {
	return signer.signed(
		compose(rendition, {
			from: mailAddress("post@campaign.example") as MailAddress,
			senderName: "16.12",
			to: mailAddress("reader@example.net") as MailAddress,
			messageId: messageId(keys, 7, Buffer.alloc(32, 7), "campaign.example"),
			date: new Date("2026-12-16T05:00:00Z"),
			values,
			list,
		}),
	);
}

/** As long as an update is: a page of the site. */
function markdownIn(locale: Locale): string {
	const words = readFileSync(`app/site/words/${locale}/safety.md`, "utf8").split(/^---$/m).at(-1) ?? "";
	return `${words.replace(/\{[^}]*\}/g, "").trim()}\n\n[${about[locale]}]({{page}})`;
}
const kinds = [
	"confirm-signature",
	"confirm-picket",
	"confirm-rsvp",
	"picket-reminder",
	"organiser-invitation",
] as const;

async function allMails(): Promise<string[]> {
	const mails: Promise<string>[] = [];
	for (const locale of locales) {
		const page = `${origin}/${locale}`;
		const values = {
			link: `${page}/confirm/abcdefghijklmnopqrstuvwxyz234567`,
			withdrawLink: `${page}/withdraw/abcdefghijklmnopqrstuvwxyz234567`,
			hostLink: `${page}/host/abcdefghijklmnopqrstuvwxyz234567`,
			about: about[locale],
			day: about[locale],
			facts: `${about[locale]}, 12:00`,
		};
		for (const kind of kinds) {
			const rendition = renditionOf(kind, locale);
			if (!rendition) throw new Error(`no rendition of ${kind}`);
			mails.push(written(rendition, values));
		}
		const update = campaignMail(
			{
				subject: about[locale],
				preheader: about[locale],
				markdown: markdownIn(locale),
				about: about[locale],
				page: `${page}/campaigns/sample/updates/1`,
			},
			locale,
		);
		const links = { unsubscribe: `${origin}/u/${token}`, preferences: `${page}/mail/${token}` };
		const text = (drawn: string) => drawn.replace(/\{\{(\w+)\}\}/g, (_, name: keyof typeof links) => links[name]);
		const list = listFields({
			origin,
			token,
			bounceHost: "bounce.campaign.example",
			campaignId: 1,
			messageId: 2,
			kind: "update",
			domain: "campaign.example",
		});
		mails.push(written(encodeRendition({ ...update, html: text(update.html), text: text(update.text) }), {}, list));
	}
	return Promise.all(mails);
}

test("SpamAssassin's own rules find nothing in any of our mails, in any language", async () => {
	const mails = await allMails();
	const reports = spamReports(mails);
	expect(reports).toHaveLength(mails.length);
	const bad = reports.filter(
		({ total, rules }) => !(total < 1) || rules.some(({ name, score }) => score > 0.5 && !allowed[name]),
	);
	expect(bad).toEqual([]);
});

test("a mailing says who it is from and how to leave, as the standards have it, and follows nobody", async () => {
	for (const source of await allMails()) {
		const { headers, html } = await simpleParser(source, { skipImageLinks: true });
		expect(headers.get("auto-submitted")).toBe("auto-generated");
		expect(headers.has("precedence")).toBe(false);
		expect(html).not.toMatch(/<img|<script|<link/);
		if (!headers.has("list-id") && !source.includes("\r\nList-Id:")) continue;
		const unfolded = source.replace(/\r\n[ \t]+/g, " ");
		expect(unfolded).toContain("\r\nList-Id: <updates.c1.campaign.example>\r\n");
		expect(unfolded).toContain(
			`\r\nList-Unsubscribe: <${origin}/u/${token}>, <mailto:u+${token}@bounce.campaign.example>\r\n`,
		);
		expect(unfolded).toContain("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
		expect(unfolded).toContain("\r\nFeedback-ID: c1:update:m2:yntymaq\r\n");
	}
});
