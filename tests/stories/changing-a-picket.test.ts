import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changePicket } from "#app/pickets/change.server.ts";
import { findWhole } from "#app/pickets/facts.server.ts";
import type { PicketFacts } from "#app/pickets/facts.ts";
import { cancelPicket } from "#app/pickets/hosting/cancel.server.ts";
import { decidePicket, decideProposal } from "#app/pickets/hosting/decide.server.ts";
import { findHost } from "#app/pickets/hosting/host.server.ts";
import { submitChange } from "#app/pickets/hosting/submit-change.server.ts";
import { trustHost } from "#app/pickets/hosting/trust.server.ts";
import { retimePickets } from "#app/pickets/retime.server.ts";
import { open } from "#app/seal/seal.ts";
import { nodeZoneData, type ZoneData } from "#app/web/wall-time.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { type MadePicket, makePicket } from "#tests/support/pickets.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

/** A listed picket and what its host does with it. */
async function hosted(host: string, made: MadePicket = {}) {
	const { db } = database;
	// Far ahead, so that what is urgent is so by the test's word alone.
	const ahead = { startsLocal: "2036-12-16T12:00", endsLocal: "2036-12-16T14:00", ...made.facts };
	const picket = await makePicket(db, keys, { host, ...made, facts: ahead });
	const submit = async (change: Partial<PicketFacts>) => {
		const found = await findHost(db, keys, picket.hostToken);
		if (!found) throw new Error("the host has a link");
		return submitChange(db, keys, found, { ...found.picket.facts, ...change });
	};
	const now = async () => {
		const whole = await findWhole(db, keys, picket.id);
		if (!whole) throw new Error("the picket is there");
		return whole;
	};
	return { ...picket, submit, now };
}
/** A start in so many hours, as London's clocks show it. */
async function inHours(hours: number): Promise<Partial<PicketFacts>> {
	const { rows } = await sql<{ starts: string; ends: string }>`
		select to_char(at, 'YYYY-MM-DD"T"HH24:MI') as starts, to_char(at + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI') as ends
		from (select (now() + make_interval(hours => ${hours}::int)) at time zone 'Europe/London' as at) t`.execute(
		database.db,
	);
	return { startsLocal: rows[0]?.starts ?? "", endsLocal: rows[0]?.ends ?? "", overlap: "earlier" };
}
const queued = (id: string) =>
	database.owner
		.selectFrom("review_items")
		.where("subject_id", "=", id)
		.where("state", "<>", "decided")
		.select(["kind", "first"])
		.orderBy("kind")
		.execute();
const toTell = (id: string) =>
	database.owner.selectFrom("picket_announcements").where("picket_id", "=", id).select("picket_id").execute();
const proposal = (id: string) =>
	database.owner.selectFrom("picket_proposals").where("picket_id", "=", id).select(["shown", "proposed_at"]).execute();
const decide = (id: string, accept: boolean) =>
	database.db.transaction().execute((trx) => decideProposal(trx, keys, id, accept));
const changesOf = async (id: string) => {
	const rows = await database.db
		.selectFrom("picket_changes")
		.where("picket_id", "=", id)
		.orderBy("sequence")
		.orderBy("field")
		.select(["id", "sequence", "field", "important", "sealed"])
		.execute();
	return rows.map(({ sealed, id: row, ...rest }) => ({
		...rest,
		...open<object>(keys, `picket_changes/${row}`, sealed),
	}));
};

