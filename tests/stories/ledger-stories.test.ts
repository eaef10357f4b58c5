import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { balances } from "#app/fund/ledger/balances.server.ts";
import type { Entry, Money, Posting } from "#app/fund/ledger/entries.ts";
import { postBalanceTxn, postEntry, reverseJournal } from "#app/fund/ledger/post.server.ts";
import { readJournal } from "#app/fund/ledger/read.server.ts";
import { exponentOf } from "#app/fund/money/exponents.ts";
import type { Db } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantFund, plantGift } from "#tests/support/ledger.ts";
import { type Step, stories } from "#tests/support/ledger-stories.ts";

// What happens to money, told as stories: each is posted to Postgres, and tests/stories/ledger/ has what stands there.

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test.each(stories)("$title", async ({ name, title, told, steps }) => {
	const fund = await plantFund(database.owner, name);
	const gift = await plantGift(database.db, fund, { currency: "EUR", amount: 2_500 });
	await plantCounted(fund, gift);
	const journals: string[] = [];
	for (const step of steps(gift)) journals.push(journalTable(await play(fund, name, step)));
	const left = await balances(database.db, fund);
	const page = [`# ${title}`, told, ...journals, "## What stands then", `${balanceTable(left)}\n`].join("\n\n");
	await expect(page.replaceAll(gift, "…")).toMatchFileSnapshot(`./ledger/${name}.md`);
});

/** A box of cash that two have counted, and only then is income. */
async function plantCounted(fund: number, gift: string): Promise<void> {
	await database.owner.transaction().execute(async (trx) => {
		await sql`set local session_replication_role = replica`.execute(trx);
		await sql`insert into cash_boxes (id, campaign_id, number, currency, taken_on, state, amount, gift_id)
			values (${gift}, ${fund}, 1, 'EUR', '2026-11-14', 'counted', 8450, ${gift})`.execute(trx);
	});
}

/** Posts what a step says, and gives it as it stands in the books. */
async function play(fund: number, story: string, step: Step): Promise<Entry> {
	// One database for all stories: each has its own keys, but for the box, whose number Postgres looks for.
	const own = (key: string) => (key.startsWith("cash:") ? key : `${story} ${key}`);
	const seq = await database.db.transaction().execute(async (trx) => {
		const posted = await post(trx, fund, step, own);
		if (posted.state !== "posted") throw new Error("it stands already");
		return posted.seq;
	});
	const { journal } = await readJournal(database.db, seq);
	return { ...journal, key: journal.key.replace(`stripe:txn_${story}_`, "stripe:txn_").replace(own(""), "") };
}

async function post(trx: Db, fund: number, step: Step, own: (key: string) => string) {
	if ("txn" in step) {
		const id = `txn_${own(step.txn.id.slice(4)).replace(" ", "_")}`;
		return postBalanceTxn(trx, fund, { ...step.txn, id }, step.about);
	}
	if ("entry" in step) return postEntry(trx, fund, { ...step.entry, key: own(step.entry.key) }, null);
	const { seq } = await trx
		.selectFrom("journals")
		.where("key", "=", own(step.back))
		.select("seq")
		.executeTakeFirstOrThrow();
	return reverseJournal(trx, seq, own(step.as), null, step.on);
}

function journalTable({ kind, key, occurredOn, postings, reverses }: Entry): string {
	const said = reverses === undefined ? "" : ", takes another back";
	return `## ${kind}\n\n${occurredOn}, \`${key}\`${said}\n\n${table(["account", "debit", "credit"], postings.map(legRow))}`;
}

function legRow({ account, currency, amount }: Posting): string[] {
	const said = written({ currency, amount: Math.abs(amount) });
	return amount > 0 ? [account, said, ""] : [account, "", said];
}

function balanceTable(left: { account: string; currency: string; balance: number }[]): string {
	const rows = left
		.filter(({ balance }) => balance !== 0)
		.map(({ account, currency, balance }) => [account, written({ currency, amount: balance })]);
	return table(["account", "balance"], rows);
}

function written({ currency, amount }: Money): string {
	const exponent = exponentOf(currency);
	return `${(amount / 10 ** exponent).toFixed(exponent)} ${currency}`;
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
