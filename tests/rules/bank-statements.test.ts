import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { bankAmount } from "#app/fund/bank/bank-amount.ts";
import { readCamt053 } from "#app/fund/bank/camt053.ts";
import { alike, identified } from "#app/fund/bank/identity.ts";
import { match } from "#app/fund/bank/match.ts";
import { mistypedIn, oneSlipFrom } from "#app/fund/bank/near-reference.ts";
import { profiles } from "#app/fund/bank/profiles.ts";
import { readStatement } from "#app/fund/bank/read-statement.server.ts";
import { MOST_LINES, type Statement, type StatementLine, type StatementRefusal } from "#app/fund/bank/statement.ts";
import { ALPHABET, newReference } from "#app/fund/giving/reference.ts";
import { exponentOf } from "#app/fund/money/exponents.ts";
import { camt053, entryXml } from "#tests/support/statements.ts";

// What banks' files say, read exactly or refused whole.

const read = (text: string | Buffer) => readStatement(Buffer.from(text as string));
const linesOf = async (text: string | Buffer) => ((await read(text)) as Statement).lines;
const refusalOf = async (text: string | Buffer) => (await read(text)) as StatementRefusal;

describe("an amount", () => {
	test.each([
		["25", "EUR", "either", 2500],
		["25,5", "EUR", "either", 2550],
		["1.234,56", "EUR", "either", 123456],
		["1,234.56", "EUR", "either", 123456],
		["1 234,56", "EUR", ",", 123456],
		["1'234.50", "CHF", "either", 123450],
		["-12,34", "EUR", ",", -1234],
		["12,34-", "EUR", ",", -1234],
		["−0.05", "EUR", ".", -5],
		["+7.00", "EUR", ".", 700],
		["1.234", "EUR", "either", 123400],
		["1.234", "KWD", "either", 1234],
		["1500", "JPY", "either", 1500],
		["1500.00", "JPY", ".", 1500],
		["1.234.567", "EUR", ",", 123456700],
		["0,00", "EUR", ",", 0],
	] as const)("%s in %s is read exactly", (printed, currency, decimal, minor) => {
		expect(bankAmount(printed, currency, decimal)).toBe(minor);
	});

	test.each([
		"",
		"-",
		"EUR 5",
		"1.2.3",
		"1,23,4",
		"12.345",
		"--5",
		"-5-",
		"5 5",
		"1e3",
		".5",
		"5.",
		"9".repeat(20),
		"٥",
	])("%s is none", (printed) => {
		// What has a decimal mark only is no amount; digits of other scripts no bank prints.
		expect(bankAmount(printed, "EUR", ".")).toBeNull();
	});

	test("comes back as it was printed, with comma and with point, for every exponent and sign", () => {
		const printed = fc.record({
			amount: fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }),
			currency: fc.constantFrom("EUR", "JPY", "KWD", "ISK"),
			decimal: fc.constantFrom("," as const, "." as const),
			grouped: fc.boolean(),
		});
		fc.assert(
			fc.property(printed, ({ amount, currency, decimal, grouped }) => {
				const exponent = exponentOf(currency);
				const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
				const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
				const group = decimal === "," ? "." : ",";
				const grouping = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole;
				const text = `${amount < 0 ? "-" : ""}${grouping}${exponent === 0 ? "" : decimal + digits.slice(-exponent)}`;
				expect(bankAmount(text, currency, decimal)).toBe(amount);
			}),
		);
	});
});

const camtCsvHead =
	'"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"';
const camtCsvLine = (text: string, info = "Umsatz gebucht") =>
	`"DE89370400440532013000";"16.12.26";"16.12.26";"GUTSCHRIFT";"${text}";"";"";"";"";"";"";"Sample Giver";"";"";"1.025,50";"EUR";"${info}"`;

