import { sql } from "kysely";
import { open } from "#app/seal/seal.ts";
import { type MailKind, mailPlace, type SealedMail } from "#emails/kinds.ts";
import type { StripeGround } from "./stripe.ts";

/** What mails of a kind say, in the order in which they were promised, as long as they have not been sent. */
export async function promised<Kind extends MailKind>(
	{ db, keys }: Pick<StripeGround, "db" | "keys">,
	kind: Kind,
): Promise<SealedMail<Kind>[]> {
	const { rows } = await sql<{ subject_id: string; params_sealed: Buffer }>`
		select d.subject_id, d.params_sealed from email_deliveries d join email_messages m on m.id = d.message_id
		where m.kind = ${kind} and d.params_sealed is not null order by d.id`.execute(db);
	return rows.map(({ subject_id, params_sealed }) => open(keys, mailPlace(subject_id), params_sealed));
}

/** The token in a mail's link to a donation's page. */
export function tokenIn({ values }: SealedMail<"gift-receipt">): string {
	const [, token] = /\/donations\/([a-z2-7]{32})$/.exec(values.link) ?? [];
	if (!token) throw new Error("the mail has no link");
	return token;
}
