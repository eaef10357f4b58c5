import type { App } from "#app/context.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { type HandedIn, type Handover, markHandedIn } from "#app/petitions/closing/handover.server.ts";
import {
	addDay,
	addMailbox,
	type Of,
	removeMailbox,
	sendDigestAgain,
	setDigests,
} from "#app/petitions/closing/mailboxes.server.ts";
import { type NewPhoto, removePhoto, setPhoto } from "#app/petitions/closing/photo.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../audit/acts.ts";
import { recordAct } from "../audit/record.server.ts";

/** Marks a petition as handed in and records it, or does neither. */
export function handIn({ db }: Pick<App, "db">, handover: Handover): Promise<HandedIn> {
	return inTransaction(db, async (trx) => {
		const marked = await markHandedIn(trx, handover);
		if (marked.state === "handed-in")
			await recordAct(trx, {
				actor: handover.by,
				act: "petition.handed-in",
				campaignId: handover.campaignId,
				about: handover.petition,
				figures: { list: marked.list },
			});
		return marked;
	});
}

/** Gives a petition the photo of its hand-in and records it, or does neither. @returns whether it was handed in */
export function showPhoto({ db }: Pick<App, "db">, of: Of, photo: NewPhoto): Promise<boolean> {
	return recorded(db, of, photo.by, "petition.photo-set", (trx) => setPhoto(trx, of, photo));
}

/** Takes the photo of a hand-in away and records it, or does neither. @returns whether there was one */
export function takePhotoAway({ db }: Pick<App, "db">, of: Of, by: string): Promise<boolean> {
	return recorded(db, of, by, "petition.photo-removed", (trx) => removePhoto(trx, of));
}

/** What an administrator does about digests. */
export type DigestVerb =
	| { verb: "start" | "stop" }
	| { verb: "day"; day: string }
	| { verb: "add"; body: string; email: string; locale: Locale; place: number | null }
	| { verb: "remove"; id: string }
	| { verb: "again"; id: string; origin: string };

const acts: Readonly<Record<DigestVerb["verb"], Act>> = {
	start: "digest.started",
	stop: "digest.stopped",
	day: "digest.day-added",
	add: "digest.mailbox-added",
	remove: "digest.mailbox-removed",
	again: "digest.sent-again",
};

/** Does it and records it, or does neither. @returns whether anything was done */
export async function changeDigests(app: App, of: Of, by: string, wanted: DigestVerb): Promise<boolean> {
	const done = await recorded(app.db, of, by, acts[wanted.verb], (trx) => perform(trx, app, of, by, wanted));
	if (done && wanted.verb === "again") app.wakeMailer();
	return done;
}

function recorded(db: Db, of: Of, actor: string, act: Act, work: (trx: Db) => Promise<boolean>): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		if (!(await work(trx))) return false;
		await recordAct(trx, { actor, act, campaignId: of.campaignId, about: of.petition });
		return true;
	});
}

async function perform(trx: Db, { keys }: App, of: Of, by: string, wanted: DigestVerb): Promise<boolean> {
	switch (wanted.verb) {
		case "start":
		case "stop":
			return setDigests(trx, of, wanted.verb === "start", by);
		case "day":
			return addDay(trx, of, wanted.day);
		case "add":
			return (await addMailbox(trx, keys, of, { ...wanted, by })) !== null;
		case "remove":
			return removeMailbox(trx, of, wanted.id);
		case "again":
			return sendDigestAgain(trx, keys, of, wanted);
	}
}