describe("a host who is not trusted yet", () => {
	test("changes nothing of a listed picket until a moderator has decided; readers see both, and since when", async () => {
		const picket = await hosted("new@example.org");
		expect(await picket.submit({ startsLocal: "2036-12-16T13:00", endsLocal: "2036-12-16T15:00" })).toBe("proposed");
		expect(await picket.now()).toMatchObject({ sequence: 0, facts: { startsLocal: "2036-12-16T12:00" } });
		const [shown] = await proposal(picket.id);
		expect(shown?.shown).toEqual([
			{ field: "starts", old: "2036-12-16T12:00", new: "2036-12-16T13:00" },
			{ field: "ends", old: "2036-12-16T14:00", new: "2036-12-16T15:00" },
		]);
		expect(shown?.proposed_at).toBeInstanceOf(Date);
		expect([await queued(picket.id), await toTell(picket.id)]).toEqual([[{ kind: "picket-change", first: false }], []]);

		await decide(picket.id, true);
		expect(await picket.now()).toMatchObject({ sequence: 1, facts: { startsLocal: "2036-12-16T13:00" } });
		expect([await proposal(picket.id), (await toTell(picket.id)).length]).toEqual([[], 1]);
	});

	test("has a change refused, and it stands as before", async () => {
		const picket = await hosted("refused@example.org");
		await picket.submit({ title: "Something else" });
		await decide(picket.id, false);
		expect(await picket.now()).toMatchObject({ sequence: 0, facts: { title: "Picket at the embassy" } });
		expect(await proposal(picket.id)).toEqual([]);
	});

	test("takes a change back by sending what stands", async () => {
		const picket = await hosted("back@example.org");
		await picket.submit({ meetingPoint: "At the side door" });
		expect(await picket.submit({})).toBe("live");
		expect([await proposal(picket.id), await picket.submit({})]).toEqual([[], "same"]);
	});

	test("shows no word that nobody has read, and no meeting point that not everybody may know", async () => {
		const flagged = await hosted("flagged@example.org");
		await flagged.submit({ title: "Call +1 555 010 0199", startsLocal: "2036-12-16T11:00" });
		expect((await proposal(flagged.id))[0]?.shown).toEqual([
			{ field: "words" },
			{ field: "starts", old: "2036-12-16T12:00", new: "2036-12-16T11:00" },
		]);
		const secret = await hosted("secret@example.org", {
			facts: { addressLevel: "approved", meetingPoint: "Canary Corner" },
		});
		await secret.submit({ meetingPoint: "Canary Lane", placeId: null });
		const rows = await database.owner.selectFrom("picket_proposals").selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain("Canary");
	});

	test("is live at once less than three hours before the start, and the desk is told first", async () => {
		const picket = await hosted("late@example.org", { facts: await inHours(2) });
		expect(await picket.submit({ meetingPoint: "At the side door" })).toBe("live");
		expect((await picket.now()).facts.meetingPoint).toBe("At the side door");
		expect(await queued(picket.id)).toEqual([{ kind: "picket-change", first: true }]);
		expect((await toTell(picket.id)).length).toBe(1);
	});
});

describe("a trusted host", () => {
	test("changes a listed picket at once, and it is read after", async () => {
		const picket = await hosted("trusted@example.org");
		await trustHost(database.db, keys, picket.campaignId, "trusted@example.org", "listed before");
		expect(await picket.submit({ city: "Leeds", zone: "Europe/London" })).toBe("live");
		expect(await picket.now()).toMatchObject({ sequence: 1, facts: { city: "Leeds" } });
		expect([await queued(picket.id), (await toTell(picket.id)).length]).toEqual([
			[{ kind: "picket-change", first: false }],
			1,
		]);
	});
});

describe("every change", () => {
	test("moves the sequence by one and keeps what was and what is, sealed; a word in the description matters to nobody", async () => {
		const picket = await hosted("steps@example.org", {
			facts: { addressLevel: "joined", meetingPoint: "Canary Gate" },
		});
		await trustHost(database.db, keys, picket.campaignId, "steps@example.org", "listed before");
		await picket.submit({ description: "A word less." });
		expect(await toTell(picket.id)).toEqual([]);
		await picket.submit({ title: "Another title", meetingPoint: "Canary Bridge" });
		await cancelPicket(database.db, keys, picket.id);
		expect(await changesOf(picket.id)).toEqual([
			{ sequence: 1, field: "text", important: false, old: "", new: "" },
			{ sequence: 2, field: "meeting_point", important: true, old: "Canary Gate", new: "Canary Bridge" },
			{ sequence: 2, field: "title", important: true, old: "Picket at the embassy", new: "Another title" },
			{ sequence: 3, field: "state", important: true, old: "listed", new: "cancelled" },
		]);
		const rows = await database.owner.selectFrom("picket_changes").selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(Buffer.from("Canary").toString("hex"));
	});

	test("waits for the one before: twenty at once are twenty steps", async () => {
		const picket = await hosted("many@example.org");
		const facts = (await picket.now()).facts;
		await Promise.all(
			Array.from({ length: 20 }, (_, i) =>
				database.db
					.transaction()
					.execute((trx) => changePicket(trx, keys, picket.id, { facts: { ...facts, title: `Title ${i}` } })),
			),
		);
		expect((await picket.now()).sequence).toBe(20);
	});

	test("of a picket that was called off or refused is refused", async () => {
		const cancelled = await hosted("off@example.org", { state: "cancelled" });
		expect(await cancelled.submit({ title: "On again" })).toBe("illegal");
		const rejected = await hosted("rejected@example.org", { state: "rejected" });
		expect(await rejected.submit({ title: "On again" })).toBe("illegal");
	});
});