describe("a CSV", () => {
	test("of a savings bank, in its own encoding, without what is not booked yet", async () => {
		const file = [camtCsvHead, camtCsvLine("Für die Kasse"), camtCsvLine("later", "Umsatz vorgemerkt")].join("\r\n");
		expect(await read(Buffer.from(file, "latin1"))).toEqual({
			source: "csv-camt",
			account: "DE89370400440532013000",
			spans: [],
			lines: [
				{
					bookedOn: "2026-12-16",
					currency: "EUR",
					amount: 102550,
					text: "Für die Kasse",
					counterparty: "Sample Giver",
					reference: null,
					fee: false,
				},
			],
		});
	});

	test("of a cooperative bank", async () => {
		const file = `Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung;Bemerkung;Gekennzeichneter Umsatz;Glaeubiger ID;Mandatsreferenz
Fund;DE89370400440532013000;GENODEM1GLS;GLS;17.12.2026;17.12.2026;Sample Giver;;;Gutschrift;Gift;-52,93;EUR;28764,28;;;;`;
		expect(await read(file)).toMatchObject({
			source: "atruvia",
			lines: [{ bookedOn: "2026-12-17", amount: -5293, text: "Gift", counterparty: "Sample Giver" }],
		});
	});

	test("of Wise, with its own number of each line", async () => {
		const file = `"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Payer Name","Payee Name"
TRANSFER-1,16-12-2026,25.00,GBP,"Received money","A B",25.00,"Sample, Giver",`;
		expect(await linesOf(file)).toMatchObject([
			{ bookedOn: "2026-12-16", amount: 2500, currency: "GBP", text: "A B Received money", reference: "TRANSFER-1" },
		]);
	});

	test("of our own columns, whichever of them it has, in comma or point", async () => {
		const file = "Text;Amount;Date;Currency\nfirst;1.234,50;16.12.2026;EUR\nsecond;-3.5;2026-12-17;eur\n";
		expect((await linesOf(file)).map(({ bookedOn, amount, text }) => [bookedOn, amount, text])).toEqual([
			["2026-12-16", 123450, "first"],
			["2026-12-17", -350, "second"],
		]);
	});

	test("with a line that cannot be read is refused whole, and says which", async () => {
		const file = "date,amount,currency,text\n2026-12-16,5,EUR,a\n2026-02-30,5,EUR,b\n2026-12-16,five,EUR,c\n";
		expect(await read(file)).toEqual({ refused: "lines", lines: [3, 4] });
	});

	test("of an unknown kind, or of two accounts, is refused", async () => {
		expect(await refusalOf("a,b\n1,2\n")).toEqual({ refused: "format" });
		const two = "date,amount,currency,text,account\n2026-12-16,5,EUR,a,DE1\n2026-12-16,5,EUR,a,DE2\n";
		expect(await refusalOf(two)).toEqual({ refused: "accounts" });
		expect(await refusalOf(Buffer.from([0, 1, 2, 255]))).toEqual({ refused: "encoding" });
	});
});

describe("a camt.053", () => {
	test.each(["02", "08"])("of version %s", async (version) => {
		const file = camt053(
			[
				entryXml(
					{ amount: "25.00", text: ["Gift", "for the fund"], name: "Sample Giver", reference: "REF-1" },
					version,
				),
				entryXml({ amount: "4.5", debit: true, family: "CHRG", about: "Account fee" }, version),
				entryXml({ amount: "9.00", status: "PDNG" }, version),
			],
			version,
		);
		expect(await read(file)).toEqual({
			source: "camt.053",
			account: "DE89370400440532013000",
			spans: [],
			lines: [
				{
					bookedOn: "2026-12-16",
					currency: "EUR",
					amount: 2500,
					text: "Gift for the fund",
					counterparty: "Sample Giver",
					reference: "REF-1",
					fee: false,
				},
				expect.objectContaining({ amount: -450, fee: true, text: "Account fee" }),
			],
		});
	});

	test("with a DOCTYPE, an entity of its own, or another message, is refused", async () => {
		const plain = camt053([entryXml({ amount: "1.00" })]);
		const bomb = plain.replace("?>", '?><!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>');
		for (const [file, refused] of [
			[bomb, "broken"],
			[plain.replace("<Ustrd>", "<Ustrd>&b;"), "broken"],
			[plain.replace("</Document>", ""), "broken"],
			[plain.replaceAll("camt.053", "camt.052"), "format"],
			["<html></html>", "format"],
			[plain.replace("<Ustrd>", `<Ustrd>${"x".repeat(5_000)}`), "large"],
			[`${plain.slice(0, 60)}${"<a>".repeat(100)}`, "broken"],
		] as const)
			expect(await refusalOf(file)).toEqual({ refused });
		expect(await refusalOf(plain.replace('<Amt Ccy="EUR">1.00', '<Amt Ccy="EUR">1,00'))).toEqual({
			refused: "lines",
			lines: [1],
		});
	});
});

