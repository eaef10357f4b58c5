import { startApp } from "#tests/support/app.ts";
import { databaseAt } from "#tests/support/database.ts";
import { livePlanted } from "#tests/support/planted-lives.ts";
import type { Drilled } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const PEOPLE = 1_000;

/** A thousand people's whole way through the site; then every table, log line and page is searched for each of them. */
export async function run(): Promise<Drilled> {
	const postgres = await startPostgres({ fsync: "off" });
	const database = databaseAt(postgres.url, () => postgres.stop());
	const roomy = { TRUST_PROXY: "1", DOMAIN_HOLD_ABOVE: "100000", LOG_LEVEL: "debug" };
	const app = await startApp(roomy, database);
	try {
		const { answers, tokens, sealed, faults, found } = await livePlanted(app, PEOPLE);
		const leaks = Object.entries(found).map(([where, texts]): [string, number] => [`found in ${where}`, texts.length]);
		return {
			passed: tokens === PEOPLE && sealed === PEOPLE && faults > 0 && leaks.every(([, count]) => count === 0),
			figures: { people: PEOPLE, tokens, sealed, faults, ...answers, ...Object.fromEntries(leaks) },
		};
	} finally {
		await app.stop();
		await database.drop();
	}
}
