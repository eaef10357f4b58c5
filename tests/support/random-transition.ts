import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";

const countries = ["KZ", "GB", "IE", "ZZ"];
const locales = ["en", "ru", "kk"];
const sources = ["", "leaflet", "union"];
const states = ["confirmed", "quarantined", "invalidated"];

/**
 * One random thing that can befall signatures, alone or in a transaction with two others that is
 * sometimes rolled back.
 * @param next numbers from 0 to below 1
 * @returns how many signatures were changed; null when it was rolled back
 */
export async function randomTransition(
	db: Db,
	petitions: readonly { id: number; version: number }[],
	next: () => number,
): Promise<number | null> {
	const make = () => statement(pick(petitions, next), next);
	try {
		if (next() < 0.8) return await run(db, make());
		const [first, second, third, undone] = [make(), make(), make(), next() < 0.3];
		return await db.transaction().execute(async (transaction) => {
			let changed = 0;
			for (const one of [first, second, third]) changed += await run(transaction, one);
			if (undone) throw new RolledBack();
			return changed;
		});
	} catch (error) {
		if (error instanceof RolledBack || isDeadlock(error)) return null;
		throw error;
	}
}

class RolledBack extends Error {}

/** Several updates in one transaction may wait for each other in a circle; Postgres then rolls one of them back. */
function isDeadlock(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "40P01";
}

async function run(db: Db, statement: RawBuilder<unknown>): Promise<number> {
	const { numAffectedRows } = await statement.execute(db);
	return Number(numAffectedRows ?? 0);
}

function statement({ id, version }: { id: number; version: number }, next: () => number): RawBuilder<unknown> {
	const some = (most: number) => sql`
		(select id from signatures where petition_id = ${id} and id > gen_random_uuid() order by id limit ${1 + Math.floor(next() * most)} for update)`;
	const insert = (rows: number) => sql`
		insert into signatures (petition_id, version_id, fingerprint, state, visibility, country, locale, source)
		select ${id}, ${version}, sha256(gen_random_uuid()::text::bytea), ${pick(states, next)}, 'counted',
			${pick(countries, next)}, ${pick(locales, next)}, ${pick(sources, next)} from generate_series(1, ${rows}::int)`;
	const choices: (() => RawBuilder<unknown>)[] = [
		() => insert(1),
		() => insert(1),
		() => insert(1 + Math.floor(next() * 20)),
		() => sql`update signatures set state = ${pick(states, next)} where id in ${some(1)}`,
		() => sql`update signatures set state = ${pick(states, next)} where id in ${some(20)}`,
		() =>
			sql`update signatures set country = ${pick(countries, next)}, source = ${pick(sources, next)} where id in ${some(5)}`,
		() =>
			sql`update signatures set locale = ${pick(locales, next)}, state = ${pick(states, next)} where id in ${some(3)}`,
		() => sql`update signatures set fingerprint = null where id in ${some(10)}`,
		() => sql`delete from signatures where id in ${some(1)}`,
		() => sql`delete from signatures where id in ${some(25)}`,
	];
	return pick(choices, next)();
}

function pick<Value>(values: readonly Value[], next: () => number): Value {
	const value = values[Math.floor(next() * values.length)];
	if (value === undefined) throw new Error("nothing to pick from");
	return value;
}
