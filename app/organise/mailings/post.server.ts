import type { App } from "#app/context.ts";
import type { DeliveryFound } from "#app/mailings/sending/mailing.server.ts";
import { namesIn } from "#app/mailings/writing/draw.server.ts";
import { zoneOf } from "../editing/texts-list.server.ts";
import { type By, lookUp, planMailing, redrawMailing, steerMailing, testMailing, type Verb } from "./act.server.ts";
import { type PlanFault, parsePlan } from "./parse-plan.ts";

/** What a post to a mailing's page came to. */
export type Posted =
	| { state: "done"; what: string }
	| { state: "found"; found: DeliveryFound | "not-in-it" }
	| { state: "gone" | "too-late" | "not-yours" | "enough" | "enough-looks" | "no-such-verb" | PlanFault };

/** What only administrators do. Whoever may see a mailing may stop it. */
const administrators: ReadonlySet<string> = new Set(["resume", "cancel", "again", "find"]);

/** Does what a button of a mailing's page asks for. */
export async function postMailing(app: App, by: By, id: number, posted: URLSearchParams): Promise<Posted> {
	const intent = posted.get("intent") ?? "";
	if (administrators.has(intent) && !by.campaign.roles.has("administrator")) return { state: "not-yours" };
	if (intent === "find") {
		const found = await lookUp(app, by, id, (posted.get("address") ?? "").trim());
		return found === "gone" || found === "enough-looks" ? { state: found } : { state: "found", found };
	}
	const came = await does(app, by, id, { intent, posted });
	return came === "done" ? { state: "done", what: intent } : { state: came };
}

async function does(app: App, by: By, id: number, { intent, posted }: { intent: string; posted: URLSearchParams }) {
	switch (intent) {
		case "test":
			return testMailing(app, by, id);
		case "redraw":
			return redrawMailing(app, by, id);
		case "plan":
			return plan(app, by, id, posted);
		case "pause":
		case "resume":
		case "cancel":
		case "again":
			return steerMailing(app, by, id, intent satisfies Verb);
		default:
			return "no-such-verb" as const;
	}
}

async function plan(app: App, by: By, id: number, posted: URLSearchParams) {
	const [names, zone] = await Promise.all([namesIn(app.db, by.campaign.id), zoneOf(app.db, by.campaign.id)]);
	const read = parsePlan(posted, { languages: names.map(({ locale }) => locale), zone, now: app.now() });
	return "fault" in read ? read.fault : planMailing(app, by, id, read);
}
