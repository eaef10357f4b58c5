import type { App } from "#app/context.ts";
import { type Change, changeEndorsement } from "#app/petitions/endorsing/change.server.ts";
import { mayShow } from "#app/petitions/endorsing/desk-words.server.ts";
import { endorsementForDesk } from "#app/petitions/endorsing/for-desk.server.ts";
import { mergeEndorsement } from "#app/petitions/endorsing/merge.server.ts";
import { type Placing, placeOrganisation } from "#app/petitions/endorsing/place.server.ts";
import { trustHost } from "#app/pickets/hosting/trust.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../audit/acts.ts";
import { recordAct } from "../audit/record.server.ts";

/** What the desk does about an endorsement. */
export type DeskIntent =
	| { does: "check"; way: Extract<Change, { event: "check" }>["way"]; note: string; show: boolean; trust: boolean }
	| { does: "show" | "hide" | "reopen" }
	| { does: "refuse"; because: Extract<Change, { event: "refuse" }>["because"] }
	| { does: "place"; placing: Placing }
	| { does: "merge"; into: string };

export type Done =
	| "done"
	/** From where it stands there is no such way. */
	| "illegal"
	/** A filter has found something in it: two persons decide, in the queue. */
	| "second-needed"
	/** Somebody else shows it: who entered it, or has checked a large body, does not. */
	| "another-needed"
	/** All was done but the name, which another organiser shows too. */
	| "naming-asked"
	| "circle"
	| "unknown";

const acts = {
	check: "endorsement.checked",
	show: "endorsement.shown",
	hide: "endorsement.hidden",
	reopen: "endorsement.reopened",
	refuse: "endorsement.refused",
} as const satisfies Record<string, Act>;

/** Does it, in one transaction with its record in the audit log. @param by the organiser's id */
export async function actOnEndorsement(
	app: App,
	campaignId: number,
	by: string,
	id: string,
	intent: DeskIntent,
): Promise<Done> {
	const done =
		intent.does === "place"
			? await placeBody(app, campaignId, by, id, intent.placing)
			: await moveEndorsement(app, campaignId, by, id, intent);
	if (done === "done" || done === "naming-asked") {
		app.pagesChanged("at once");
		app.wakeMailer();
	}
	return done;
}

async function placeBody(app: App, campaignId: number, by: string, id: string, placing: Placing): Promise<Done> {
	const found = await endorsementForDesk(app.db, app.keys, campaignId, id);
	if (!found) return "unknown";
	const { id: body } = found.organisation;
	const placed = await placeOrganisation(app.db, app.keys, { campaignId, by }, body, placing, (trx) =>
		recordAct(trx, { actor: by, act: "endorsement.placed", campaignId, about: id }),
	);
	return placed === "placed" ? "done" : placed;
}

async function moveEndorsement(
	app: App,
	campaignId: number,
	by: string,
	id: string,
	intent: Exclude<DeskIntent, { does: "place" }>,
): Promise<Done> {
	return inTransaction(app.db, async (trx): Promise<Done> => {
		const found = await endorsementForDesk(trx, app.keys, campaignId, id);
		if (!found) return "unknown";
		const record = (act: Act, about = id) => recordAct(trx, { actor: by, act, campaignId, about });
		if (intent.does === "merge") {
			if (!(await mergeEndorsement(trx, campaignId, id, intent.into))) return "illegal";
			await record("endorsement.merged", `${id}/${intent.into}`);
			return "done";
		}
		if (intent.does === "check" && (await needsSecond(trx, id))) return "second-needed";
		const shown = intent.does === "check" && intent.show;
		if (shown && !mayShow({ ...found, checkedBy: by }, by)) return "another-needed";
		const changed = await changeEndorsement(trx, app.keys, id, changeOf(intent, by));
		if (changed.state === "another-needed") return "another-needed";
		if (changed.state !== "changed") return "illegal";
		if (shown) await changeEndorsement(trx, app.keys, id, { event: "show", by });
		if (intent.does === "check" && intent.trust && found.contact)
			await trustHost(trx, app.keys, campaignId, found.contact.email, "endorsement");
		await record(acts[intent.does]);
		if (shown) await record("endorsement.shown");
		return "done";
	});
}

function changeOf(intent: Exclude<DeskIntent, { does: "place" | "merge" }>, by: string): Change {
	switch (intent.does) {
		case "check":
			return { event: "check", way: intent.way, note: intent.note, by };
		case "refuse":
			return { event: "refuse", because: intent.because };
		case "show":
			return { event: "show", by };
		default:
			return { event: intent.does };
	}
}

async function needsSecond(trx: Db, id: string): Promise<boolean> {
	const row = await trx
		.selectFrom("review_items")
		.where("kind", "=", "endorsement")
		.where("subject_id", "=", id)
		.where("state", "<>", "decided")
		.where("second_needed", "=", true)
		.select("id")
		.executeTakeFirst();
	return row !== undefined;
}
