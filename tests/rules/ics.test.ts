import fc from "fast-check";
import ICAL from "ical.js";
import { beforeAll, describe, expect, test } from "vitest";
import { type CalendarEvent, calendarText, plain } from "#app/pickets/feeds/ics.ts";
import { type ReadEvent, readByPython } from "#tests/support/python-icalendar.ts";

// Whatever people write, two other programs read back from a calendar exactly what was written.

const seed = Date.now();
const words = fc
	.array(
		fc.oneof(
			fc.constantFrom("Жаңаөзен", "қаланың орталық алаңы", "Пикет у посольства", "ё", "🕯️", "👩‍👩‍👧", "é", "\u0301"),
			fc.constantFrom(
				"\r\n",
				"\n",
				"\r",
				"\u2028",
				"\t",
				" ",
				"  ",
				";",
				",",
				"\\",
				"\\n",
				":",
				'"',
				"\\;",
				"^n",
				"\0",
				"\x0b",
			),
			fc.constantFrom("BEGIN:VEVENT", "END:VCALENDAR\r\n", "SUMMARY:x", "\u{10ffff}", "\ud800", "\x7f", "\ufeff"),
			fc.string({ unit: "grapheme" }),
			fc.string({ unit: "binary", maxLength: 30 }),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(""));
// python3-icalendar 4, which Debian 12 has, undoes escapes twice: of a backslash before one of these it makes something
// else, and of a percent sign before their codes. What RFC 5545 asks for is written; ical.js shows it.
const misread = /\\(?=[nN,;:\\])|%(?=2C|3A|3B|5C)/g;
const readable = words.map((text) => plain(text).replace(misread, "$& "));
const moment = fc.date({ min: new Date("2011-12-16"), max: new Date("2099-12-31"), noInvalidDate: true }).map(whole);
const anyEvent = (text: fc.Arbitrary<string>): fc.Arbitrary<CalendarEvent> =>
	fc
		.record({
			uid: fc.uuid().map((id) => `${id}@campaign.example`),
			sequence: fc.nat(),
			updatedAt: moment,
			startsAt: moment,
			minutes: fc.integer({ min: 1, max: 10_000 }),
			cancelled: fc.boolean(),
			language: fc.constantFrom("en", "ru", "kk", "zh"),
			summary: text,
			description: text,
			location: text,
			geo: fc.option(
				fc.record({ latitude: fc.integer({ min: -900, max: 900 }), longitude: fc.integer({ min: -1800, max: 1800 }) }),
			),
			categories: fc.subarray(["Пикет", "Үлгі", "Film showing"]),
			url: fc.constantFrom("https://campaign.example/kk/pickets/london-1", "http://localhost:3000/en/pickets/a"),
		})
		.map(({ minutes, geo, ...event }) => ({
			...event,
			geo: geo && { latitude: geo.latitude / 10, longitude: geo.longitude / 10 },
			endsAt: new Date(event.startsAt.getTime() + minutes * 60_000),
		}));

function whole(date: Date): Date {
	return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

const never = () => {
	throw new Error("an event was left out");
};
const events = fc.sample(anyEvent(readable), { numRuns: 1_000, seed });
const name = "Пикеттер";
let text: string;
let lines: string[];

beforeAll(() => {
	text = calendarText({ name, description: "", events }, never);
	lines = text.split("\r\n");
});

describe(`a thousand pickets (seed ${seed})`, () => {
	test("no line has more than 75 octets, each ends with CRLF, none holds a control character or half a letter", () => {
		expect(lines.at(-1)).toBe("");
		expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
		expect(lines.filter((line) => /[^\t\u{20}-\u{7e}\u{a0}-\u{10ffff}]/u.test(line))).toEqual([]);
		expect(Buffer.from(text).toString()).toBe(text);
		expect(text).not.toContain("\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd");
	});

	test("each is one event, whatever its words pretend to be", () => {
		expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(events.length);
		expect(lines.filter((line) => line === "END:VCALENDAR")).toHaveLength(1);
	});

	test("moments are in UTC", () => {
		const moments = lines.filter((line) => /^(DTSTAMP|LAST-MODIFIED|DTSTART|DTEND)/.test(line));
		expect(moments).toHaveLength(4 * events.length);
		expect(moments.filter((line) => !/^[A-Z-]+:\d{8}T\d{6}Z$/.test(line))).toEqual([]);
	});

	test("nobody is an organiser or attendee, and nothing rings", () => {
		expect(lines.filter((line) => /^(ORGANIZER|ATTENDEE|BEGIN:VALARM)/.test(line))).toEqual([]);
	});

	test("ical.js reads back what was written", () => {
		expect(readByIcalJs(text)).toEqual(events.map((event) => written(event, (at) => at)));
	});
	test("Debian's python3-icalendar reads back what was written", () => {
		const read = readByPython(text);
		expect(read.name).toBe(plain(name));
		expect(read.events).toEqual(
			events.map((event) => written(event, (at) => at.toISOString().replace(".000Z", "+00:00"))),
		);
	});
});

/** The events of a calendar as ical.js reads them back. */
function readByIcalJs(calendar: string) {
	return new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent").map((event) => {
		const value = (property: string) => event.getFirstPropertyValue(property);
		const at = (property: string) => (value(property) as ICAL.Time).toJSDate();
		const geo = value("geo") as unknown as [number, number] | null;
		return {
			uid: value("uid"),
			sequence: value("sequence"),
			stamp: at("dtstamp"),
			start: at("dtstart"),
			end: at("dtend"),
			status: value("status"),
			summary: value("summary"),
			description: value("description"),
			location: value("location"),
			categories: event.getFirstProperty("categories")?.getValues() ?? [],
			geo: geo && [geo[0], geo[1]],
			url: value("url"),
		};
	});
}

