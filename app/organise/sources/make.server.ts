import { makeSource, type NewSource } from "#app/petitions/elsewhere/sources.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/** Makes a code and records who did. @param by the organiser's id */
export async function makeCode(db: Db, source: NewSource, by: string): ReturnType<typeof makeSource> {
	return inTransaction(db, async (trx) => {
		const made = await makeSource(trx, source);
		if ("code" in made) {
			const { campaignId, petition, kind } = source;
			const about = `${petition}/${made.code}`;
			await recordAct(trx, { actor: by, act: "code.made", campaignId, about, figures: { kind } });
		}
		return made;
	});
}
