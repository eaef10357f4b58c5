import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { sealBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { afterBooks, beforeBooks, FUND, fileOf, JOURNALS } from "./carried.ts";
import { headOf } from "./export.server.ts";
import { MANIFEST, type Manifest, readManifest } from "./manifest.ts";
import { type Folder, isWhole, linesOf } from "./read-files.server.ts";
import { bringJournals, promisesAid } from "./restore-journals.server.ts";
import { bringTable } from "./restore-table.server.ts";

/**
 * What bringing a fund back came to. Nothing was written where the manifest or a file is not as it was written (`broken`,
 * with the file), where aid is promised in its books, where there is no such campaign, or its fund has something already (`not empty`).
 */
export type Restored =
	| { state: "done"; journals: number }
	| { state: "broken"; file: string }
	/** In its books aid is promised and not paid: here nobody could pay or cancel it. */
	| { state: "promised" }
	| { state: "no campaign"; slug: string }
	| { state: "not empty"; slug: string }
	/** All is here, and the books' chain is another than the export's. */
	| { state: "differs" };

/** What a fund is brought back by. */
export interface Restoring {
	/** As the owner of the schema: the rules of two people bind the application. */
	db: Db;
	keys: KeyRing;
	folder: Folder;
	/** The SHA-256 that the export printed, where it was kept; hexadecimal. */
	expected?: string;
	onProgress?(file: string, rows: number): void;
}

/**
 * Brings a fund back into an installation that has its campaign and nothing of its fund. All files are read once before
 * anything is written. Journals come one to a transaction, in the order of their chain, and Postgres checks each; interrupted,
 * the same files go on where they ended.
 */
export async function restoreFund(restoring: Restoring): Promise<Restored> {
	const { db, keys, folder, onProgress = () => undefined } = restoring;
	const read = await readAll(restoring);
	if ("state" in read) return read;
	if (await promisesAid(folder)) return { state: "promised" };
	const { manifest, sha256 } = read;
	const campaign = await db
		.selectFrom("campaigns")
		.where("slug", "=", manifest.campaign)
		.select("id")
		.executeTakeFirst();
	if (!campaign) return { state: "no campaign", slug: manifest.campaign };
	const at = { db, keys, folder, campaignId: campaign.id };
	if (!(await begin(db, campaign.id, sha256))) return { state: "not empty", slug: manifest.campaign };
	const reserve = await bringFund(at);
	for (const carried of beforeBooks) onProgress(fileOf(carried.table), await bringTable(at, carried));
	const journals = await bringJournals(at, (rows) => onProgress(JOURNALS, rows));
	for (const carried of afterBooks) onProgress(fileOf(carried.table), await bringTable(at, carried));
	const head = await headOf(db, campaign.id);
	if (head.n !== manifest.head.n || head.hash !== manifest.head.hash) return { state: "differs" };
	await db.updateTable("funds").where("campaign_id", "=", campaign.id).set({ reserve_percent: reserve }).execute();
	await db
		.updateTable("fund_restores")
		.where("campaign_id", "=", campaign.id)
		.set({ done_on: sql`current_date` })
		.execute();
	return { state: "done", journals };
}

async function readAll({
	folder,
	expected,
}: Restoring): Promise<{ manifest: Manifest; sha256: Buffer } | { state: "broken"; file: string }> {
	const text = await readFile(join(folder.path, MANIFEST), "utf8").catch(() => "");
	const manifest = readManifest(text);
	const sha256 = createHash("sha256").update(text).digest();
	if (!manifest || (expected !== undefined && sha256.toString("hex") !== expected.toLowerCase()))
		return { state: "broken", file: MANIFEST };
	for (const file of manifest.files) if (!(await isWhole(folder, file))) return { state: "broken", file: file.name };
	return { manifest, sha256 };
}

/** Begins, or goes on with the same files. @returns false where the fund has something that did not come with them */
async function begin(db: Db, campaignId: number, sha256: Buffer): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		await sql`insert into funds (campaign_id) values (${campaignId}) on conflict do nothing`.execute(trx);
		await sql`select from funds where campaign_id = ${campaignId} for update`.execute(trx);
		const { rows } = await sql<{ goes: boolean; empty: boolean }>`
			select exists (select from fund_restores where campaign_id = ${campaignId} and manifest = ${sha256} and done_on is null) as goes,
				not exists (select from fund_restores where campaign_id = ${campaignId})
				and not exists (select from donations where campaign_id = ${campaignId})
				and not exists (select from gifts where campaign_id = ${campaignId})
				and not exists (select from journals where campaign_id = ${campaignId})
				and not exists (select from cash_boxes where campaign_id = ${campaignId}) as empty`.execute(trx);
		const [found] = rows;
		if (found?.goes) return true;
		if (!found?.empty) return false;
		await trx.insertInto("fund_restores").values({ campaign_id: campaignId, manifest: sha256 }).execute();
		return true;
	});
}

/** The fund's key of fingerprints. @returns the share that is kept in reserve: set last, as it binds what is promised */
async function bringFund({
	db,
	keys,
	folder,
	campaignId,
}: {
	db: Db;
	keys: KeyRing;
	folder: Folder;
	campaignId: number;
}): Promise<number> {
	let reserve = 0;
	for await (const line of linesOf(folder, FUND)) {
		const { reserve_percent, key }: { reserve_percent: number; key: string } = JSON.parse(line);
		reserve = reserve_percent;
		const sealed = sealBytes(keys, `funds/${campaignId}`, Buffer.from(key, "base64"));
		await db
			.updateTable("funds")
			.where("campaign_id", "=", campaignId)
			.set({ key_sealed: sealed, reserve_percent: 0 })
			.execute();
	}
	return reserve;
}
