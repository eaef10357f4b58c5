import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { linkIn, mailTo, sign } from "#tests/support/signing.ts";
import { unsealed } from "#tests/support/unsealed.ts";

// Decision 7: who is only counted, and wants no updates, leaves no address once the signature is confirmed.

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "2,50" });
});
afterAll(() => app.stop());

/** Where an address, or its local name alone, can still be read by somebody who has the keys. */
async function whereIs(name: string): Promise<string[]> {
	const values = await unsealed(app.owner, readKeyRing(app.settings.SECRET_KEYS));
	expect(values.length).toBeGreaterThan(0);
	return values.filter((value) => value.includes(name)).map((value) => value.split(" ")[0] ?? "");
}

/** How the mails about some submissions stand. */
async function states(subjects: readonly string[]): Promise<string[]> {
	const { rows } = await sql<{ state: string }>`
		select state from email_deliveries where subject_id = any(${subjects}::uuid[]) order by id`.execute(app.owner);
	return rows.map(({ state }) => state);
}

/** The submission of the mail that was promised last. */
async function newest(): Promise<string> {
	const { rows } = await sql<{ subject_id: string }>`
		select subject_id from email_deliveries order by id desc limit 1`.execute(app.owner);
	return rows[0]?.subject_id ?? "";
}

test.each([
	["counted", { country: "GB", visibility: "counted" }],
	["counted, having given a town and a line", { visibility: "counted", town: "Sample Town", line: "A line" }],
	["at risk by the box, whatever else was typed", { at_risk: "on", visibility: "public", name: "Sample" }],
	["at risk by the country", { country: "KZ", visibility: "addressee", name: "Sample" }],
])("%s: confirming takes the address out of every table", async (how, fields) => {
	const name = `gone-${how.replace(/\W+/g, "-")}`;
	await sign(app, `${name}@example.org`, fields);
	const subjects = [await newest()];
	const link = linkIn(await mailTo(app, `${name}@example.org`));
	// Others of the same address: one whose mail waits, one whose mail is put off, one whose mail is in doubt, one at a socket.
	const open = ["queued", "deferred", "unknown", "sending"];
	await sql`update email_messages set status = 'paused'`.execute(app.owner);
	for (const state of open) {
		await sign(app, `${name}@example.org`, fields);
		subjects.push(await newest());
		const leased = state === "sending";
		await sql`
			update email_deliveries set state = ${state},
				not_before = case when ${state === "deferred"} then now() + interval '1 hour' end,
				claimed_by = case when ${leased} then gen_random_uuid() end,
				lease_until = case when ${leased} then now() + interval '1 hour' end
			where subject_id = ${subjects.at(-1)}::uuid`.execute(app.owner);
	}
	expect(await whereIs(name)).toEqual([
		...Array(5).fill("submissions.sealed"),
		...Array(4).fill("email_deliveries.params_sealed"),
	]);

	const confirmed = await app.post(link, {});
	expect(confirmed.status).toBe(303);
	expect(await whereIs(name)).toEqual([]);
	expect(await states(subjects)).toEqual(["sent", "cancelled", "cancelled", "cancelled", "sending"]);
	await sql`update email_messages set status = 'sending'`.execute(app.owner);
});

test("confirming before one's own mail has been sent cancels it", async () => {
	await sql`update email_messages set status = 'paused'`.execute(app.owner);
	await sign(app, "early@example.org");
	const values = await unsealed(app.owner, readKeyRing(app.settings.SECRET_KEYS));
	const token = /confirm\/([a-z2-7]{32})/.exec(values.filter((value) => value.includes("early@")).join(" "))?.[1];
	const subject = await newest();
	expect((await app.post(`/en/confirm/${token}`, {})).status).toBe(303);
	expect(await states([subject])).toEqual(["cancelled"]);
	expect(await whereIs("early")).toEqual([]);
	await sql`update email_messages set status = 'sending'`.execute(app.owner);
	expect((await app.mails()).filter(({ to }) => to === "early@example.org")).toEqual([]);
});

test("with updates the address stands in the subscription, and nowhere else", async () => {
	await sign(app, "reader@example.org", { updates: "on" });
	await app.post(linkIn(await mailTo(app, "reader@example.org")), {});
	expect(await whereIs("reader@")).toEqual(["subscriptions.sealed"]);
});

test("a submission that somebody holds while another of its address is confirmed ends a moment later", async () => {
	await sign(app, "held@example.org");
	const link = linkIn(await mailTo(app, "held@example.org"));
	await sign(app, "held@example.org");
	const other = await newest();
	await mailTo(app, "held@example.org", 2);
	const known = (await app.owner.selectFrom("signatures").select("id").execute()).map(({ id }) => id);
	let confirming: Promise<Response> | undefined;
	await app.owner.transaction().execute(async (trx) => {
		await sql`select from submissions where id = ${other}::uuid for update`.execute(trx);
		confirming = app.post(link, {});
		await until(async () => {
			const { rows } =
				await sql`select from signatures where sealed is null and id not in (select unnest(${known}::uuid[]))`.execute(
					app.owner,
				);
			return rows.length === 1;
		}, "the first is confirmed");
	});
	expect((await confirming)?.status).toBe(303);
	expect(await whereIs("held@")).toEqual([]);
});
