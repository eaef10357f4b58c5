import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attendance } from "#app/pickets/attendance.server.ts";
import { confirmRsvp } from "#app/pickets/joining/confirm-rsvp.server.ts";
import { leavePicket } from "#app/pickets/joining/leave.server.ts";
import { linkToken } from "#app/pickets/link-token.server.ts";
import { openFingerprintKey } from "#app/seal/fingerprint.ts";
import { isAway } from "#db/away.ts";
import { attend, inHours, newestPending, post } from "#tests/support/attendees.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { makePicket } from "#tests/support/pickets.ts";

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());

const meeting = (capacity: number) =>
	makePicket(base.db, keys, { kind: "meeting", facts: { ...inHours(48), capacity } });
const people = async (id: string) => {
	const { withAddress, without } = await attendance(base.db, id);
	return withAddress + without;
};
/** Leaves by the link of the party of that size. */
async function leave(picketId: string, party: number): Promise<boolean> {
	const picket = await base.owner
		.selectFrom("pickets")
		.where("id", "=", picketId)
		.select("key_sealed")
		.executeTakeFirstOrThrow();
	const rsvp = await base.owner
		.selectFrom("picket_rsvps")
		.where("picket_id", "=", picketId)
		.where("party", "=", party)
		.select("id")
		.executeTakeFirstOrThrow();
	const key = openFingerprintKey(keys, `pickets/${picketId}`, picket.key_sealed ?? Buffer.of());
	return leavePicket(base.db, linkToken(key, "attend", rsvp.id));
}
/** Presses again what could not be taken because Postgres had too much to do, as a person does who is told so (503). */
async function pressing<Outcome>(press: () => Promise<Outcome>): Promise<Outcome> {
	return press().catch((error: unknown) => {
		if (isAway(error)) return pressing(press);
		throw error;
	});
}
const tally = (outcomes: readonly string[]) =>
	Object.fromEntries([...new Set(outcomes)].sort().map((is) => [is, outcomes.filter((one) => one === is).length]));

describe("a meeting with ten places", () => {
	test("numbers that anybody can post take none of them: an address is asked for", async () => {
		const picket = await meeting(10);
		for (const suspect of [false, true]) {
			expect(await post(base, picket, { party: 10, suspect })).toEqual({ state: "address" });
			expect(await post(base, picket, { party: 1, suspect })).toEqual({ state: "address" });
		}
		expect(await people(picket.id)).toBe(0);
		expect(await attend(base, picket, { email: "ten@example.org", party: 10 })).toBe("going");
	});

	test("fifty confirmations at once: exactly ten go, forty are told that it is full, and who found it full can still be told of changes", async () => {
		const picket = await meeting(10);
		const ids: string[] = [];
		for (let n = 0; n < 50; n++) {
			await post(base, picket, { email: `guest-${n}@example.org`, party: 1 });
			ids.push(await newestPending(base, picket));
		}
		const confirm = (id: string, onlyHearing = false) =>
			pressing(() => confirmRsvp(base.db, keys, { id, picketId: picket.id }, onlyHearing));
		const all = await Promise.all(ids.map((id) => confirm(id)));
		expect(tally(all)).toEqual({ full: 40, going: 10 });
		const turned = ids.filter((_, i) => all[i] === "full");
		expect(tally(await Promise.all(turned.map((id) => confirm(id, true))))).toEqual({ going: 40 });
		expect(await attendance(base.db, picket.id)).toMatchObject({ withAddress: 10, hearing: 40 });
	});

	test("parties are taken whole or not at all", async () => {
		const picket = await meeting(10);
		expect(await attend(base, picket, { email: "eight@example.org", party: 8 })).toBe("going");
		expect(await attend(base, picket, { email: "three@example.org", party: 3 })).toBe("full");
		expect(await attend(base, picket, { email: "two@example.org", party: 2 })).toBe("going");
		expect(await attend(base, picket, { email: "one@example.org", party: 1 })).toBe("full");
	});

	test("an address that changes its number needs no more places than its new number; who leaves frees theirs", async () => {
		const picket = await meeting(10);
		await attend(base, picket, { email: "leaving@example.org", party: 2 });
		await attend(base, picket, { email: "moving@example.org", party: 8 });
		expect(await attend(base, picket, { email: "moving@example.org", party: 7 })).toBe("going");
		expect(await people(picket.id)).toBe(9);
		expect(await attend(base, picket, { email: "moving@example.org", party: 9 })).toBe("full");
		expect(await leave(picket.id, 2)).toBe(true);
		expect(await attend(base, picket, { email: "moving@example.org", party: 10 })).toBe("going");
		expect(await people(picket.id)).toBe(10);
	});

	test("what met a trap takes no place and is in no number", async () => {
		const picket = await meeting(10);
		expect(await attend(base, picket, { email: "trapped@example.org", party: 10, suspect: true })).toBe("going");
		expect(await attendance(base.db, picket.id)).toMatchObject({ withAddress: 0, parties: { withAddress: 0 } });
		expect(await attend(base, picket, { email: "ten@example.org", party: 10 })).toBe("going");
	});
});

test("a picket without limit takes everybody, a number alone at most 400 times a day", async () => {
	const picket = await makePicket(base.db, keys, { facts: inHours(48) });
	await base.owner
		.insertInto("picket_rsvps")
		.values(
			Array.from({ length: 399 }, (_, n) => ({
				picket_id: picket.id,
				party: 50,
				state: "going",
				locale: "en",
				token_hash: Buffer.alloc(32, n).fill(Buffer.of(n >> 8, n & 255), 0, 2),
			})),
		)
		.execute();
	expect(await post(base, picket, { party: 50 })).toMatchObject({ state: "counted" });
	expect(await post(base, picket, { party: 50 })).toEqual({ state: "busy" });
	expect(await attend(base, picket, { email: "counted@example.org", party: 50 })).toBe("going");
});
