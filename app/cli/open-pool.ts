import { connect, type Db } from "#db/client.ts";
import type { Ground } from "./ground.ts";

/**
 * Connects to Postgres until the end of the process.
 * @param max connections
 * @param statementTimeout milliseconds
 */
export function openPool({ databaseUrl, log, life }: Ground, max: number, statementTimeout: number): Db {
	let closing = false;
	const onError = () => {
		// The last connections may hear of Postgres' own end before theirs is done.
		if (!closing) log.warn("a database connection was lost");
	};
	const db = connect(databaseUrl, { max, statementTimeout, onError });
	life.atEnd("pools", () => {
		closing = true;
		return db.destroy();
	});
	return db;
}
