import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { SignedIn } from "../signed-in.ts";
import { replaceRecoveryCodes } from "./recovery-codes.server.ts";

/** Puts ten new recovery codes in the place of the old ones. @returns them, to be shown once */
export async function renewRecoveryCodes(db: Db, { id }: SignedIn): Promise<string[]> {
	return inTransaction(db, async (trx) => {
		const codes = await replaceRecoveryCodes(trx, id);
		await recordAct(trx, { actor: id, act: "organiser.codes-renewed", about: id });
		return codes;
	});
}

/** How many recovery codes an organiser still has. */
export async function countRecoveryCodes(db: Db, { id }: SignedIn): Promise<number> {
	const { n } = await db
		.selectFrom("organiser_recovery_codes")
		.where("organiser_id", "=", id)
		.where("used_on", "is", null)
		.select((e) => e.fn.countAll<number>().as("n"))
		.executeTakeFirstOrThrow();
	return n;
}

/** The language of an organiser's pages and mails. */
export async function chooseLanguage(db: Db, { id }: SignedIn, locale: Locale): Promise<void> {
	await db.updateTable("organisers").set({ locale }).where("id", "=", id).execute();
}
