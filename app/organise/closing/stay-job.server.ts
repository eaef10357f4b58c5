import { type AskedToStay, askWhoStays } from "#app/mailings/milestones/stay.server.ts";
import type { NightlyJob } from "#app/retention/nightly.server.ts";
import type { Db } from "#db/client.ts";
import { recordAct } from "../audit/record.server.ts";

/** Every night: who subscribed to a campaign that is over is asked, when it is time, whether to stay; each time is recorded. */
export function stayJob(): NightlyJob {
	return {
		run(db, signal) {
			const record = (trx: Db, { campaignId, mailing }: AskedToStay) =>
				recordAct(trx, { actor: null, act: "stay.asked", campaignId, about: String(mailing) });
			return askWhoStays(db, record, signal);
		},
	};
}
