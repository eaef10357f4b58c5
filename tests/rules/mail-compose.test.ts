import fc from "fast-check";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { compose } from "#emails/mime/compose.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { messageId } from "#emails/mime/message-id.ts";
import { quotedPrintable, SOFT_BREAK } from "#emails/mime/quoted-printable.ts";
import { encodeRendition, gap } from "#emails/mime/rendition.ts";
import { renditionOf } from "#emails/templates/renditions.ts";
import { keys } from "#tests/support/mail.ts";

const from = mailAddress("post@campaign.example") as MailAddress;
const date = new Date("2026-12-16T05:00:00Z");
const mailbox = Buffer.alloc(32, 7);

function composed(
	rendition: Parameters<typeof compose>[0],
	values: Record<string, string>,
	to = "sam@example.org",
	senderName = "16",
) {
	return compose(rendition, {
		from,
		senderName,
		to: mailAddress(to) as MailAddress,
		messageId: messageId(keys, 7, mailbox, "campaign.example"),
		date,
		values,
	});
}

/** Lines of the bodies, which are quoted-printable; all lines are at most 998 (RFC 5322 §2.1.1). */
function lineLengths(mail: string) {
	const [head = "", ...body] = mail.split("\r\n\r\n");
	const longest = (text: string) => Math.max(...text.split("\r\n").map((line) => line.length));
	return { head: longest(head), body: longest(body.join("\r\n\r\n")) };
}

const awkward = fc.oneof(
	fc.string({ unit: "grapheme", maxLength: 200 }),
	fc.string({ unit: "binary", maxLength: 60 }).filter((text) => !/\p{Cs}/u.test(text)),
	fc.constantFrom(
		"Bcc: all@example.org\r\nSubject: other",
		"\r\n.\r\n",
		"\r\n--=_alternative--\r\n",
		'"><script>alert(1)</script>',
		"=?utf-8?B?eA==?=",
		"🕯️".repeat(50),
		"شهداء ژاناۋزن\u202e",
		"x".repeat(200),
		"Ы".repeat(200),
		"=3D = =\t \t",
	),
);

// A parser gives every line break as LF.
const asParsed = (text: string) => text.replace(/\r\n?/g, "\n");

test("any value comes back from a parser as it went in, and adds no header, part or markup", async () => {
	const rendition = encodeRendition({
		subject: `About ${gap("a")}`,
		text: `[${gap("a")}|${gap("b")}]\n${gap("b")}\nend`,
		html: `<!DOCTYPE html><p title="${gap("a")}">[${gap("a")}|${gap("b")}]</p>`,
	});
	const plain = await simpleParser(composed(rendition, { a: "x", b: "y" }));
	await fc.assert(
		fc.asyncProperty(awkward, awkward, awkward, async (typedA, typedB, senderName) => {
			const raw = composed(rendition, { a: typedA, b: typedB }, undefined, senderName);
			const [a, b] = [asParsed(typedA), asParsed(typedB)];
			const { head, body } = lineLengths(raw);
			expect(head).toBeLessThanOrEqual(78);
			expect(body).toBeLessThanOrEqual(76);
			// As it goes to the relay: no line break but CRLF, one at the end too.
			expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
			expect(raw).toMatch(/\r\n$/);
			const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
			expect(mail.headerLines.map(({ key }) => key)).toEqual(plain.headerLines.map(({ key }) => key));
			expect(mail.text).toBe(`[${a}|${b}]\n${b}\nend`);
			const unescaped = String(mail.html).replace(/&(amp|lt|gt|quot|#39);/g, (entity) =>
				String({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" }[entity]),
			);
			expect(unescaped).toBe(`<!DOCTYPE html><p title="${a}">[${a}|${b}]</p>`);
			expect(String(mail.html)).not.toContain("<script");
			expect(mail.attachments).toEqual([]);
			expect(mail.to).toMatchObject({ text: "sam@example.org" });
		}),
		{ numRuns: 500 },
	);
});

test("a subject keeps every character but controls", async () => {
	const rendition = encodeRendition({ subject: gap("a"), text: "t", html: "h" });
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }), async (a) => {
			const mail = await simpleParser(composed(rendition, { a }));
			expect(mail.subject).toBe(a.replace(/[\p{Cc}\u2028\u2029]+/gu, " "));
		}),
	);
});

