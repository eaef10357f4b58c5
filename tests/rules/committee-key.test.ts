import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { readSettings } from "#app/env.server.ts";
import { sealTo } from "#app/seal/recipient.ts";
import { streamOf } from "#app/web/download.ts";

async function* pieces(n: number) {
	for (let i = 0; i < n; i++) yield `line ${i} `.repeat(50);
}

test("a recipient with one letter wrong stops the start in one line; the right one is taken", async () => {
	const recipient = await identityToRecipient(await generateIdentity());
	const SECRET_KEYS = `1:${Buffer.alloc(32, 1).toString("base64")}`;
	expect((await readSettings({ SECRET_KEYS, COMMITTEE_KEY: recipient })).COMMITTEE_KEY).toBe(recipient);
	const wrong = recipient.slice(0, -1) + (recipient.endsWith("q") ? "p" : "q");
	for (const COMMITTEE_KEY of [wrong, "age1", "AGE-SECRET-KEY-1", "committee@example.org"])
		await expect(readSettings({ SECRET_KEYS, COMMITTEE_KEY })).rejects.toThrow(/^COMMITTEE_KEY is an age recipient/);
});

test("what is sealed to it opens with its key alone, whatever its length", async () => {
	const identity = await generateIdentity();
	const sealed = await new Response(
		await sealTo(await identityToRecipient(identity), streamOf(pieces(1_000))),
	).arrayBuffer();
	let whole = "";
	for await (const piece of pieces(1_000)) whole += piece;
	const opener = new Decrypter();
	opener.addIdentity(identity);
	expect(await opener.decrypt(new Uint8Array(sealed), "text")).toBe(whole);
	const another = new Decrypter();
	another.addIdentity(await generateIdentity());
	await expect(another.decrypt(new Uint8Array(sealed))).rejects.toThrow();
});
