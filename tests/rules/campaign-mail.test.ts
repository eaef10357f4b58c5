import fc from "fast-check";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { compose } from "#emails/mime/compose.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import { readRendition } from "#emails/templates/merge.ts";

const links = { unsubscribe: "https://x.example/u/aaaa", preferences: "https://x.example/en/mail/aaaa" };
const from = mailAddress("post@campaign.example") as MailAddress;
const to = mailAddress("reader@example.org") as MailAddress;

function written(markdown: string, values: Record<string, string> = links) {
	const mail = campaignMail(
		{
			subject: "16 December",
			preheader: "News",
			markdown,
			about: "16 December",
			page: "https://x.example/en/updates/1",
		},
		"en",
	);
	const common = { from, senderName: "16", to, messageId: "<id@campaign.example>", date: new Date(0) };
	return compose(readRendition(mail), { ...common, values });
}

test("one source for both parts: lists, links and quotations in HTML and in text, readers' links in both", async () => {
	const markdown =
		"# What is next\n\nRead [the plan](https://x.example/plan) and [more]({{page}}).\n\n- one\n- two\n\n1. first\n2. second\n\n> said so\n\n[Leave]({{unsubscribe}}), <script>alert(1)</script>";
	const { html, text, subject } = await simpleParser(written(markdown));
	expect(subject).toBe("16 December");
	expect(text).toContain("What is next");
	expect(text).toContain("the plan (https://x.example/plan) and more (https://x.example/en/updates/1).");
	expect(text).toMatch(/- {2}one\n\n- {2}two\n\n1\. first\n\n2\. second\n\n> said so/);
	expect(text).toContain("Leave (https://x.example/u/aaaa)");
	expect(html).toContain("<li>one</li>");
	expect(html).toMatch(/<a href="https:\/\/x\.example\/u\/aaaa" style="[^"]+">Leave<\/a>/);
	expect(html).toContain("&lt;script&gt;");
	expect(html).not.toMatch(/<script|<img|\{\{|merge\.invalid/);
	// What a list of mails shows is there, and unseen in the mail.
	expect(html).toMatch(/<div style="display:none[^"]*">News<\/div>/);
	expect(text?.trimEnd().endsWith(links.unsubscribe)).toBe(true);
});

test("a reader's own link never becomes a part of another address", async () => {
	for (const name of ["unsubscribe", "preferences"] as const) {
		const { html, text } = await simpleParser(
			written(
				`[a](https://other.example/?x={{${name}}}) [b](https://other.example/({{${name}}}) https://other.example/{{${name}}}`,
			),
		);
		for (const part of [html || "", text ?? ""]) expect(part).not.toMatch(/other\.example\S*x\.example/);
	}
});

test("whatever stands in the text or the links, no line is too long and no header is added", () => {
	fc.assert(
		fc.property(
			fc.string({ unit: "binary", maxLength: 300 }),
			fc.string({ unit: "grapheme", maxLength: 80 }),
			(markdown, value) => {
				const mail = written(markdown.replaceAll("\u0000", ""), { unsubscribe: value, preferences: value });
				const lines = mail.split("\r\n");
				expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
				const fields = lines.slice(0, lines.indexOf("")).filter((line) => !line.startsWith(" "));
				expect(fields.map((line) => line.split(":")[0])).toEqual([
					"From",
					"To",
					"Subject",
					"Date",
					"Message-ID",
					"Auto-Submitted",
					"MIME-Version",
					"Content-Type",
				]);
			},
		),
	);
});
