import type { App } from "#app/context.ts";
import { type Fields, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse } from "#app/web/page.ts";
import { askApproval } from "../../approvals/approvals.server.ts";
import type { SignedIn } from "../../signed-in.ts";
import { type BankDesk, lookAtWords, part, sayWhatItIs, seeBalance } from "./act.server.ts";
import type { Done } from "./done.ts";
import { parseSeen } from "./parse-parts.ts";
import { parseSaid } from "./parse-said.ts";

type House = Pick<App, "db" | "keys" | "pagesChanged">;
type Desk = BankDesk & { organiser: SignedIn };

/**
 * Does what one of the page's forms asks for: shows words, takes a line apart, keeps a balance, or says what a line is.
 * @returns why it was not taken, what payers wrote, or what was done
 */
export async function postToBank(house: House, desk: Desk, fields: Fields) {
	const intent = text(fields, "intent");
	const values = Object.fromEntries(fields);
	if (intent === "look") return { intent, words: Object.fromEntries(await lookAtWords(house, desk)), values } as const;
	if (intent === "seen") {
		const seen = parseSeen(fields);
		const kept = typeof seen === "string" ? seen : await seeBalance(house, desk, seen);
		if (typeof kept === "string") return { intent, no: kept, values } as const;
		return did(kept.differs ? "differs" : "kept");
	}
	if (intent === "part") {
		const line = text(fields, "line");
		if (!isId(line)) throw refuse(404);
		const typed = { typed: text(fields, "amounts"), locale: desk.organiser.locale };
		const no = await part(house, desk, line, typed);
		return no ? ({ intent, no, values } as const) : did("parted");
	}
	const answer = await say(house, desk, fields);
	return typeof answer === "string" ? ({ intent: "say", no: answer, values } as const) : answer;
}

/** Says what a line is, or asks a second person where one alone may not. */
async function say(house: House, desk: Desk, fields: Fields) {
	const parsed = parseSaid(fields);
	if (!parsed) throw refuse(404);
	const no = await sayWhatItIs(house, desk, parsed.line, parsed.said);
	if (no === null) return did("recorded");
	if (typeof no === "string") return no;
	const { campaign, organiser, origin } = desk;
	const asking = { keys: house.keys, origin, organiser };
	const asked = await askApproval(house.db, asking, { action: no.asks, campaign, subject: no.subject });
	if (asked.state === "asked") return did("asked");
	return asked.state === "waits" ? ("waits" as const) : ("two" as const);
}

function did(done: Done): { done: Done } {
	return { done };
}