/** What a reader should find of an event. */
function written<At>(event: CalendarEvent, at: (moment: Date) => At) {
	const { uid, sequence, cancelled, geo, categories, url } = event;
	return {
		uid,
		sequence,
		stamp: at(event.updatedAt),
		start: at(event.startsAt),
		end: at(event.endsAt),
		status: cancelled ? "CANCELLED" : "CONFIRMED",
		summary: plain(event.summary),
		description: plain(event.description),
		location: plain(event.location),
		categories: categories.map(plain),
		geo: geo && [geo.latitude, geo.longitude],
		url,
	} satisfies Record<keyof ReadEvent, unknown>;
}

test("every mark that has a meaning in calendars, beside every other, is read back by ical.js", () => {
	const marks = ["\\", "n", "N", ";", ",", ":", '"', "\r\n", "%2C", " "];
	const texts = marks.flatMap((a) => marks.flatMap((b) => marks.map((c) => a + b + c)));
	const [good] = events;
	if (!good) throw new Error("no event");
	const all = texts.map((summary) => ({ ...good, summary }));
	const read = readByIcalJs(calendarText({ name, description: "", events: all }, never));
	expect(read.map(({ summary }) => summary)).toEqual(texts.map(plain));
});

test("the same pickets are the same bytes", () => {
	expect(calendarText({ name, description: "", events }, never)).toBe(text);
});

test("a picket whose times make no sense is left out alone", () => {
	const [good] = fc.sample(anyEvent(readable), { numRuns: 1, seed });
	if (!good) throw new Error("no event");
	const never = { ...good, uid: "never@campaign.example", endsAt: new Date(Number.NaN) };
	const backwards = { ...good, uid: "backwards@campaign.example", endsAt: good.startsAt };
	const left: string[] = [];
	const told = calendarText({ name, description: "", events: [never, good, backwards] }, ({ uid }) => left.push(uid));
	expect(left).toEqual([never.uid, backwards.uid]);
	expect(told).toBe(calendarText({ name, description: "", events: [good] }, () => undefined));
});
