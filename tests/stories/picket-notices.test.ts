import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Settings } from "#app/env.server.ts";
import { decideMessage, messageAttendees, messagesADay } from "#app/pickets/hearing/messages.server.ts";
import { tellChanges } from "#app/pickets/hearing/tell-changes.server.ts";
import { leavePicket } from "#app/pickets/joining/leave.server.ts";
import { letIn, listAsking, turnAway } from "#app/pickets/joining/letting-in.server.ts";
import {
	attend,
	attendeesSettings,
	change,
	edit,
	hoursPass,
	inHours,
	minutesPass,
	post,
	promised,
	work,
} from "#tests/support/attendees.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { sealRsvps } from "#tests/support/many-attendees.ts";
import { makePicket } from "#tests/support/pickets.ts";

let base: TestDatabase;
let settings: Settings;
beforeAll(async () => {
	base = await testDatabase();
	settings = await attendeesSettings();
});
afterAll(() => base.drop());
beforeEach(async () => {
	await sql`truncate picket_rsvps, picket_announcements, picket_reminders, picket_facts, picket_messages, picket_mails,
		email_deliveries, erasures cascade`.execute(base.owner);
});

const london = () => makePicket(base.db, keys, { facts: inHours(240) });
const rested = async () => {
	await minutesPass(base, 10);
	await work(base, settings);
};
const addressees = async (kind?: string) => (await promised(base, kind)).map(({ to }) => to).sort();
const rsvps = () => base.owner.selectFrom("picket_rsvps").selectAll().execute();

describe("a change", () => {
	test("five edits in ten minutes are one mail, when they have come to rest: what was told before, and what holds", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org", party: 3 });
		for (const [minute, title] of ["One", "Two", "Three", "Four", "Five"].entries()) {
			await edit(base, picket, { title, meetingPoint: `Gate ${minute}` });
			await minutesPass(base, 2);
			await work(base, settings);
		}
		expect(await promised(base)).toEqual([]);
		await minutesPass(base, 8);
		await work(base, settings);
		const [mail, ...others] = await promised(base);
		expect(others).toEqual([]);
		expect(mail).toMatchObject({ kind: "picket-changed", to: "sam@example.org", locale: "en" });
		expect(mail?.values.changes).toBe(
			"What: Five\n(before: Picket at the embassy)\n\nMeeting point: Gate 4\n(before: At the main entrance)",
		);
		expect(mail?.values.facts).toContain("What: Five");
		await hoursPass(base, 1);
		await work(base, settings);
		expect(await promised(base)).toHaveLength(1);
	});

	test("edits that never rest are told after thirty minutes", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org" });
		for (let n = 0; n < 6; n++) {
			await edit(base, picket, { title: `Title ${n}` });
			await minutesPass(base, 5);
			await work(base, settings);
		}
		expect(await promised(base)).toHaveLength(1);
	});

	test("a typing error, and what was taken back, are no mail", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org" });
		await edit(base, picket, { description: "We stand at the embassy for two hours, whatever the weather." });
		await rested();
		await edit(base, picket, { title: "Another" });
		await edit(base, picket, { title: picket.facts.title });
		await rested();
		expect(await promised(base)).toEqual([]);
	});

	test("each hears what is new since they were told, in their language and by the picket's clocks", async () => {
		const picket = await makePicket(base.db, keys, {
			facts: { ...inHours(240), startsLocal: "2031-12-16T18:00", endsLocal: "2031-12-16T20:00", zone: "Asia/Almaty" },
		});
		await attend(base, picket, { email: "early@example.org", locale: "ru" });
		await edit(base, picket, { startsLocal: "2031-12-16T17:00" });
		await attend(base, picket, { email: "late@example.org", locale: "kk" });
		await edit(base, picket, { city: "Leeds" });
		await rested();
		const mails = new Map((await promised(base)).map((mail) => [mail.to, mail]));
		expect(mails.get("early@example.org")).toMatchObject({ locale: "ru", values: { day: "16 декабря 2031\u00a0г." } });
		expect(mails.get("early@example.org")?.values.changes).toMatch(/17:00–20:00.*GMT\+5.*\n\(было: .*18:00–20:00/);
		expect(mails.get("early@example.org")?.values.changes).toContain("Лидс");
		expect(mails.get("late@example.org")?.values.changes).not.toContain("17:00");
		expect(mails.get("late@example.org")?.values.changes).toContain("Лидс");
	});

	test("is told at once when it begins within three hours, by the old time or the new one", async () => {
		const soon = await makePicket(base.db, keys, { facts: inHours(2) });
		await attend(base, soon, { email: "sam@example.org" });
		await edit(base, soon, inHours(100));
		await work(base, settings);
		expect(await addressees("picket-changed")).toEqual(["sam@example.org"]);
		await edit(base, soon, inHours(2.5));
		await work(base, settings);
		expect(await addressees("picket-changed")).toHaveLength(2);
	});

	test("brings a calendar entry that takes the place of the former one and invites nobody", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org" });
		await edit(base, picket, { title: "Moved" });
		await rested();
		const [mail] = await promised(base);
		const calendar = mail?.calendar ?? "";
		for (const line of ["METHOD:PUBLISH", `UID:${picket.id}@campaign.example`, "SEQUENCE:1", "STATUS:CONFIRMED"])
			expect(calendar.split("\r\n")).toContain(line);
		expect(calendar).not.toMatch(/ATTENDEE|ORGANIZER|sam@|\/attend\//);
		expect(mail?.unsubscribe).toMatch(/^https:\/\/campaign\.example\/en\/attend\/[a-z2-7]{32}$/);
	});

	test("reaches nobody who has left, not even by a mail that waits", async () => {
		const picket = await london();
		for (const email of ["gone@example.org", "stays@example.org"]) await attend(base, picket, { email });
		await edit(base, picket, { title: "Moved" });
		await rested();
		const gone = (await promised(base)).find(({ to }) => to === "gone@example.org");
		expect(await leavePicket(base.db, gone?.values.link?.slice(-32) ?? "")).toBe(true);
		expect(await addressees()).toEqual(["stays@example.org"]);
		expect(await rsvps()).toHaveLength(1);
		const erased = await base.owner.selectFrom("erasures").select("about").execute();
		expect(erased).toEqual([{ about: "rsvp" }]);
	});

	test("is told in batches by any number of workers, once to each", async () => {
		const picket = await london();
		await attend(base, picket, { email: "first@example.org" });
		await sealRsvps(base, picket.id, 450);
		await edit(base, picket, { title: "Moved" });
		await minutesPass(base, 10);
		await Promise.all([1, 2, 3].map(() => work(base, settings)));
		await work(base, settings);
		const to = await addressees();
		expect(to).toHaveLength(451);
		expect(new Set(to).size).toBe(451);
	});
});