describe("what stood in the account", () => {
	const head = "date,amount,currency,text,balance";
	const of = async (...lines: string[]) => read([head, ...lines].join("\n"));

	test.each([
		["oldest first", ["2026-12-01,10,EUR,a,110", "2026-12-02,-5,EUR,b,105", "2026-12-02,1,EUR,c,106"]],
		["newest first", ["2026-12-02,1,EUR,c,106", "2026-12-02,-5,EUR,b,105", "2026-12-01,10,EUR,a,110"]],
	])("is in a CSV what was before its first line and after its last, %s", async (_, lines) => {
		const span = { currency: "EUR", from: "2026-12-01", opening: 10_000, to: "2026-12-02", closing: 10_600 };
		expect(await of(...lines)).toMatchObject({ spans: [span] });
	});

	test("is found within one day whichever order its lines have, by currency, and where not every line says it", async () => {
		const lines = ["2026-12-02,1,EUR,c,106", "2026-12-02,7,USD,d,7", "2026-12-02,-5,EUR,b,", "2026-12-02,10,EUR,a,110"];
		expect(await of(...lines)).toMatchObject({
			spans: [
				{ currency: "EUR", opening: 10_000, closing: 10_600 },
				{ currency: "USD", opening: 0, closing: 700 },
			],
		});
	});

	test("does not follow: the file is refused, and says at which line", async () => {
		const missing = ["2026-12-01,10,EUR,a,110", "2026-12-02,-5,EUR,b,105", "2026-12-04,1,EUR,c,107"];
		expect(await of(...missing)).toEqual({ refused: "sum", lines: [4] });
		expect(await of(...missing.toReversed())).toEqual({ refused: "sum", lines: [2] });
		expect(await of("2026-12-01,10,EUR,a,much")).toEqual({ refused: "lines", lines: [2] });
	});

	test("leads in a camt.053 from the opening balance over its entries to the closing one", async () => {
		const balance = (kind: string, amount: string) =>
			`<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt>` +
			"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-12-16</Dt></Dt></Bal>";
		const file = (opening: string, closing: string) =>
			camt053(
				[entryXml({ amount: "25.00", day: "2026-12-15" }), entryXml({ amount: "4.50", debit: true })],
				"02",
				"DE89370400440532013000",
				balance("PRCD", opening) + balance("CLBD", closing),
			);
		const span = { currency: "EUR", from: "2026-12-15", opening: 1000, to: "2026-12-16", closing: 3050 };
		expect(await read(file("10.00", "30.50"))).toMatchObject({ spans: [span] });
		expect(await read(file("10.00", "30.51"))).toEqual({ refused: "sum", lines: [2] });
	});

	test("is read of the banks that print it", async () => {
		const names = profiles.filter(({ columns }) => columns.balance).map(({ name }) => name);
		expect(names).toEqual(["atruvia", "wise", "plain"]);
	});
});

test.each([
	["as it is", "PH4 GD8 M45", null],
	["one sign is another", "Gift PH4 GD8 M44 thanks", "PH4GD8M45"],
	["two neighbours are exchanged", "PH4G8DM45", "PH4GD8M45"],
	["two signs are others", "PH4GD8M33", null],
	["there is none", "for the families of the dead", null],
	["look-alikes are no slip", "PH4GD8M4S", "PH4GD8M45"],
])("a reference in which %s", (_, text, meant) => {
	const near = mistypedIn(text).flatMap(oneSlipFrom);
	expect(near.filter((one) => one === "PH4GD8M45")).toEqual(meant === null ? [] : [meant]);
});

test("every slip of a reference leads back to it, and to a few others at most", () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.nat(8), fc.nat(31), (random, place, sign) => {
			const reference = newReference(() => Buffer.from(random));
			expect(oneSlipFrom(reference)).toEqual([]);
			const signs = [...reference];
			const mistyped = signs.with(place, ALPHABET[sign] ?? "");
			const exchanged = signs.with(place, signs[place + 1] ?? "").with(Math.min(place + 1, 8), signs[place] ?? "");
			for (const slip of [mistyped, ...(place < 8 ? [exchanged] : [])].map((typed) => typed.join(""))) {
				const near = oneSlipFrom(slip);
				if (slip !== reference) expect(near).toContain(reference);
				expect(near.length).toBeLessThanOrEqual(9 + 8);
			}
		}),
	);
});

test("no file, however it is broken, is more than refused", async () => {
	const good = [
		camt053([entryXml({ amount: "25.00", text: ["Gift"], reference: "R" }), entryXml({ amount: "1.00", debit: true })]),
		[camtCsvHead, camtCsvLine("Gift")].join("\n"),
		"date,amount,currency,text\n2026-12-16,5,EUR,a\n",
	];
	const damage = fc.record({
		file: fc.constantFrom(...good),
		at: fc.nat(),
		length: fc.integer({ min: 0, max: 40 }),
		put: fc.oneof(fc.string(), fc.constantFrom("<", "&", '"', ";", "\n", "]]>", "<!DOCTYPE", "\u0000", "<Ntry>", "-")),
	});
	await fc.assert(
		fc.asyncProperty(damage, async ({ file, at, length, put }) => {
			const place = at % file.length;
			const statement = await read(file.slice(0, place) + put + file.slice(place + length));
			if ("refused" in statement) return;
			for (const { amount, currency, bookedOn } of statement.lines) {
				expect(Number.isSafeInteger(amount) && amount !== 0).toBe(true);
				expect(currency).toMatch(/^[A-Z]{3}$/);
				expect(bookedOn).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
			}
		}),
		{ numRuns: 400 },
	);
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
			expect(await readStatement(Buffer.from(bytes))).toBeDefined();
		}),
	);
});

