import { checkCounts } from "#app/petitions/check-counts.server.ts";
import type { Settings } from "../env.server.ts";
import { withDatabase } from "./with-database.ts";

/** `counts verify`: recomputes every published number from its rows; exit code 1 when one is wrong. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	await withDatabase(settings, async (db) => {
		const wrong = await checkCounts(db);
		if (wrong.length === 0) process.stdout.write("every count is what its signatures, endorsements and sheets say\n");
		for (const { petition, dimension, wrong: numbers, published, counted } of wrong)
			process.stdout.write(
				`${petition}: ${dimension}: ${numbers} wrong; published ${published}, its rows say ${counted}\n`,
			);
		if (wrong.length > 0) process.exitCode = 1;
	});
}
