import { openPetition } from "#app/petitions/open.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { withDatabase } from "./with-database.ts";

/** `petition open SLUG`: opens the form when its checklist is complete, or says what is missing. */
export async function run([slug]: string[], settings: Settings): Promise<void> {
	if (!slug) throw new SettingError("petition open SLUG: name the petition");
	await withDatabase(settings, async (db) => {
		const opened = await operate(
			db,
			(trx) => openPetition(trx, slug),
			({ state }) => (state === "open" ? { act: "petition.opened", of: { petition: slug }, about: slug } : null),
		);
		if (opened.state === "unknown") throw new SettingError(`there is no petition ${slug}`);
		if (opened.state === "incomplete")
			throw new SettingError(`${slug} stays closed; still missing: ${opened.missing.join(", ")}`);
		process.stdout.write(`${slug} is open\n`);
	});
}
