import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressesIn } from "#emails/inbound/addresses.ts";
import { classifyReturned } from "#emails/inbound/classify-returned.ts";
import { typedAddress } from "#emails/inbound/report-fields.ts";
import { LONGEST_MAIL, readReturnedMail } from "#emails/inbound/returned-mail.ts";
import { returnedSamples, returnedSource } from "#tests/support/returned.ts";

async function read(source: Buffer) {
	const mail = await readReturnedMail(source);
	return mail && classifyReturned(mail);
}

describe("a mail that came back", () => {
	test.each(returnedSamples)("$name: $after", async ({ name, kind, enhanced, recipient }) => {
		expect(await read(returnedSource(name))).toEqual(kind === null ? null : { kind, enhanced, recipient });
	});

	test("is told from an answer by what stands in it, not by its number", () => {
		expect(returnedSamples.length).toBeGreaterThanOrEqual(40);
		expect(new Set(returnedSamples.map(({ kind }) => kind))).toEqual(
			new Set(["hard", "soft", "full", "policy", "complaint", null]),
		);
	});
});

describe("what nobody could read", () => {
	test("of ten megabytes is refused unread", async () => {
		expect(await readReturnedMail(Buffer.alloc(10 * 1_048_576, "a"))).toBeNull();
		expect(await readReturnedMail(Buffer.alloc(LONGEST_MAIL + 1, "a"))).toBeNull();
	});

	test("never stops the program: any bytes, and any sample cut, doubled or damaged", async () => {
		const samples = returnedSamples.map(({ name }) => returnedSource(name));
		const damaged = fc
			.tuple(fc.constantFrom(...samples), fc.nat(4_000), fc.nat(4_000), fc.uint8Array({ maxLength: 40 }))
			.map(([source, from, to, bytes]) => Buffer.concat([source.subarray(0, from), bytes, source.subarray(to)]));
		await fc.assert(
			fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ maxLength: 2_000 }).map(Buffer.from)), async (source) => {
				const returned = await read(source);
				expect([null, "hard", "soft", "full", "policy", "complaint"]).toContain(returned?.kind ?? null);
			}),
			{ numRuns: 300 },
		);
	});

	test("is read once over: what is long and could be split in many ways costs no more than its length", async () => {
		const long = 60_000;
		const hostile = ["@", "@<", "a", "-", ".", "user-", "user ", "user.", "mailbox'", "\n", "<a "].map((part) =>
			part.repeat(long / part.length),
		);
		const report = (said: string) =>
			[
				"From: mailer-daemon@example.org\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n",
				`\r\n${said}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\n`,
				`Action: failed\r\nFinal-Recipient: rfc822; ${said}<\r\nDiagnostic-Code: smtp; ${said}\r\n--b--\r\n`,
			].join("");
		// What grows with the square of the length would take minutes, and end by the clock of the test.
		for (const said of hostile) {
			expect((await read(Buffer.from(report(said))))?.recipient ?? null).toBeNull();
			const plain = `From: mailer-daemon@example.org\r\nTo: ${said}\r\nSubject: undelivered mail\r\n\r\n${said}`;
			expect((await read(Buffer.from(plain)))?.recipient ?? null).toBeNull();
		}
	});

	test("gives its addresses without being tried at each letter", () => {
		expect(addressesIn("Somebody <a@example.org>, b@example.org;c@d")).toEqual([
			"a@example.org",
			"b@example.org",
			"c@d",
		]);
		expect(addressesIn(`${"a".repeat(1_000)}@example.org`)).toEqual([]);
		expect(addressesIn("@a a@ @ a")).toEqual([]);
		expect(typedAddress("rfc822; a@b@example.org")).toBe("a@b@example.org");
		expect(typedAddress(`rfc822; ${"@".repeat(500)}<`)).toBeNull();
	});

	test("is bounded however deep its parts are nested or long its lines are", async () => {
		const nested = Array.from(
			{ length: 2_000 },
			(_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`,
		).join("");
		for (const source of [nested, `Subject: ${"x".repeat(900_000)}\r\n\r\n`, "--\r\n".repeat(200_000)])
			expect(await read(Buffer.from(source))).toBeNull();
	});
});
