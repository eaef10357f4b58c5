import type { App } from "#app/context.ts";
import type { MessageKey } from "#app/i18n/translate.ts";
import type { SignedIn } from "../signed-in.ts";
import { readyAnswers } from "./answers.server.ts";
import { type Decision, decisionsOf, type View } from "./kind.ts";
import { kinds } from "./kinds.ts";
import { type Item, waitingItem } from "./queue.server.ts";

/** An item as its page shows it. */
export type ReadItem =
	| { state: "decided" }
	| {
			state: "waiting";
			item: Item;
			label: MessageKey;
			/** Null when what it is about is not there any more. */
			view: View | null;
			/** The decisions that it has, the first of them first. */
			decisions: readonly Decision[];
			/** Ready answers in the language of whoever waits for one. */
			answers: readonly { id: string; title: string }[];
	  };

/** One item of a campaign, with what is read of it; null when the campaign has none of that id. */
export async function readItem(
	app: App,
	campaignId: number,
	organiser: Pick<SignedIn, "id" | "locale">,
	id: string,
): Promise<ReadItem | null> {
	const item = await waitingItem(app.db, campaignId, organiser.id, id);
	if (!item) return (await wasThere(app, campaignId, id)) ? { state: "decided" } : null;
	const kind = kinds[item.kind];
	const view = kind ? await kind.view(app, campaignId, item.subjectId, organiser.locale) : null;
	const answers = view?.answerable ? await readyAnswers(app.db, campaignId, item.kind) : [];
	return {
		state: "waiting",
		item,
		label: kind?.label ?? "organise.kind.other",
		view,
		decisions: kind && view ? decisionsOf(kind, view) : [],
		answers: answers.flatMap(({ id, editions }) => {
			const edition = editions[item.locale];
			return edition ? [{ id, title: edition.title }] : [];
		}),
	};
}

async function wasThere({ db }: App, campaignId: number, id: string): Promise<boolean> {
	const row = await db
		.selectFrom("review_items")
		.where("id", "=", id)
		.where("campaign_id", "=", campaignId)
		.select("id")
		.executeTakeFirst();
	return row !== undefined;
}