const line = (facts: Partial<StatementLine> = {}): StatementLine => ({
	bookedOn: "2026-12-16",
	currency: "EUR",
	amount: 1000,
	text: "Gift",
	counterparty: "Sample Giver",
	reference: null,
	fee: false,
	...facts,
});

test("lines that say the same are told apart by which of them they are, in whatever company they come", () => {
	const key = Buffer.alloc(32, 1);
	const hex = (lines: StatementLine[]) =>
		identified(key, "plain", null, lines).map(({ identities }) => identities.map((id) => id.toString("hex")).join());
	const [one, two] = hex([line(), line()]);
	expect(one).not.toBe(two);
	expect(hex([line({ text: "else" }), line(), line(), line()]).slice(1, 3)).toEqual([one, two]);
	// The account's own number is no part of the bank's reference.
	const [first] = identified(key, "camt.053", "DE1", [line({ reference: "R" })]);
	const [again] = identified(key, "plain", null, [line({ reference: "R", text: "worded otherwise" })]);
	expect(first?.identities[0]).toEqual(again?.identities[0]);
});

test.each([
	["Gift ABC 123", "SVWZ+GIFTABC123 EREF+1", 2],
	["Gift", "Other", 0],
	["", "Other", 1],
] as const)("%s and %s are alike: %i", (one, other, likeness) => {
	expect(alike(line({ text: one }), line({ text: other }))).toBe(likeness);
});

test("what could be two things is neither", () => {
	const nothing = { donations: [], payouts: [], aid: [], mayBeFee: true };
	const of = (facts: Partial<StatementLine>, known: Partial<Parameters<typeof match>[1]>) =>
		match(line(facts), { ...nothing, ...known }).is;
	expect(of({}, {})).toBe("unknown");
	expect(of({}, { donations: [{ id: "a", reference: "A" }] })).toBe("gift");
	expect(
		of(
			{},
			{
				donations: [
					{ id: "a", reference: "A" },
					{ id: "b", reference: "B" },
				],
			},
		),
	).toBe("unknown");
	expect(of({}, { payouts: [{ id: "po_1" }, { id: "po_2" }] })).toBe("payout");
	expect(of({ amount: -5, fee: true }, {})).toBe("fee");
	expect(of({ amount: -5 }, { aid: [{ seq: 1, key: "a" }] })).toBe("aid");
	expect(
		of(
			{ amount: -5 },
			{
				aid: [
					{ seq: 1, key: "a" },
					{ seq: 2, key: "b" },
				],
			},
		),
	).toBe("unknown");
});

describe("a file that is none", () => {
	test("is told by its header: of eight megabytes one line is taken apart", async () => {
		const trims = vi.spyOn(String.prototype, "trim");
		try {
			expect(await refusalOf("a\n".repeat(4 * 1024 * 1024))).toEqual({ refused: "format" });
			expect(trims.mock.calls.length).toBeLessThan(50);
		} finally {
			trims.mockRestore();
		}
	});

	test("is read up to the most lines, and not to its end", async () => {
		// Read further, it would be no CSV.
		const tail = '\n"never closed';
		const file = (lines: number) => `date,amount,currency,text\n${"2026-12-16,1,EUR,x\n".repeat(lines)}`;
		expect(await refusalOf(file(MOST_LINES + 1) + tail)).toEqual({ refused: "large" });
		expect(await refusalOf(`date,amount,currency,text${"\n".repeat(MOST_LINES + 2)}${tail}`)).toEqual({
			refused: "large",
		});
		expect(await refusalOf(file(1) + tail)).toEqual({ refused: "format" });
		expect(await refusalOf(`date,amount,currency,text${",x".repeat(1000)}\n`)).toEqual({ refused: "format" });
	});

	test.each([
		["attributes of one element", (n: number) => ` a${n}="1" b${n}="2" c${n}="3"`],
		["elements one in another", () => "><a><b><c"],
	])("with %s without end is left after a few", async (_what, more) => {
		let given = 0;
		function* chunks() {
			yield '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"';
			while (given < 100_000) yield more(given++);
		}
		expect(await readCamt053(chunks())).toEqual({ refused: "broken" });
		expect(given).toBeLessThan(20);
	});
});
