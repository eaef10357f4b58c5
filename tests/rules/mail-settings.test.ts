import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDkimKey } from "#app/cli/dkim-key.ts";
import { readSettings, SettingError } from "#app/env.server.ts";

let dir: string;
beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), "yntymaq-dkim-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const settings = (environment: Record<string, string>) => readSettings({ DATA_DIR: dir, ...environment });
const refused = async (environment: Record<string, string>) =>
	settings(environment)
		.then(readDkimKey)
		.then(
			() => "taken",
			(error: unknown) => (error instanceof SettingError ? error.message : "a fault"),
		);
async function keyFile(name: string, key: KeyObject | string) {
	const file = join(dir, name);
	await writeFile(file, typeof key === "string" ? key : key.export({ type: "pkcs8", format: "pem" }));
	return { DKIM_KEY_FILE: file, DKIM_SELECTOR: "2026a" };
}

describe("what signs mail", () => {
	test("is a key of RSA or Ed25519, read at the start", async () => {
		const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
		for (const key of [rsa, generateKeyPairSync("ed25519").privateKey])
			expect(await refused(await keyFile("key.pem", key))).toBe("taken");
		expect(await readDkimKey(await settings({}))).toBeUndefined();
	});

	test("is refused in one line when it cannot be read, is too short, is none, or has no name", async () => {
		const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
		const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
		for (const [environment, says] of [
			[{ DKIM_KEY_FILE: join(dir, "missing.pem"), DKIM_SELECTOR: "a" }, /^DKIM_KEY_FILE cannot be read/],
			[await keyFile("short.pem", short), /^DKIM_KEY_FILE is no private key to sign with/],
			[await keyFile("curve.pem", curve), /^DKIM_KEY_FILE is no private key to sign with/],
			[await keyFile("text.pem", "not a key"), /^DKIM_KEY_FILE is no private key to sign with/],
			[{ DKIM_KEY_FILE: join(dir, "key.pem") }, /^DKIM_SELECTOR is not set/],
			[{ DKIM_SELECTOR: "a" }, /^DKIM_KEY_FILE is not set/],
		] as const) {
			const message = await refused(environment);
			expect(message).toMatch(says);
			expect(message).not.toContain("\n");
		}
	});
});

test("the ways back are refused in one line when they make no sense", async () => {
	for (const [environment, says] of [
		[{ BOUNCE_HOST: "not a host" }, /^BOUNCE_HOST is a host/],
		[{ BOUNCE_LISTEN: "0.0.0.0:25" }, /^BOUNCE_HOST is not set/],
		[{ BOUNCE_HOST: "b.example.org", BOUNCE_LISTEN: "25" }, /^BOUNCE_LISTEN is an address and a port/],
		[{ INBOUND_URL: "pop3://mail.example.org" }, /^INBOUND_URL is an address that begins with imap:/],
		[{ MAIL_WEBHOOK_SECRET: "short" }, /^MAIL_WEBHOOK_SECRET has at least 32 characters/],
	] as const)
		expect(await refused(environment)).toMatch(says);
	expect(await settings({ BOUNCE_HOST: "B.Example.org", BOUNCE_LISTEN: "[::1]:2525" })).toMatchObject({
		BOUNCE_HOST: "b.example.org",
		BOUNCE_LISTEN: { host: "::1", port: 2525 },
	});
});
