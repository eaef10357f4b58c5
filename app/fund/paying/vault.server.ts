import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import { type KeyRing, KeyRingError, readKeyRing } from "#app/seal/key-ring.ts";
import { openBytes, type Place, sealBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { readKeyFile, writeKeyFile } from "./key-file.server.ts";

/** What opens beneficiaries: their keys' file, and what the keys in it are sealed under. */
export interface Vault {
	ring: KeyRing;
	/** Undefined where the operator has set none. */
	path: string | undefined;
}

/** The vault of an installation. */
export function vaultOf(house: { keys: KeyRing; settings: Pick<Settings, "BENEFICIARY_KEYS_FILE"> }): Vault {
	return { ring: house.keys, path: house.settings.BENEFICIARY_KEYS_FILE };
}

/** Whether the file could be changed: not where none is set, nor where there is none, or another, than the database knows. */
export type Kept = "kept" | "no file";

const placeOf = (id: string): Place => `beneficiary_keys/${id}`;

/**
 * Makes a key for a new beneficiary. It is on the disk before the transaction commits, so that no row is ever without.
 * @param trx a transaction: others who change the file wait until it ends
 * @returns the ring of that one key, or null where there is no file to keep it in
 */
export async function addKey(trx: Db, { ring, path }: Vault, id: string): Promise<KeyRing | null> {
	if (path === undefined) return null;
	const candidate = (await readKeyFile(path))?.file ?? randomUUID();
	const begun = await sql`
		insert into beneficiary_key_file (file) values (${candidate}) on conflict do nothing returning 1`.execute(trx);
	const key = randomBytes(32);
	const change = (keys: Keys): Keys => new Map([...keys, [id, sealBytes(ring, placeOf(id), key)]]);
	return (await changeFile(trx, path, change, begun.rows.length > 0)) === "kept" ? ringOf(key) : null;
}

/**
 * Destroys keys: the file is written anew without them before the transaction commits, so that nobody is called erased
 * whose key is still there.
 */
export async function destroyKeys(trx: Db, { path }: Vault, ids: readonly string[]): Promise<Kept> {
	const gone = new Set(ids);
	return changeFile(trx, path, (keys) =>
		ids.some((id) => keys.has(id)) ? new Map([...keys].filter(([id]) => !gone.has(id))) : keys,
	);
}

/**
 * Seals every key in the file under the newest of SECRET_KEYS.
 * @returns how many were under another
 * @throws KeyRingError where the file is not here: what it holds would not open once the old key is gone
 */
export async function resealKeys(trx: Db, { ring, path }: Vault): Promise<number> {
	let resealed = 0;
	const kept = await changeFile(trx, path, (keys) => {
		const stale = [...keys].filter(([, sealed]) => sealed[0] !== ring.newest.version);
		resealed = stale.length;
		const fresh = (id: string, sealed: Buffer) => sealBytes(ring, placeOf(id), openBytes(ring, placeOf(id), sealed));
		return resealed > 0 ? new Map([...keys, ...stale.map(([id, sealed]) => [id, fresh(id, sealed)] as const)]) : keys;
	});
	if (kept === "no file")
		throw new KeyRingError(
			"the file of the beneficiaries' keys is not here: set BENEFICIARY_KEYS_FILE, then run keys rotate again",
		);
	return resealed;
}

/** Versions of SECRET_KEYS under which keys in the file are sealed. */
export async function versionsInFile(path: string | undefined): Promise<ReadonlySet<number>> {
	const file = path === undefined ? null : await readKeyFile(path);
	return new Set([...(file?.keys.values() ?? [])].map((sealed) => sealed[0] ?? 0));
}

/**
 * The ring of one beneficiary's own key, under which all that is `locked` of them opens.
 * @returns null where their key is not here: destroyed, or in a file on another machine
 * @throws KeyRingError when the key's version of SECRET_KEYS is not listed
 */
export async function keyOf({ ring, path }: Vault, id: string): Promise<KeyRing | null> {
	const sealed = path === undefined ? undefined : (await readKeyFile(path))?.keys.get(id);
	return sealed ? ringOf(openBytes(ring, placeOf(id), sealed)) : null;
}

type Keys = ReadonlyMap<string, Buffer>;

/**
 * Changes the file, one at a time. Before there is a first beneficiary there is nothing to change.
 * @param begun the database has given it its number in this transaction: it may not be there yet
 */
async function changeFile(
	trx: Db,
	path: string | undefined,
	change: (keys: Keys) => Keys,
	begun = false,
): Promise<Kept> {
	if (!trx.isTransaction) throw new Error("the keys' file is changed within a transaction");
	const { rows } = await sql<{ file: string }>`select file from beneficiary_key_file for update`.execute(trx);
	const [known] = rows;
	if (!known) return "kept";
	// Read under the lock: whoever had it before has changed the file.
	const there = path === undefined ? null : await readKeyFile(path);
	if (path === undefined || (!begun && there?.file !== known.file)) return "no file";
	const keys: Keys = there?.keys ?? new Map();
	const changed = change(keys);
	if (changed !== keys) await writeKeyFile(path, { file: known.file, keys: changed });
	return "kept";
}

function ringOf(key: Buffer): KeyRing {
	if (key.length !== 32) throw new KeyRingError("a beneficiary's key is damaged");
	return readKeyRing(`1:${key.toString("base64")}`);
}