describe("when it is called off", () => {
	test("everybody hears it at once, with an entry that removes it; what was still to be said is not", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org" });
		await edit(base, picket, { title: "Moved" });
		await rested();
		await change(base, picket, { event: "cancel" });
		await work(base, settings);
		const [mail, ...others] = await promised(base);
		expect(others).toEqual([]);
		expect(mail).toMatchObject({ kind: "picket-cancelled", values: { how: "Its hosts have called it off." } });
		expect(mail?.calendar).toContain("STATUS:CANCELLED");
		await work(base, settings);
		expect(await promised(base)).toHaveLength(1);
	});

	test("and when moderators took it down", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org" });
		await change(base, picket, { event: "refuse" });
		await work(base, settings);
		expect(await addressees("picket-cancelled")).toEqual(["sam@example.org"]);
	});
});

describe("a meeting point that not all may know", () => {
	const secret = "Behind the blue door";
	const hidden = (addressLevel: "joined" | "approved") =>
		makePicket(base.db, keys, { facts: { ...inHours(240), addressLevel, meetingPoint: secret } });

	test("is told to those whom the host lets in, and its changes to nobody else", async () => {
		const picket = await hidden("approved");
		for (const email of ["in@example.org", "waits@example.org"])
			expect(await attend(base, picket, { email, party: 2 })).toBe("asking");
		const asking = await listAsking(base.db, picket.id);
		expect(asking.map(({ party }) => party)).toEqual([2, 2]);
		const [first] = await rsvps();
		expect(await letIn(base.db, keys, settings, { picketId: picket.id, rsvpId: first?.id ?? "" })).toBe("in");
		const [let_] = await promised(base);
		expect(let_).toMatchObject({ kind: "picket-let-in" });
		expect(let_?.values.facts).toContain(secret);
		expect(await letIn(base.db, keys, settings, { picketId: picket.id, rsvpId: first?.id ?? "" })).toBe("gone");

		await edit(base, picket, { meetingPoint: `${secret} on the left` });
		await rested();
		expect(await addressees("picket-changed")).toEqual([let_?.to]);
		await edit(base, picket, { title: "Moved" });
		await rested();
		for (const { to, values, calendar } of await promised(base, "picket-changed"))
			expect(`${values.facts}${values.changes}${calendar}`.includes("blue door")).toBe(to === let_?.to);
		expect(await addressees("picket-changed")).toHaveLength(3);
	});

	test("who is not let in is deleted and told so, by the host of that picket alone", async () => {
		const picket = await hidden("approved");
		const other = await hidden("approved");
		await attend(base, picket, { email: "out@example.org", party: 2 });
		const [asks] = await rsvps();
		const rsvpId = asks?.id ?? "";
		expect(await turnAway(base.db, keys, settings, { picketId: other.id, rsvpId })).toBe("gone");
		expect(await letIn(base.db, keys, settings, { picketId: other.id, rsvpId })).toBe("gone");
		expect(await turnAway(base.db, keys, settings, { picketId: picket.id, rsvpId })).toBe("out");
		expect(await rsvps()).toEqual([]);
		const [mail] = await promised(base);
		expect(mail).toMatchObject({ kind: "picket-not-let-in", to: "out@example.org" });
		expect(JSON.stringify(mail)).not.toContain(secret);
	});

	test("is known to those who confirmed an address, not to a number alone", async () => {
		const picket = await hidden("joined");
		await attend(base, picket, { email: "in@example.org", party: 1 });
		expect(await post(base, picket, { party: 2 })).toMatchObject({ state: "counted" });
		await edit(base, picket, { meetingPoint: `${secret} on the left` });
		await rested();
		const mails = await promised(base);
		expect(mails.map(({ to }) => to)).toEqual(["in@example.org"]);
		expect(mails[0]?.calendar?.replaceAll("\r\n ", "")).toContain(secret);
	});
});

