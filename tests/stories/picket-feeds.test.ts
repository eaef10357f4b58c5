import ICAL from "ical.js";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changePicket } from "#app/pickets/change.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { type MadePicket, makePicket } from "#tests/support/pickets.ts";
import { parseXml, within } from "#tests/support/xml.ts";

// A calendar that subscribes keeps up with every change, whichever address of the site it knows.

let app: TestApp;
const keys = () => readKeyRing(app.settings.SECRET_KEYS);
const make = (made: MadePicket) => makePicket(app.owner, keys(), made);

beforeAll(async () => {
	app = await startApp({}, undefined, () => new Date("2026-11-23T10:00:00Z"));
	await sql`update pickets set state = 'waiting', listed_at = null, cancelled_at = null`.execute(app.owner);
	await make({ slug: "plain" });
	await make({ slug: "sampled", sample: true });
	await make({
		slug: "milan",
		facts: { city: "Milan", country: "IT", zone: "Europe/Rome", title: "Пикет; «Жаңаөзен», \\o/" },
	});
	await make({ slug: "off", state: "cancelled" });
	await make({ slug: "waiting", state: "waiting" });
	const past = { startsLocal: "2026-11-01T12:00", endsLocal: "2026-11-01T14:00" };
	await make({ slug: "over", facts: past });
	await make({ slug: "forgotten", facts: { startsLocal: "2026-08-01T12:00", endsLocal: "2026-08-01T14:00" } });
});
afterAll(() => app.stop());

async function read(path: string) {
	const answer = await app.get(path);
	expect([path, answer.status]).toEqual([path, 200]);
	return answer;
}
async function eventsOf(path: string) {
	const text = await (await read(path)).text();
	const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
	return new Map(
		events.map((event) => {
			const value = (name: string) => event.getFirstPropertyValue(name) as string;
			const slug = value("url").split("/").at(-1) ?? "";
			return [slug, { value, uid: value("uid"), sequence: Number(value("sequence")), summary: value("summary") }];
		}),
	);
}

describe("the calendar of all", () => {
	test("has what is listed, what was called off, and what is over for less than a month", async () => {
		const events = await eventsOf("/pickets.ics");
		expect([...events.keys()].sort()).toEqual(["milan", "off", "over", "plain", "sampled"]);
		expect(events.get("off")?.value("status")).toBe("CANCELLED");
		expect(events.get("off")?.summary).toBe("Cancelled: Picket at the embassy");
		expect(events.get("sampled")?.summary).toBe("Sample: Picket at the embassy");
		expect(events.get("milan")?.summary).toBe("Пикет; «Жаңаөзен», \\o/");
	});

	test("says our own words in the language that it is asked in, and where and when in full", async () => {
		const events = await eventsOf("/pickets.ics?l=kk&country=IT");
		expect([...events.keys()]).toEqual(["milan"]);
		expect(events.get("milan")?.value("location")).toContain("Милан, Италия");
		expect(events.get("milan")?.value("description")).toContain("12:00–14:00, Милан (GMT+1)");
		expect(String(events.get("milan")?.value("dtstart"))).toBe("2026-12-16T11:00:00Z");
	});

	test("is the same until something changes, and then nothing is asked for in vain", async () => {
		const first = await read("/pickets.ics");
		const etag = first.headers.get("ETag") ?? "";
		expect(first.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
		expect(first.headers.get("Access-Control-Allow-Origin")).toBe("*");
		expect((await app.get("/pickets.ics", { "If-None-Match": etag })).status).toBe(304);
	});

	test("no line is longer than 75 octets, nor does any lack its CRLF", async () => {
		const lines = (await (await read("/pickets.ics?l=ru")).text()).split("\r\n");
		expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
		expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
	});
});

test("a picket that changes keeps its UID on every address, and its sequence only grows", async () => {
	const { id, slug, facts } = await make({ host: "host@example.org" });
	const seen: { uid: string | undefined; sequence: number | undefined }[] = [];
	const look = async () => {
		for (const path of ["/pickets.ics", `/pickets/${slug}.ics`, `/pickets/${slug}.ics?l=ru`]) {
			const event = (await eventsOf(path)).get(slug);
			seen.push({ uid: event?.uid, sequence: event?.sequence });
		}
	};
	await look();
	for (const minute of [10, 20, 30]) {
		const change = { facts: { ...facts, startsLocal: `2026-12-16T12:${minute}` } };
		await app.owner.transaction().execute((trx) => changePicket(trx, keys(), id, change));
		await look();
	}
	await app.owner.transaction().execute((trx) => changePicket(trx, keys(), id, { event: "cancel" }));
	await look();
	expect(new Set(seen.map(({ uid }) => uid))).toEqual(new Set([`${id}@localhost`]));
	const sequences = seen.map(({ sequence }) => sequence ?? Number.NaN);
	expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
	expect(new Set(sequences).size).toBe(5);
});

test("Atom has the same, the last change on top, and marks samples", async () => {
	const feed = parseXml(await (await read("/pickets.atom?l=en")).text());
	const entries = within(feed, "entry");
	expect(entries.length).toBeGreaterThanOrEqual(5);
	const updated = entries.map((entry) => within(entry, "updated")[0]?.text ?? "");
	expect(updated).toEqual([...updated].sort().reverse());
	const samples = entries.filter((entry) =>
		within(entry, "category").some(({ attributes }) => attributes.term === "sample"),
	);
	expect(samples.map((entry) => within(entry, "title")[0]?.text)).toEqual(["Sample: Picket at the embassy"]);
});

test("JSON has the same, with each clock's offset", async () => {
	const { pickets } = (await (await read("/pickets.json?country=IT")).json()) as { pickets: object[] };
	expect(pickets).toEqual([
		expect.objectContaining({
			url: `${app.origin}/en/pickets/milan`,
			state: "listed",
			sample: false,
			starts: "2026-12-16T12:00:00+01:00",
			zone: "Europe/Rome",
			city: "Milan",
		}),
	]);
});

test("one row that makes no sense leaves the others in the feed", async () => {
	const { slug } = await make({});
	await sql`update pickets set starts_at = '-infinity', ends_at = 'infinity' where slug = ${slug}`.execute(app.owner);
	const events = await eventsOf("/pickets.ics");
	expect(events.has(slug)).toBe(false);
	expect(events.has("plain")).toBe(true);
	await sql`update pickets set state = 'waiting' where slug = ${slug}`.execute(app.owner);
});
