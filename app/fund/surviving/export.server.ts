import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { sealTo } from "#app/seal/recipient.ts";
import { streamOfBytes } from "#app/web/download.ts";
import type { Db } from "#db/client.ts";
import { afterBooks, beforeBooks, FUND, fileOf, JOURNALS } from "./carried.ts";
import { fundLines, journalLines, keyOfFund, type Source, tableLines } from "./lines.server.ts";
import { type ExportedFile, MANIFEST, type Manifest, manifestText, sealedName } from "./manifest.ts";

/** Where an export goes, and who can read it. */
export interface Exporting {
	db: Db;
	keys: KeyRing;
	folder: string;
	/** A recipient of age; null writes everything in the clear. */
	recipient: string | null;
	/** Is told of each file that is whole. */
	onFile?(file: ExportedFile): void;
}

/** Aid is promised and not paid: whom it is for stays behind, so elsewhere nobody could pay or cancel it. */
export class AidPromised extends Error {}

/**
 * Writes a whole fund as files: who gives and how to reach them, monthly gifts with the processor's numbers, gifts, every
 * journal, bank lines, what was published. All of one moment, piece by piece; the same fund gives the same bytes before they
 * are sealed.
 * @returns the manifest's SHA-256, in hexadecimal
 * @throws AidPromised before anything is written
 */
export async function exportFund(
	{ db, keys, folder, recipient, onFile }: Exporting,
	campaign: { id: number; slug: string },
): Promise<string> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const key = await keyOfFund(db, keys, campaign.id);
	const manifest = await db
		.transaction()
		.setIsolationLevel("repeatable read")
		.execute(async (trx): Promise<Manifest> => {
			if (await hasPromisedAid(trx, campaign.id)) throw new AidPromised();
			const source = { trx, keys, campaignId: campaign.id, isSealed: recipient !== null };
			const files: ExportedFile[] = [];
			for (const [name, lines] of filesOf(source, key)) {
				const file = await writeFile({ folder, recipient }, name, lines);
				onFile?.(file);
				files.push(file);
			}
			return { campaign: campaign.slug, head: await headOf(trx, campaign.id), files };
		});
	const text = manifestText(manifest);
	await writeWhole(join(folder, MANIFEST), Readable.from([Buffer.from(text)]));
	return createHash("sha256").update(text).digest("hex");
}

/** Whether a fund has promised aid that is neither paid nor cancelled. */
export async function hasPromisedAid(trx: Db, campaignId: number): Promise<boolean> {
	const { rows } = await sql`
		select from ledger_accounts a join ledger_balances b on b.account_id = a.id
		where a.campaign_id = ${campaignId} and a.code = 'aid_payable' and b.balance <> 0 limit 1`.execute(trx);
	return rows.length > 0;
}

function* filesOf(source: Source, key: Buffer): Generator<[name: string, lines: AsyncIterable<string>]> {
	yield [FUND, fundLines(source, key)];
	for (const carried of beforeBooks) yield [fileOf(carried.table), tableLines(source, carried)];
	yield [JOURNALS, journalLines(source)];
	for (const carried of afterBooks) yield [fileOf(carried.table), tableLines(source, carried)];
}

/** Where the books' own chain ends. */
export async function headOf(db: Db, campaignId: number): Promise<Manifest["head"]> {
	const { rows } = await sql<{ n: number; hash: string }>`
		select n, encode(hash, 'hex') as hash from journal_links where campaign_id = ${campaignId} order by n desc limit 1`.execute(
		db,
	);
	return rows[0] ?? { n: 0, hash: "" };
}

async function writeFile(
	{ folder, recipient }: Pick<Exporting, "folder" | "recipient">,
	name: string,
	lines: AsyncIterable<string>,
): Promise<ExportedFile> {
	const hash = createHash("sha256");
	let rows = 0;
	async function* counted() {
		for await (const line of lines) {
			rows++;
			const bytes = Buffer.from(line);
			hash.update(bytes);
			yield bytes;
		}
	}
	const bytes = Readable.from(counted());
	if (recipient === null) await writeWhole(join(folder, name), bytes);
	else {
		const sealed = await sealTo(recipient, streamOfBytes(bytes));
		await writeWhole(join(folder, sealedName(name)), Readable.fromWeb(sealed as never));
	}
	return { name, rows, sha256: hash.digest("hex") };
}

/** Writes a file under another name and gives it its own when it is whole. */
async function writeWhole(path: string, bytes: Readable): Promise<void> {
	try {
		await pipeline(bytes, createWriteStream(`${path}.part`, { mode: 0o600 }));
		await rename(`${path}.part`, path);
	} catch (error) {
		await rm(`${path}.part`, { force: true });
		throw error;
	}
}
