import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backOf } from "#app/organise/sign-in/back.ts";
import { commonest } from "#app/organise/sign-in/commonest-passwords.ts";
import { readCookie } from "#app/organise/sign-in/cookies.ts";
import { type DeviceOwner, deviceOf, newDeviceCookie } from "#app/organise/sign-in/device-cookie.server.ts";
import { hashPassword, isPassword, passwordFault, shortest } from "#app/organise/sign-in/password.server.ts";
import { hashRecoveryCode, newRecoveryCodes } from "#app/organise/sign-in/recovery-codes.server.ts";
import { totpSetup, totpStep } from "#app/organise/sign-in/totp.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";

describe("a code of the app", () => {
	// RFC 6238, appendix B: the secret, and the last six of its eight digits.
	const secret = Buffer.from("12345678901234567890");
	test.each([
		[59, "287082"],
		[1_111_111_109, "081804"],
		[1_111_111_111, "050471"],
		[1_234_567_890, "005924"],
		[2_000_000_000, "279037"],
		[20_000_000_000, "353130"],
	])("at second %d is %s, a step before and after too, and not two", (second, code) => {
		const step = Math.floor(second / 30);
		const at = (steps: number) => totpStep(secret, code, new Date((second + steps * 30) * 1000));
		expect([at(-2), at(-1), at(0), at(1), at(2)]).toEqual([null, step, step, step, null]);
	});

	test("is read with spaces, and nothing else is one", () => {
		const now = new Date(59_000);
		expect(totpStep(secret, " 287 082 ", now)).toBe(1);
		for (const typed of ["", "28708", "2870822", "۲۸۷۰۸۲", "abcdef", "-87082"])
			expect(totpStep(secret, typed, now)).toBeNull();
	});

	test("is set up by an address that every app reads, and by the same secret in letters", () => {
		const { address, letters } = totpSetup(secret, "16.12");
		expect(letters.replaceAll(" ", "")).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
		expect(address).toBe(
			"otpauth://totp/16.12:16.12?issuer=16.12&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30",
		);
	});
});

describe("a password", () => {
	test("is of twelve characters as people count them, and of no prescribed kinds", () => {
		expect(passwordFault("eleven char")).toBe("short");
		expect(passwordFault("twelve chars")).toBeNull();
		expect(passwordFault("алты таяқ ел")).toBeNull();
		expect(passwordFault("🌊🌋🌌🌍🌎🌏🌐🌑🌒🌓🌔")).toBe("short");
		expect(passwordFault("x y ".repeat(65))).toBe("long");
	});

	test("is none that everybody tries, nor one thing over and over", () => {
		for (const common of [
			"Password-1234",
			"qwertyuiop 123",
			"пароль123456",
			"aaaaaaaaaaaaaa",
			"abcabcabcabcabc",
			"!!!!!!!!!!!!!!",
		])
			expect(passwordFault(common), common).toBe("common");
		for (const word of commonest) {
			expect([...word].length, word).toBeGreaterThanOrEqual(shortest);
			expect(passwordFault(word), word).toBe("common");
		}
	});

	test("is none of the names around it with little of one's own", () => {
		const near = ["river", "жайык", "yntymaq", "localhost", "somebody", "example"];
		for (const word of ["river-river-2026", "Жайык 2026 River", "somebody@example.org", "Yntymaq, yntymaq 1"])
			expect(passwordFault(word, near), word).toBe("near");
		expect(passwordFault("a river in the morning", near)).toBeNull();
		expect(passwordFault("river-river-2026")).toBeNull();
	});

	test("is kept as Argon2id with OWASP's least parameters, and is the same from every keyboard", async () => {
		const composed = "зимний чай";
		const kept = await hashPassword(`${composed} навсегда`.normalize("NFC"));
		expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(await isPassword(kept, `${composed} навсегда`.normalize("NFD"))).toBe(true);
		expect(await isPassword(kept, `${composed} навсегдa`)).toBe(false);
		expect(await isPassword(null, composed)).toBe(false);
	});
});

test("recovery codes are ten of 120 bits, each one read however it is written down", () => {
	const codes = newRecoveryCodes();
	expect(new Set(codes).size).toBe(10);
	for (const code of codes) {
		expect(code).toMatch(/^([a-z2-7]{4} ){5}[a-z2-7]{4}$/);
		const [kept, typed] = [hashRecoveryCode(code), hashRecoveryCode(code.toUpperCase().replaceAll(" ", "-"))];
		expect(kept?.length).toBe(32);
		expect(typed).toEqual(kept);
	}
	for (const none of ["", "123456", "abcd", "a".repeat(25)]) expect(hashRecoveryCode(none)).toBeNull();
});

test("a browser's cookie is known for its organiser alone, under every listed key, and not once its key is gone", () => {
	const key = () => randomBytes(32).toString("base64");
	const [old, young] = [`1:${key()}`, `2:${key()}`];
	const [print, other] = [randomBytes(32), randomBytes(32)].map((fingerprint) => ({ fingerprint, round: 0 })) as [
		DeviceOwner,
		DeviceOwner,
	];
	const cookie = newDeviceCookie(readKeyRing(old), print);
	const rotated = readKeyRing(`${young},${old}`);
	expect(deviceOf(rotated, print, cookie)).toHaveLength(16);
	expect(deviceOf(rotated, other, cookie)).toHaveLength(0);
	expect(deviceOf(rotated, { ...print, round: 1 }, cookie)).toHaveLength(0);
	expect(deviceOf(readKeyRing(young), print, cookie)).toHaveLength(0);
	const [nonce, proof = ""] = cookie.split(".");
	for (const forged of [
		undefined,
		"",
		".",
		`${nonce}.`,
		`${nonce}.${proof.slice(1)}`,
		`.${proof}`,
		`${randomBytes(16).toString("base64url")}.${proof}`,
	])
		expect(deviceOf(rotated, print, forged)).toHaveLength(0);
});

test("what one comes back to after signing in is a page of the desk, whatever the address said", () => {
	expect(backOf("/organise/campaigns/a/queue?page=2")).toBe("/organise/campaigns/a/queue?page=2");
	for (const typed of [
		null,
		"",
		"x",
		"/en",
		"//elsewhere.example/organise",
		"/\\elsewhere.example",
		"https://elsewhere.example",
		"/organise/../en",
		"/organise/sign-out",
		"/ORGANISE/links/x",
	])
		expect(backOf(typed), String(typed)).toBe("/organise");
	fc.assert(
		fc.property(fc.oneof(fc.webPath(), fc.webUrl(), fc.string()), (typed) => {
			const url = new URL(backOf(typed), "https://ours.example");
			expect([url.origin, /^\/organise(\/|$)/i.test(url.pathname)]).toEqual(["https://ours.example", true]);
		}),
	);
});

test("only our own cookie is read, whatever else a browser sends", () => {
	const sent = (cookie: string) =>
		readCookie(new Request("http://localhost", { headers: { Cookie: cookie } }), "session");
	expect(sent("a=b; __Host-session=token; c=d")).toBe("token");
	expect(sent("x__Host-session=token")).toBeUndefined();
	expect(sent("session=token")).toBeUndefined();
});