describe("calling off", () => {
	test("acts at once, nobody reads it first, and what was proposed is no longer shown", async () => {
		const picket = await hosted("cancel@example.org");
		await picket.submit({ title: "Proposed before" });
		expect(await cancelPicket(database.db, keys, picket.id)).toBe("changed");
		expect(await picket.now()).toMatchObject({ state: "cancelled", sequence: 1 });
		expect((await picket.now()).listedAt).not.toBeNull();
		expect([await proposal(picket.id), await queued(picket.id), (await toTell(picket.id)).length]).toEqual([[], [], 1]);
		expect(await cancelPicket(database.db, keys, picket.id)).toBe("illegal");
	});

	test("is for good: no moderator lists it again", async () => {
		const picket = await hosted("for-good@example.org", { state: "cancelled" });
		await database.db.transaction().execute((trx) => decidePicket(trx, keys, picket.id, "list"));
		expect((await picket.now()).state).toBe("cancelled");
	});
});

describe("a country that changes its time", () => {
	test("moves the instant and the sequence, leaves the poster's time and mails nobody", async () => {
		const picket = await hosted("almaty@example.org", { facts: { zone: "Asia/Almaty", city: "Almaty" } });
		const other = await hosted("other@example.org");
		const before = await picket.now();
		const mails = await database.owner.selectFrom("email_deliveries").select("id").execute();
		// By a law of September 2026, Almaty would be an hour ahead again.
		const changed: ZoneData = (local, zone) =>
			nodeZoneData(local, zone).map((at) =>
				zone === "Asia/Almaty" && local > "2026-09" ? new Date(at.getTime() - 3_600_000) : at,
			);
		expect(await retimePickets(database.db, changed)).toEqual({ moved: 1, unclear: [] });
		const after = await picket.now();
		expect(after.startsAt.getTime()).toBe(before.startsAt.getTime() - 3_600_000);
		expect(after.endsAt.getTime()).toBe(before.endsAt.getTime() - 3_600_000);
		expect([after.sequence, after.facts.startsLocal]).toEqual([before.sequence + 1, before.facts.startsLocal]);
		expect((await other.now()).sequence).toBe(0);
		expect(await toTell(picket.id)).toEqual([]);
		expect(await changesOf(picket.id)).toEqual([]);
		expect(await database.owner.selectFrom("email_deliveries").select("id").execute()).toEqual(mails);

		expect(await retimePickets(database.db, changed)).toEqual({ moved: 0, unclear: [] });
		expect(await retimePickets(database.db)).toEqual({ moved: 1, unclear: [] });
		expect((await picket.now()).startsAt).toEqual(before.startsAt);
	});

	test("so that a time is shown no more is put to the desk once, and no more when its host has said what is meant", async () => {
		const picket = await hosted("unclear@example.org");
		const gone: ZoneData = (local, zone) => (local === "2036-12-16T12:00" ? [] : nodeZoneData(local, zone));
		await retimePickets(database.db, gone);
		expect(await queued(picket.id)).toEqual([{ kind: "picket-change", first: false }]);
		await database.owner
			.updateTable("review_items")
			.set({ state: "decided", outcome: "close", decision: "seen", decided_on: sql`current_date` })
			.where("subject_id", "=", picket.id)
			.execute();
		await retimePickets(database.db, gone);
		expect(await queued(picket.id)).toEqual([]);
		await database.db.transaction().execute(async (trx) =>
			changePicket(trx, keys, picket.id, {
				facts: { ...(await picket.now()).facts, startsLocal: "2036-12-16T13:00" },
			}),
		);
		expect((await picket.now()).unclear).toBe(false);
		await retimePickets(database.db);
	});

	test("so that a time is shown no more is for the host to say, and zone data from before 2024 move nothing", async () => {
		const picket = await hosted("gap@example.org");
		const gone: ZoneData = (local, zone) => (local === "2036-12-16T12:00" ? [] : nodeZoneData(local, zone));
		expect((await retimePickets(database.db, gone))?.unclear).toContain(picket.slug);
		expect(await picket.now()).toMatchObject({ sequence: 0, unclear: true });
		expect(await retimePickets(database.db, (local) => [new Date(`${local}:00+06:00`)])).toBeNull();
	});
});