describe("a host's message", () => {
	test("waits for a moderator, then goes to those who come, as the host's words; twice a day at most", async () => {
		const picket = await london();
		await attend(base, picket, { email: "sam@example.org", locale: "kk" });
		await post(base, picket, { email: "pending@example.org" });
		const say = (text: string) => messageAttendees(base.db, keys, { picketId: picket.id, text, locale: "en" });
		expect(await Promise.all(["Bring candles", "Bring water", "Bring tea"].map(say))).toEqual(
			expect.arrayContaining(["waiting", "waiting", "too-many"]),
		);
		expect(messagesADay).toBe(2);
		await work(base, settings);
		expect(await promised(base)).toEqual([]);

		const held = await base.owner.selectFrom("picket_messages").orderBy("number").selectAll().execute();
		const waiting = await base.owner
			.selectFrom("review_items")
			.where("kind", "=", "picket-message")
			.selectAll()
			.execute();
		expect(waiting.map(({ subject_id }) => subject_id).sort()).toEqual(held.map(({ id }) => id).sort());
		await decideMessage(base.db, picket.campaignId, held[0]?.id ?? "", true);
		await decideMessage(base.db, picket.campaignId, held[1]?.id ?? "", false);
		await work(base, settings);
		await work(base, settings);
		const mails = await promised(base);
		expect(mails).toMatchObject([{ kind: "picket-message", to: "sam@example.org", locale: "kk" }]);
		expect(mails[0]?.values).toMatchObject({ language: "en", words: expect.stringMatching(/^Bring/) });
		const after = await base.owner
			.selectFrom("picket_messages")
			.orderBy("number")
			.select(["state", "sealed"])
			.execute();
		expect(after).toEqual([
			{ state: "sent", sealed: null },
			{ state: "refused", sealed: null },
		]);
	});
});

test("telling looks at nothing when nothing is due", async () => {
	expect(await tellChanges(base.db, keys, settings)).toBe(false);
});
