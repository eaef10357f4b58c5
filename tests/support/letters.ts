import type { Client } from "./client.ts";
import type { TestDatabase } from "./database.ts";

/** Sends a reader's letter as the page's form does. */
export function sendLetter(
	app: Client,
	kind: "report" | "contact",
	fields: Record<string, string>,
	locale = "en",
): Promise<Response> {
	return app.post(`/${locale}/${kind}`, { topic: "other", words: "A few words of a test.", ...fields });
}

/** The items that wait in the queue, the first to be read first. */
export async function waitingItems({ owner }: TestDatabase) {
	return owner
		.selectFrom("review_items")
		.where("state", "<>", "decided")
		.orderBy("first", "desc")
		.orderBy("since")
		.select(["id", "kind", "subject_id", "locale", "state", "first", "revision"])
		.execute();
}