test("quoted-printable pieces never cut a value's bytes off their place", () => {
	const decode = (text: string) =>
		Buffer.from(
			text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
			"latin1",
		).toString();
	fc.assert(
		fc.property(fc.array(awkward, { maxLength: 6 }), (pieces) => {
			const encoded = pieces.map(quotedPrintable).join(SOFT_BREAK);
			expect(encoded).toMatch(/^[\t\r\n -~]*$/);
			expect(encoded).not.toMatch(/[ \t](\r\n|$)/);
			expect(Math.max(...encoded.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(76);
			expect(decode(encoded)).toBe(pieces.map((piece) => piece.replace(/\r\n|\r|\n/g, "\r\n")).join(""));
		}),
	);
});

test("no address that could end a line or a bracket is mailed", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", "@example.org", "@пример.рф"), (local, domain) => {
			const address = mailAddress(local + domain);
			if (address !== null) expect(address).toMatch(/^[^\s<>",;:\p{C}]+@[a-z0-9.-]+$/u);
		}),
	);
	expect(mailAddress(" Sam.O'Neil+tag@Пример.РФ. ")).toBe("Sam.O'Neil+tag@xn--e1afmkfd.xn--p1ai");
	expect(mailAddress("айгүл@example.org")).toBe("айгүл@example.org");
	for (const bad of [
		"sam",
		"@example.org",
		"a b@example.org",
		"a@b@c.org\r\nRCPT TO:<x@y.z>",
		`${"a".repeat(65)}@b.org`,
	])
		expect(mailAddress(bad)).toBeNull();
});

test("the Message-ID of a delivery is always the same and no other's", () => {
	const id = messageId(keys, 12, mailbox, "campaign.example");
	expect(id).toMatch(/^<[a-df-z2-8]{32}@campaign\.example>$/);
	expect(messageId(keys, 12, mailbox, "campaign.example")).toBe(id);
	expect(messageId(keys, 13, mailbox, "campaign.example")).not.toBe(id);
});

test.each(locales)("the confirm mail in %s shows its link and date, and no cause on a lock screen", async (locale) => {
	const rendition = renditionOf("confirm-signature", locale);
	if (!rendition) throw new Error("no such kind");
	const link = `https://campaign.example/${locale}/confirm/abcdefghijklmnopqrstuvwxyz234567`;
	const withdrawLink = link.replace("confirm", "withdraw");
	const values = { link, withdrawLink, about: "16 <12>" };
	const mail = await simpleParser(composed(rendition, values), { skipHtmlToText: true });
	expect(mail.subject).toContain("16 <12>");
	const [first = ""] = (mail.text ?? "").split("\n");
	expect(first).toContain("16 <12>");
	expect(`${mail.subject} ${first}`).not.toMatch(
		/Zhana|Жан|Жаң|petition|петици|sign|подпис|қолхат|Ynty|Ынты|strike|забаст|kill|расстрел|қырғын/i,
	);
	expect(mail.text).toContain(`\n${link}\n`);
	expect(mail.text).toContain("14");
	expect(mail.text).toMatch(new RegExp(`${link}\\n[^]*\\n${withdrawLink}\\n`));
	expect(mail.html).toContain(`href="${link}"`);
	expect(mail.html).toContain(`href="${withdrawLink}"`);
	expect(mail.html).toContain("16 &lt;12&gt;");
	expect(mail.html).toContain(`lang="${locale}"`);
	// Nothing is fetched and nothing is counted when it is opened.
	expect(mail.html).not.toMatch(/<img|<link|<style|url\(|https?:(?!\/\/campaign\.example)/);
	expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
	expect(mail.date).toEqual(date);
});
