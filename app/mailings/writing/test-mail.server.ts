import { randomUUID } from "node:crypto";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { MailingRendition } from "../sending/mailing.server.ts";
import { testLinks } from "./shown.server.ts";

/** Whom a mailing is tried on. */
export interface Tried {
	/** The organiser's own address. */
	to: string;
	/** Of the site. */
	origin: string;
}

/** Promises a mailing's mail in one language to who tries it, as it will arrive. Call `wakeMailer` after the commit. */
export async function promiseTest(
	db: Db,
	keys: KeyRing,
	{ locale, subject, html, text }: MailingRendition & { locale: Locale },
	{ to, origin }: Tried,
): Promise<void> {
	const values = { subject, html, text, ...testLinks(origin, locale) };
	const row = deliveryRow(keys, { kind: "mailing-test", subjectId: randomUUID(), to, locale, values });
	await db.insertInto("email_deliveries").values(row).execute();
}
