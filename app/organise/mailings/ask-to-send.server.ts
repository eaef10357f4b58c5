import type { App } from "#app/context.ts";
import { findMailing } from "#app/mailings/writing/mailing-row.server.ts";
import { clear } from "#app/mailings/writing/plan.server.ts";
import { type Asking, askApproval } from "../approvals/approvals.server.ts";
import type { OwnCampaign } from "../signed-in.ts";
import { readDraft, subjectOf } from "./read.server.ts";

/** `stops`: the mail has a fault; `changed`: it is not what was looked at any more; `waits`: the same has been asked for. */
export type AskedToSend = "asked" | "waits" | "stops" | "changed" | "too-late" | "not-yours" | "unknown";

/**
 * Looks a mailing over once more and asks a second organiser to agree to it as it is, word for word.
 * @param wanted its number and the digest of what the first one saw
 */
export async function askToSend(
	app: App,
	asking: Asking,
	campaign: OwnCampaign,
	wanted: { id: number; digest: string },
): Promise<AskedToSend> {
	const mailing = await findMailing(app.db, campaign.id, wanted.id);
	if (!mailing) return "unknown";
	if (mailing.status !== "draft") return "too-late";
	if (mailing.digest !== wanted.digest) return "changed";
	const { findings } = await readDraft(app, mailing, { campaign, origin: asking.origin });
	if (findings.some(({ stops }) => stops)) return "stops";
	await clear(app.db, mailing.id, mailing.digest);
	const { id, slug } = campaign;
	const { state } = await askApproval(app.db, asking, {
		action: "mailing.send",
		campaign: { id, slug },
		subject: subjectOf(mailing),
	});
	// What is unknown there was changed in this moment.
	return state === "not yours" ? "not-yours" : state === "unknown" ? "changed" : state;
}
