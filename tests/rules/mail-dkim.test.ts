import { createHash, generateKeyPairSync, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose } from "#emails/mime/compose.ts";
import { dkimSigner } from "#emails/mime/dkim.ts";
import { listFields } from "#emails/mime/list-fields.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { encodeRendition, gap } from "#emails/mime/rendition.ts";
import { dkimVerifies } from "#tests/support/mail-checkers.ts";

const pairs = {
	"rsa-sha256": generateKeyPairSync("rsa", { modulusLength: 2048 }),
	"ed25519-sha256": generateKeyPairSync("ed25519"),
} as const;
const records = {
	"rsa-sha256": `v=DKIM1; k=rsa; p=${pairs["rsa-sha256"].publicKey.export({ type: "spki", format: "der" }).toString("base64")}`,
	// RFC 8463 §4: the bare 32 bytes.
	"ed25519-sha256": `v=DKIM1; k=ed25519; p=${pairs["ed25519-sha256"].publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64")}`,
} as const;
const rendition = encodeRendition({
	subject: `16 December ${gap("about")}`,
	text: `Text ${gap("about")}\n\n  two  spaces\t\nend\n\n\n`,
	html: `<!DOCTYPE html><p>${gap("about")}</p>`,
});

function mail(about: string, to = "reader@example.net") {
	return compose(rendition, {
		from: mailAddress("post@campaign.example") as MailAddress,
		senderName: about || "16",
		to: mailAddress(to) as MailAddress,
		messageId: "<one@campaign.example>",
		date: new Date("2026-12-16T05:00:00Z"),
		values: { about },
		list: listFields({
			origin: "https://campaign.example",
			token: "a".repeat(48),
			bounceHost: "bounce.campaign.example",
			campaignId: 1,
			messageId: 2,
			kind: "update",
			domain: "campaign.example",
		}),
	});
}

const signer = (algorithm: keyof typeof pairs) =>
	dkimSigner({ domain: "campaign.example", selector: "2026a", key: pairs[algorithm].privateKey });

describe.each(["rsa-sha256", "ed25519-sha256"] as const)("a mail signed by %s", (algorithm) => {
	test("is verified by a program not written here, and not when a letter of it is changed", async () => {
		const name = "2026a._domainkey.campaign.example";
		const good = await Promise.all(
			[mail("about"), mail("Расстрел — 🕯️ «16»"), mail("x", "айгүл@example.net")].map(signer(algorithm).signed),
		);
		expect(dkimVerifies(good, name, records[algorithm])).toEqual([true, true, true]);
		const [signed = ""] = good;
		const changed = [
			signed.replace("two", "too"),
			signed.replace("/u/aaaa", "/u/bbbb"),
			signed.replace("List-Unsubscribe=One-Click", "List-Unsubscribe=Other"),
			`From: other@campaign.example\r\n${signed}`,
		];
		expect(dkimVerifies(changed, name, records[algorithm])).toEqual([false, false, false, false]);
	});

	test("covers what a reader sees and what unsubscribes, and From once more than it is there", async () => {
		const signed = await signer(algorithm).signed(mail("about"));
		const [field = ""] = signed.split(/\r\n(?![ \t])/);
		const names = (/\bh=([^;]*);/.exec(field)?.[1] ?? "").toLowerCase().replace(/\s/g, "").split(":");
		for (const name of [
			"to",
			"subject",
			"date",
			"message-id",
			"mime-version",
			"content-type",
			"list-unsubscribe",
			"list-unsubscribe-post",
			"feedback-id",
		])
			expect(names.filter((one) => one === name)).toHaveLength(1);
		expect(names.filter((one) => one === "from")).toHaveLength(2);
		expect(field).toContain(`a=${algorithm}; c=relaxed/relaxed;\r\n d=campaign.example; s=2026a;`);
		for (const line of field.split("\r\n")) expect(line.length).toBeLessThanOrEqual(78);
	});
});

test("whatever stands in a mail, its signature holds over the form that RFC 6376 gives it", async () => {
	const { publicKey } = pairs["ed25519-sha256"];
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 100 }), async (about) => {
			const message = mail(about);
			const signed = await signer("ed25519-sha256").signed(message);
			expect(signed.endsWith(message)).toBe(true);
			const [field = "", ...rest] = signed.slice(0, signed.indexOf("\r\n\r\n")).split(/\r\n(?![ \t])/);
			const relaxed = (line: string) =>
				line
					.replace(/^([^:]*):\s*/, (_, name: string) => `${name.toLowerCase()}:`)
					.replace(/\s+/g, " ")
					.trim();
			const names = (/\bh=([^;]*);/.exec(field)?.[1] ?? "").replace(/\s/g, "").toLowerCase().split(":");
			const head = new Map(rest.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), relaxed(line)]));
			const lines = names.slice(0, -1).map((name) => head.get(name));
			const [, signature = ""] = /\bb=([A-Za-z0-9+/=\s]+)$/.exec(field) ?? [];
			const data = [...lines, relaxed(field.slice(0, field.length - signature.length))].join("\r\n");
			const digest = createHash("sha256").update(data).digest();
			expect(verify(null, digest, publicKey, Buffer.from(signature, "base64"))).toBe(true);
		}),
		{ numRuns: 50 },
	);
});
