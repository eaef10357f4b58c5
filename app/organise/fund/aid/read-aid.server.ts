import type { App } from "#app/context.ts";
import {
	type AidPerson,
	type AidStep,
	codeOf,
	formatAmount,
	type Obstacle,
	obstacleTo,
} from "#app/fund/paying/desk.server.ts";
import { type Aid, findAid } from "#app/fund/paying/requests.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { namesOf } from "../../people/names.server.ts";

/** A step that somebody else could take, or this organiser later: and why they cannot now. */
export interface Blocked {
	step: AidStep;
	why: Obstacle;
}

const steps: readonly AidStep[] = [
	"approve",
	"pay",
	"receipt",
	"contact",
	"waive",
	"agree-waiver",
	"deliver",
	"cancel",
];

/** One request as its page shows it: amounts and names in words, and each step with why not; undefined where there is none. */
export async function readAid(
	{ db, keys }: Pick<App, "db" | "keys">,
	campaignId: number,
	id: string,
	who: AidPerson,
	locale: Locale,
) {
	const aid = await findAid(db, campaignId, id, who.id);
	if (!aid) return undefined;
	const names = await namesOf(db, keys, peopleOf(aid));
	const nameOf = (one: string | null | undefined) => (one ? (names.get(one) ?? "") : "");
	const say = (amount: number) => formatAmount(amount, aid.currency, locale);
	const weighed = steps.map((step) => ({ step, why: obstacleTo(step, aid, who) }));
	return {
		id: aid.id,
		beneficiary: aid.beneficiary,
		code: codeOf(aid.beneficiary),
		erased: aid.erased,
		category: aid.category,
		currency: aid.currency,
		state: aid.state,
		approvals: aid.approvals,
		amount: say(aid.amount),
		missing: aid.state === "requested" ? aid.missing : [],
		way: aid.way,
		sha256: aid.sha256,
		requested: { by: nameOf(aid.requestedBy), on: aid.requestedOn },
		approvedBy: aid.approvedBy.map(nameOf),
		payment: aid.payment && { ...aid.payment, by: nameOf(aid.payment.by), fee: say(aid.payment.fee) },
		evidence: aid.evidence.map((one) => ({ ...one, by: nameOf(one.by), second: nameOf(one.second) })),
		deliveredBy: nameOf(aid.deliveredBy),
		cancelled: aid.cancelled && { ...aid.cancelled, by: nameOf(aid.cancelled.by) },
		may: weighed.filter(({ why }) => why === null).map(({ step }) => step),
		// What is not its turn needs no words.
		blocked: weighed.flatMap(({ step, why }): Blocked[] => (why && why !== "state" ? [{ step, why }] : [])),
	};
}

export type ShownAid = NonNullable<Awaited<ReturnType<typeof readAid>>>;

function peopleOf({ requestedBy, approvedBy, payment, evidence, deliveredBy, cancelled }: Aid): string[] {
	const all = [requestedBy, ...approvedBy, payment?.by, deliveredBy, cancelled?.by];
	return [...all, ...evidence.flatMap(({ by, second }) => [by, second])].filter((one) => one != null);
}
