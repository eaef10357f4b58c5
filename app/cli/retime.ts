import { retimePickets } from "#app/pickets/retime.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { withDatabase } from "./with-database.ts";

/** `retime`: computes when pickets begin anew from their wall clocks, by the zone data of this Node. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	await withDatabase(settings, async (db) => {
		const retimed = await operate(
			db,
			(trx) => retimePickets(trx),
			(done) => done && { act: "pickets.retimed", figures: { moved: done.moved } },
		);
		if (!retimed) throw new SettingError("the zone data of this Node are older than 2024a: update Node or its ICU");
		const lines = [
			`${retimed.moved} moved; nobody is mailed, as the time on the poster is the same`,
			...retimed.unclear.map((slug) => `  the clocks no longer show a time of ${slug} once: ask its host`),
		];
		process.stdout.write(`${lines.join("\n")}\n`);
	});
}
