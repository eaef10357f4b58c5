import type { App } from "#app/context.ts";
import { feesSubject } from "#app/fund/stripe/explain-fees.server.ts";
import { askApproval } from "../../approvals/approvals.server.ts";
import type { SignedIn } from "../../signed-in.ts";

/**
 * Asks a second keeper of the fund to agree that what an alarm is about is Stripe's fee.
 * @returns false where somebody has asked already, or it waits no more
 */
export async function askToCallFees(
	{ db, keys, wakeMailer }: Pick<App, "db" | "keys" | "wakeMailer">,
	{ organiser, campaign, origin }: { organiser: SignedIn; campaign: { id: number; slug: string }; origin: string },
	alarm: number,
): Promise<boolean> {
	const subject = await feesSubject(db, campaign.id, alarm);
	if (subject === null) return false;
	const asked = await askApproval(db, { keys, origin, organiser }, { action: "stripe.fees", campaign, subject });
	if (asked.state === "asked") wakeMailer();
	return asked.state === "asked";
}
