import { open, openBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { PaymentWords } from "./beneficiary-words.ts";
import { keyOf, type Vault } from "./vault.server.ts";

/** What is sealed of one request, for whoever looks: of its payment, and of each kind of evidence. */
export interface OpenedAid {
	payment: PaymentWords | null;
	notes: { kind: string; note: string }[];
}

/** Opens what is sealed of a request; null where the key is not here. */
export async function openAid(
	db: Db,
	vault: Vault,
	{ id, beneficiary }: { id: string; beneficiary: string },
): Promise<OpenedAid | null> {
	const own = await keyOf(vault, beneficiary);
	if (!own) return null;
	const [payment, evidence] = await Promise.all([
		db.selectFrom("aid_payments").where("request_id", "=", id).select("locked").executeTakeFirst(),
		db.selectFrom("aid_evidence").where("request_id", "=", id).orderBy("kind").select(["kind", "locked"]).execute(),
	]);
	return {
		payment: payment?.locked ? open<PaymentWords>(own, `aid_payments/${id}`, payment.locked) : null,
		notes: evidence.flatMap(({ kind, locked }) =>
			locked ? [{ kind, note: open<{ note: string }>(own, `aid_evidence/${id}`, locked).note }] : [],
		),
	};
}

/** The receipt of a request, a WebP; null where there is none, or the key is not here. */
export async function openReceipt(
	db: Db,
	vault: Vault,
	{ id, beneficiary }: { id: string; beneficiary: string },
): Promise<Buffer | null> {
	const row = await db
		.selectFrom("aid_evidence")
		.where("request_id", "=", id)
		.where("kind", "=", "receipt")
		.select("file_locked")
		.executeTakeFirst();
	const own = row?.file_locked ? await keyOf(vault, beneficiary) : null;
	return row?.file_locked && own ? openBytes(own, `aid_evidence/${id}`, row.file_locked) : null;
}
