import type { App } from "#app/context.ts";
import { type Fields, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse } from "#app/web/page.ts";
import { askApproval } from "../../approvals/approvals.server.ts";
import type { SignedIn } from "../../signed-in.ts";
import { type BankDesk, lookAtWords, part, sayWhatItIs, seeBalance } from "./act.server.ts";
import { parseSeen } from "./parse-parts.ts";
import { parseSaid } from "./parse-said.ts";

type House = Pick<App, "db" | "keys" | "pagesChanged">;
type Desk = BankDesk & { organiser: SignedIn };

/**
 * Does what one of the page's forms asks for: shows words, takes a line apart, keeps a balance, or says what a line is.
 * @returns why it was not taken, or what payers wrote; null where it was done
 */
export async function postToBank(house: House, desk: Desk, fields: Fields) {
	const intent = text(fields, "intent");
	const values = Object.fromEntries(fields);
	if (intent === "look") return { intent, words: Object.fromEntries(await lookAtWords(house, desk)), values } as const;
	if (intent === "seen") {
		const seen = parseSeen(fields);
		const no = typeof seen === "string" ? seen : await seeBalance(house, desk, seen);
		return no && ({ intent, no, values } as const);
	}
	if (intent === "part") {
		const line = text(fields, "line");
		if (!isId(line)) throw refuse(404);
		const typed = { typed: text(fields, "amounts"), locale: desk.organiser.locale };
		const no = await part(house, desk, line, typed);
		return no && ({ intent, no, values } as const);
	}
	const no = await say(house, desk, fields);
	return no && ({ intent: "say", no, values } as const);
}

/** Says what a line is, or asks a second person where one alone may not. */
async function say(house: House, desk: Desk, fields: Fields) {
	const parsed = parseSaid(fields);
	if (!parsed) throw refuse(404);
	const no = await sayWhatItIs(house, desk, parsed.line, parsed.said);
	if (no === null || typeof no === "string") return no;
	const { campaign, organiser, origin } = desk;
	const asking = { keys: house.keys, origin, organiser };
	const asked = await askApproval(house.db, asking, { action: no.asks, campaign, subject: no.subject });
	return asked.state === "asked" ? null : asked.state === "waits" ? ("waits" as const) : ("two" as const);
}
