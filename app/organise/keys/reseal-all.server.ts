import { setTimeout as sleep } from "node:timers/promises";
import { type KeyRing, KeyRingError } from "#app/seal/key-ring.ts";
import { openBytes, sealBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { countStale, readStale, replaceSeals, type SealedValue } from "#db/reseal.server.ts";
import { type SealedColumn, sealedColumns } from "#db/sealed-columns.ts";

/** How far a rotation has come. */
export interface Rotation {
	table: string;
	done: number;
	total: number;
}

export interface RotationOptions {
	/** Ends it after the batch in hand. */
	signal: AbortSignal;
	report(rotation: Rotation): void;
	/** Values read and replaced at a time. */
	batch?: number;
}

/** What a rotation came to: all of it, or as far as it got. */
export type Rotated = { state: "done" | "interrupted"; resealed: number };

// A walk passes over rows that are held at that moment; what is still stale after so many is being sealed anew.
const WALKS = 10;
const BETWEEN_WALKS_MS = 200;

/**
 * Seals everything under the newest key, while people sign. Each batch stands for itself and each value names its
 * version, so it may be killed at any point and run again, twice at once too.
 * @throws KeyRingError when a value's version is not listed, or some process still seals under an older one
 */
export async function resealAll(db: Db, ring: KeyRing, options: RotationOptions): Promise<Rotated> {
	let resealed = 0;
	for (const column of sealedColumns) {
		resealed += await resealColumn(db, ring, column, options);
		if (options.signal.aborted) return { state: "interrupted", resealed };
	}
	return { state: "done", resealed };
}

async function resealColumn(db: Db, ring: KeyRing, column: SealedColumn, options: RotationOptions): Promise<number> {
	const newest = ring.newest.version;
	let done = 0;
	for (let walk = 0; ; walk++) {
		const left = await countStale(db, column, newest);
		if (left === 0) return done;
		if (walk === WALKS) throw stillSealing(column.table);
		if (walk > 0) await sleep(BETWEEN_WALKS_MS);
		const total = done + left;
		for await (const replaced of walkColumn(db, ring, column, options.batch ?? 500)) {
			done += replaced;
			options.report({ table: column.table, done, total });
			if (options.signal.aborted) return done;
		}
	}
}

function stillSealing(table: string): KeyRingError {
	return new KeyRingError(
		`something still seals ${table} under an older version: restart web and worker with the new SECRET_KEYS, then run keys rotate again`,
	);
}

/** One walk along the key of a column; gives after each batch how many values have a new seal. */
async function* walkColumn(db: Db, ring: KeyRing, column: SealedColumn, size: number): AsyncGenerator<number> {
	let after: string | undefined;
	for (;;) {
		const values = await readStale(db, column, ring.newest.version, after, size);
		if (values.length === 0) return;
		after = values.at(-1)?.key;
		const seals = values.map((value) => ({ ...value, fresh: resealed(ring, column, value) }));
		yield await replaceSeals(db, column, seals);
	}
}

function resealed(ring: KeyRing, { table }: SealedColumn, { key, place, sealed }: SealedValue): Buffer {
	const where = `${table}/${place}` as const;
	try {
		return sealBytes(ring, where, openBytes(ring, where, sealed));
	} catch (error) {
		if (error instanceof KeyRingError) throw error;
		throw new KeyRingError(`row ${key} of ${table} cannot be opened: it was changed, or sealed by another secret`);
	}
}
