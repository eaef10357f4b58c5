import { sql } from "kysely";
import { expect, test } from "vitest";
import { readWords } from "#app/fund/bank/bank-desk.server.ts";
import { partLine } from "#app/fund/bank/part-line.server.ts";
import { printReference } from "#app/fund/giving/reference.ts";
import { usualHoldAbove } from "#app/fund/holding/limits.ts";
import { camt053 } from "#tests/support/statements.ts";
import { aFund, booked, by, csv, database, donation, explain, imported, keys, openOf } from "./ground.ts";

/** An entry of several payments, as banks write a batch booking in version 08. */
function batchXml(payments: readonly { amount: string; text: string; name?: string }[], amount: string, debit = false) {
	const way = debit ? "DBIT" : "CRDT";
	const details = payments.map(
		(one) =>
			`<TxDtls><Amt Ccy="EUR">${one.amount}</Amt><CdtDbtInd>${way}</CdtDbtInd>` +
			`<RltdPties><Dbtr><Pty><Nm>${one.name ?? ""}</Nm></Pty></Dbtr></RltdPties>` +
			`<RmtInf><Ustrd>${one.text}</Ustrd></RmtInf></TxDtls>`,
	);
	return (
		`<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
		`<BookgDt><Dt>2026-12-16</Dt></BookgDt><NtryDtls>${details.join("")}</NtryDtls></Ntry>`
	);
}

const part = (campaignId: number, line: string, amounts: readonly number[]) =>
	database.db.transaction().execute((trx) => partLine(trx, { campaignId, by }, line, () => amounts));

/** Postgres refuses it to the application's role, by that rule. */
const refused = (work: Promise<unknown>, constraint: string) => expect(work).rejects.toMatchObject({ constraint });

export function parts(): void {
	test("a batch of which the file says how much each payment is: each explains itself, or waits with its own words", async () => {
		const fund = await aFund();
		const { reference, id } = await donation(fund);
		const party = await donation(fund, "party");
		const file = camt053(
			[
				batchXml(
					[
						{ amount: "25.00", text: `Gift ${printReference(reference)}`, name: "Sample Giver" },
						{ amount: "40.00", text: party.reference, name: "Sample Party" },
						{ amount: "7.50", text: "who knows", name: "Sample Other" },
					],
					"72.50",
				),
			],
			"08",
		);
		expect(await imported(fund, file)).toMatchObject({ lines: 1, batches: 1, gift: 1, held: 1, unallocated: 1 });
		expect(await imported(fund, file)).toMatchObject({ lines: 1, known: 1, gift: 0 });
		expect(await booked(fund)).toEqual({ "bank EUR": 7250, "donations_bank EUR": -2500, "unallocated EUR": -4750 });
		const given = database.db.selectFrom("gifts").where("donation_id", "=", id).select(["amount", "receipt_due"]);
		expect(await given.execute()).toEqual([{ amount: 2500, receipt_due: false }]);
		// The bank's CSV has it as one line, and adds nothing.
		const words = `Gift ${printReference(reference)} ${party.reference} who knows`;
		expect(await imported(fund, csv(`2026-12-16,72.50,EUR,${words},`))).toMatchObject({ known: 1 });
		const [open, ...others] = await openOf(fund);
		expect([open?.amount, open?.n, others.length]).toEqual([750, 3, 0]);
		const shown = await readWords(database.db, keys, fund);
		expect(shown.get(open?.id ?? "")).toEqual({ text: "who knows", counterparty: "Sample Other" });
		expect(await explain(fund, open?.id ?? "", { is: "double" })).toBe("no-twin");
		expect(await explain(fund, open?.id ?? "", { is: "gift", reference: null })).toBeNull();
		expect(await openOf(fund)).toEqual([]);
	});

	test("payments of one line by the same payer, or with the same reference, wait for two where together they would", async () => {
		const [one, other, third] = [await aFund(), await aFund(), await aFund()];
		const three = (name: (n: number) => string, text: string) =>
			camt053(
				[
					batchXml(
						[1, 2, 3].map((n) => ({ amount: "4000.00", text, name: name(n) })),
						"12000.00",
					),
				],
				"08",
			);
		const { reference } = await donation(one);
		const file = three((n) => `Sample Giver ${n}`, reference);
		expect(await imported(one, file)).toMatchObject({ gift: 0, held: 3 });
		// Of the same payer, and explained at the desk.
		expect(
			await imported(
				other,
				three(() => "Sample Giver", "for you"),
			),
		).toMatchObject({ unallocated: 3 });
		for (const { id } of await openOf(other)) await explain(other, id, { is: "gift", reference: null });
		expect(await booked(other)).toEqual({ "bank EUR": 1_200_000, "unallocated EUR": -1_200_000 });
		expect(
			await imported(
				third,
				three((n) => `Sample Giver ${n}`, "for you"),
			),
		).toMatchObject({ unallocated: 3 });
		// Each of its own, and two of them said to be one donation's afterwards.
		const mine = await donation(third);
		for (const [i, { id }] of (await openOf(third)).entries())
			expect(await explain(third, id, { is: "gift", reference: i === 0 ? null : mine.reference })).toBeNull();
		expect(await booked(third)).toEqual({
			"bank EUR": 1_200_000,
			"donations_bank EUR": -800_000,
			"unallocated EUR": -400_000,
		});
	});

	test("a batch whose payments are not together the line, or do not say how much, is one line", async () => {
		const fund = await aFund();
		const payments = [
			{ amount: "25.00", text: "a" },
			{ amount: "40.00", text: "b" },
		];
		const less = batchXml(payments, "66.00");
		const silent = batchXml(payments, "65.00").replace(
			'<Amt Ccy="EUR">25.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Rl',
			"<Rl",
		);
		expect(await imported(fund, camt053([less, silent], "08"))).toMatchObject({ batches: 0, unallocated: 2 });
		expect((await openOf(fund)).map(({ n }) => n)).toEqual([0, 0]);
	});

	test("the desk takes a line apart once, into what it is together, and each part is explained once", async () => {
		const fund = await aFund();
		const { reference } = await donation(fund);
		await imported(fund, csv("2026-12-16,35,EUR,collected,"));
		const [line] = await openOf(fund);
		const id = line?.id ?? "";
		for (const wrong of [[2500, 900], [3500], [3600, -100], []]) expect(await part(fund, id, wrong)).toBe("sum");
		expect(await part(fund, id, [2500, 1000])).toBe(2);
		expect(await part(fund, id, [2500, 1000])).toBe("already");
		expect(await explain(fund, id, { is: "gift", reference: null })).toBe("already");
		const [first, second] = (await openOf(fund)).map((one) => one.id);
		expect(await part(fund, first ?? "", [2000, 500])).toBe("already");
		const answers = await Promise.all([1, 2, 3].map(() => explain(fund, first ?? "", { is: "gift", reference })));
		expect(answers.filter((answer) => answer === null)).toHaveLength(1);
		expect(await explain(fund, second ?? "", { is: "give-back" })).toBeNull();
		expect(await booked(fund)).toEqual({ "bank EUR": 3500, "donations_bank EUR": -2500, "refund_due EUR": -1000 });
	});

	test("Postgres refuses parts that are not the line, or are said late, whatever the code says", async () => {
		const fund = await aFund();
		await imported(fund, csv("2026-12-16,35,EUR,one,", "2026-12-16,36,EUR,two,"));
		const [one, two] = (await openOf(fund)).toSorted((a, b) => a.amount - b.amount).map(({ id }) => id);
		const insert = (line: string | undefined, amounts: readonly number[], from = 1) =>
			database.db
				.insertInto("bank_parts")
				.values(amounts.map((amount, i) => ({ line_id: line ?? "", campaign_id: fund, n: from + i, amount })))
				.execute();
		await refused(insert(one, [2500, 999]), "bank_parts_whole");
		await refused(insert(one, [3500]), "bank_parts_whole");
		await refused(insert(one, [3600, -100]), "bank_parts_once");
		await insert(one, [2500, 1000]);
		await refused(insert(one, [1], 3), "bank_parts_whole");
		await explain(fund, two ?? "", { is: "gift", reference: null });
		await refused(insert(two, [1800, 1800]), "bank_parts_once");
		// The whole is not explained beside its parts.
		const whole = { item_id: one ?? "", line_id: one ?? "", campaign_id: fund, became: "give-back", journal_seq: 1 };
		await refused(database.db.insertInto("bank_allocations").values(whole).execute(), "bank_allocations_once");
		for (const change of [sql`update bank_parts set amount = 1`, sql`delete from bank_parts`])
			await expect(change.execute(database.db)).rejects.toMatchObject({ code: "42501" });
	});

	test("nobody gets past what waits for two by taking a line apart", async () => {
		const fund = await aFund();
		const above = usualHoldAbove("EUR");
		await imported(fund, csv(`2026-12-16,${above / 100 + 1},EUR,a lot,`));
		const [line] = await openOf(fund);
		await part(fund, line?.id ?? "", [above, 100]);
		for (const one of await openOf(fund)) await explain(fund, one.id, { is: "gift", reference: null });
		expect(await booked(fund)).toEqual({ "bank EUR": above + 100, "unallocated EUR": -above - 100 });
	});
}
