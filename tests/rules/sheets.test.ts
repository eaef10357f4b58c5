import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newSerial, readSerial } from "#app/petitions/paper/serial.server.ts";
import { readSheetRows } from "#app/petitions/paper/sheet-rows.server.ts";
import { changeSheet, type Sheet, type SheetEvent, type Tally } from "#app/petitions/paper/sheet-state.ts";

describe("a serial", () => {
	const signs = "123456789abcdefghjkmnpqrstvwxyz";

	test("is read however it is typed", () => {
		for (let i = 0; i < 200; i++) {
			const serial = newSerial();
			expect(serial).toMatch(/^[1-9a-z]{4}-[1-9a-z]{4}$/);
			for (const typed of [serial, serial.toUpperCase(), ` ${serial.replace("-", "")} `, serial.replaceAll("1", "I")])
				expect(readSerial(typed)).toBe(serial);
		}
	});

	test("with one sign mistaken, or two neighbours changed over, is none", () => {
		fc.assert(
			fc.property(fc.nat(7), fc.nat(30), (at, other) => {
				const serial = newSerial().replace("-", "");
				const wrong = serial.slice(0, at) + signs[other] + serial.slice(at + 1);
				expect(readSerial(wrong) === undefined).toBe(wrong !== serial);
				if (at === 7) return;
				const turned = serial.slice(0, at) + serial[at + 1] + serial[at] + serial.slice(at + 2);
				expect(readSerial(turned) === undefined).toBe(turned !== serial);
			}),
		);
		for (const typed of ["", "0000-0000", "aaaa", "a".repeat(40)]) expect(readSerial(typed)).toBeUndefined();
	});
});

describe("a sheet", () => {
	const tally = fc.record({ rows: fc.nat(13), refused: fc.nat(13) });
	const by = fc.constantFrom("one", "two", "three");
	const event: fc.Arbitrary<SheetEvent> = fc.oneof(
		fc.record({ kind: fc.constantFrom("enter" as const, "check" as const), by, rows: fc.nat(13), refused: fc.nat(3) }),
		fc.record({ kind: fc.constantFrom("recount" as const, "void" as const), by }),
	);

	/** What a store does with what the machine says. */
	function after(sheet: Sheet, done: SheetEvent): Sheet {
		const change = changeSheet(sheet, done);
		if ("refused" in change) return sheet;
		const first = done.kind === "enter" ? done : done.kind === "recount" ? undefined : sheet.first;
		return { ...sheet, state: change.to, first };
	}

	test("counts only what two people have come to, each by themselves, and no more than it has lines", () => {
		fc.assert(
			fc.property(fc.array(event, { maxLength: 20 }), (events) => {
				let sheet: Sheet = { state: "out", lines: 12 };
				let tallies: (Tally & { by: string })[] = [];
				for (const done of events) {
					const before = sheet;
					sheet = after(sheet, done);
					if (sheet === before) continue;
					if (done.kind === "recount") tallies = [];
					if ("rows" in done) tallies.push(done);
					if (sheet.state !== "counted") continue;
					const [one, two, ...more] = tallies;
					expect(more).toEqual([]);
					expect(one?.by).not.toBe(two?.by);
					expect([one?.rows, one?.refused]).toEqual([two?.rows, two?.refused]);
					expect((one?.rows ?? 99) + (one?.refused ?? 99)).toBeLessThanOrEqual(12);
				}
			}),
		);
	});

	test("that is void is only counted anew, and one that has been entered is entered no more", () => {
		fc.assert(
			fc.property(event, tally, (done, first) => {
				expect(changeSheet({ state: "void", lines: 12 }, done)).toEqual(
					done.kind === "recount" ? { to: "out" } : { refused: "void" },
				);
				for (const state of ["entered", "counted", "differs"] as const) {
					const sheet: Sheet = { state, lines: 12, first: { ...first, by: "one" } };
					expect(changeSheet(sheet, { kind: "enter", by: "two", rows: 1, refused: 0 })).toEqual({ refused: "entered" });
				}
			}),
		);
	});

	test("checked by who entered it, or before anybody has, is refused", () => {
		const check: SheetEvent = { kind: "check", by: "one", rows: 3, refused: 0 };
		expect(changeSheet({ state: "out", lines: 12 }, check)).toEqual({ refused: "not-entered" });
		const sheet: Sheet = { state: "entered", lines: 12, first: { rows: 3, refused: 0, by: "one" } };
		expect(changeSheet(sheet, check)).toEqual({ refused: "same-person" });
		expect(changeSheet(sheet, { ...check, by: "two" })).toEqual({ to: "counted" });
		expect(changeSheet(sheet, { ...check, by: "two", refused: 1 })).toEqual({ to: "differs" });
	});
});

describe("a file of sheets", () => {
	test("is read with its columns in any order, refused lines or none", () => {
		expect(readSheetRows("\ufeffcounted-by,rows,serial\r\na@example.org,7,abcd-efgh\r\n\r\n")).toEqual({
			rows: [{ line: 2, serial: "abcd-efgh", rows: 7, refused: 0, countedBy: "a@example.org" }],
		});
		expect(readSheetRows("serial,rows,refused,counted-by\nx,1,2,a@example.org")).toMatchObject({
			rows: [{ rows: 1, refused: 2 }],
		});
	});

	test("names the lines that it cannot read", () => {
		expect(readSheetRows("serial,rows\nx,1")).toEqual({ wrong: [1] });
		expect(readSheetRows("serial,rows,counted-by\nx,one,a@example.org\nx,1,a@example.org\nx,-1,a\n")).toEqual({
			wrong: [2, 4],
		});
	});
});
