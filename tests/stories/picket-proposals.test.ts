import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findWhole } from "#app/pickets/facts.server.ts";
import type { PicketFacts } from "#app/pickets/facts.ts";
import { inviteCoHost } from "#app/pickets/hosting/co-hosts.server.ts";
import { decideProposal } from "#app/pickets/hosting/decide.server.ts";
import { findHost } from "#app/pickets/hosting/host.server.ts";
import { hurryProposal } from "#app/pickets/hosting/hurry.server.ts";
import { submitChange } from "#app/pickets/hosting/submit-change.server.ts";
import { hoursPass, inHours, promised } from "#tests/support/attendees.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { makePicket } from "#tests/support/pickets.ts";

// What becomes of a change that waits for a moderator.

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());
beforeEach(async () => {
	await base.owner.deleteFrom("email_deliveries").execute();
	await base.owner.deleteFrom("pickets").execute();
});

/** A listed picket in so many hours, of which its host has proposed a change. */
async function proposed(hours: number, change: Partial<PicketFacts>) {
	const picket = await makePicket(base.db, keys, { host: "host@example.org", facts: inHours(hours) });
	const host = await findHost(base.db, keys, picket.hostToken);
	if (!host) throw new Error("the host has a link");
	expect(await submitChange(base.db, keys, host, { ...host.picket.facts, ...change })).toBe("proposed");
	return { ...picket, host };
}
const hurry = async () => {
	let hurried = 0;
	while (await hurryProposal(base.db, keys)) hurried++;
	return hurried;
};
const factsOf = async (id: string) => (await findWhole(base.db, keys, id))?.facts;
const proposals = () => base.owner.selectFrom("picket_proposals").select("picket_id").execute();

test("a change of the meeting point is live when the start comes within three hours, and the desk reads it first", async () => {
	const { id } = await proposed(5, { meetingPoint: "At the side door" });
	expect(await hurry()).toBe(0);
	await hoursPass(base, 2.5);
	expect(await hurry()).toBe(1);
	expect((await factsOf(id))?.meetingPoint).toBe("At the side door");
	expect(await proposals()).toEqual([]);
	const [told] = await base.owner.selectFrom("picket_announcements").where("picket_id", "=", id).selectAll().execute();
	expect(told).toBeDefined();
	const items = base.owner.selectFrom("review_items").where("subject_id", "=", id).where("state", "<>", "decided");
	expect(await items.select(["kind", "first"]).execute()).toEqual([{ kind: "picket-change", first: true }]);
});

test("other words still wait for a moderator then", async () => {
	const { id } = await proposed(5, { title: "Other words" });
	await hoursPass(base, 2.5);
	expect(await hurry()).toBe(0);
	expect((await factsOf(id))?.title).not.toBe("Other words");
});

test.each([
	[true, "It holds now"],
	[false, "has not taken it"],
])("its host hears by mail what was decided (taken: %s), without a word of it", async (taken, words) => {
	const { id } = await proposed(72, { title: "Other words" });
	await base.db.transaction().execute((trx) => decideProposal(trx, keys, id, taken));
	const mails = await promised(base, "picket-change-decided");
	expect(mails.map(({ to }) => to)).toEqual(["host@example.org"]);
	const values = JSON.stringify(mails);
	expect(values).toContain(words);
	expect(values).not.toContain("Other words");
	expect(values).toMatch(/\/en\/host\/[a-z2-7]{32}/);
	await base.db.transaction().execute((trx) => decideProposal(trx, keys, id, taken));
	expect(await promised(base, "picket-change-decided")).toHaveLength(1);
});

test("twelve invitations at once are five", async () => {
	const { host, id } = await proposed(72, { title: "Other words" });
	const invited = await Promise.all(Array.from({ length: 12 }, () => inviteCoHost(base.db, host)));
	expect(invited.filter(Boolean)).toHaveLength(5);
	const rows = base.owner.selectFrom("picket_hosts").where("picket_id", "=", id).where("role", "=", "co-host");
	expect(await rows.select("id").execute()).toHaveLength(5);
});
