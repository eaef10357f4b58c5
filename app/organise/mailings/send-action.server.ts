import { countAudience } from "#app/mailings/sending/mailing.server.ts";
import { type DeskMailing, findMailing } from "#app/mailings/writing/mailing-row.server.ts";
import { startAgreed } from "#app/mailings/writing/plan.server.ts";
import type { Db } from "#db/client.ts";
import type { Action } from "../approvals/action.ts";

/** The monthly most is the setting's, which asks at the time of sending: until then at most so many get it. */
const NO_MOST = 1_000_000;

/**
 * Sends a mailing to everybody whom it is for. The subject is `number/digest`: what two people agreed to is what is sent,
 * and a word changed afterwards makes it void.
 */
export const sendMailing: Action = {
	of: "campaign",
	ask: ["administrator"],
	agree: ["administrator", "writer"],
	hours: 0,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const mailing = await standing(db, subject, campaignId);
		if (!mailing) return null;
		const { id, kind, audience, renditions, digest, spreadMinutes } = mailing;
		const { total } = await countAudience(db, { campaignId: mailing.campaignId, kind, audience }, NO_MOST);
		return {
			mailing: id,
			few: total === null ? "yes" : "no",
			people: total ?? 0,
			languages: renditions.length,
			spread: spreadMinutes,
			words: digest,
		};
	},
	stands: async (db, subject, campaignId) => Boolean(await standing(db, subject, campaignId)),
	async perform(trx, { subject, campaignId }) {
		const asked = mailingOf(subject);
		const started = asked && campaignId !== null ? await startAgreed(trx, campaignId, asked) : "over";
		return started === "started"
			? { state: "done", figures: { mailing: asked?.id ?? 0 } }
			: { state: "failed", reason: started };
	},
};

/** The mailing of a subject, while it is the draft that was asked about, word for word. */
async function standing(db: Db, subject: string, campaignId: number | null): Promise<DeskMailing | undefined> {
	const asked = mailingOf(subject);
	const mailing = asked && campaignId !== null ? await findMailing(db, campaignId, asked.id) : undefined;
	const same = mailing?.digest === asked?.digest && mailing?.cleared === asked?.digest;
	return mailing?.status === "draft" && same ? mailing : undefined;
}

function mailingOf(subject: string): { id: number; digest: string } | undefined {
	const [, id, digest = ""] = /^([1-9]\d{0,8})\/([0-9a-f]{16})$/.exec(subject) ?? [];
	return id === undefined ? undefined : { id: Number(id), digest };
}
