import { createHash } from "node:crypto";
import { csvLine } from "#app/web/csv.ts";
import { publicFile, streamOf } from "#app/web/download.ts";
import type { Db } from "#db/client.ts";
import { plainAmount } from "../money/format-amount.ts";
import { type FundNumbers, fundNumbers } from "./numbers.server.ts";
import type { Numbers } from "./numbers.ts";
import { cellsOfRow, columns } from "./row.ts";
import { rowsUpTo } from "./rows.server.ts";

/** The open books as CSV (RFC 4180), every row; undefined where there is no such fund. */
export async function ledgerCsv(db: Db, slug: string): Promise<Response | undefined> {
	const found = await fundNumbers(db, slug);
	if (!found) return undefined;
	return publicFile("text/csv; charset=utf-8", versionOf(found), streamOf(csvOf(db, found)));
}

async function* csvOf(db: Db, { head }: FundNumbers): AsyncGenerator<string> {
	yield csvLine(columns);
	for await (const row of rowsUpTo(db, head.campaignId, head.n)) yield csvLine(cellsOfRow(row));
}

/** The same as JSON, with the numbers that are made of it. */
export async function ledgerJson(db: Db, slug: string): Promise<Response | undefined> {
	const found = await fundNumbers(db, slug);
	if (!found) return undefined;
	return publicFile("application/json", versionOf(found), streamOf(jsonOf(db, slug, found)));
}

async function* jsonOf(db: Db, slug: string, { head, numbers }: FundNumbers): AsyncGenerator<string> {
	const about = {
		...{ fund: slug, sample: head.sample, rows: head.n, head: head.hash },
		feesThrough: head.feesThrough?.slice(0, 7) ?? null,
		paymentsThrough: head.quarterThrough?.slice(0, 7) ?? null,
		numbers: numbers.map(inDecimals),
	};
	yield `${JSON.stringify(about).slice(0, -1)},"ledger":[`;
	for await (const row of rowsUpTo(db, head.campaignId, head.n)) {
		const { amount: _, balanceMinor: __, seq, ...cells } = row;
		yield `${seq === 1 ? "\n" : ",\n"}${JSON.stringify({ seq, ...cells })}`;
	}
	yield "\n]}\n";
}

/** Every amount as the rows write theirs. */
function inDecimals({ currency, paidOut, ...amounts }: Numbers) {
	const printed = (of: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries(of).map(([name, amount]) => [name, plainAmount(amount, currency)]));
	return { currency, ...printed(amounts), paidOut: paidOut ? printed({ ...paidOut }) : null };
}

/** The chain's head names all rows; what else a file says is hashed along. */
function versionOf({ head, numbers }: FundNumbers): string {
	return createHash("sha256")
		.update(JSON.stringify([head, numbers]))
		.digest("base64url")
		.slice(0, 22);
}
