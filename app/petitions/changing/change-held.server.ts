import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type ChangedSignature, changeSignature, type SignatureChange } from "../change-signature.server.ts";
import { type Prints, petitionPrints, printsOf } from "../held.server.ts";

/**
 * Changes a signature for whoever reads the mail of its address. A name or a line that is taken back is written down for
 * restored backups: there it must not be seen again.
 * @returns `fixed` for another's too
 */
export async function changeHeld(
	db: Db,
	keys: KeyRing,
	email: string,
	id: string,
	change: SignatureChange,
): Promise<ChangedSignature> {
	return inTransaction(db, async (trx) => {
		if (!(await isTheirs(trx, await petitionPrints(trx, keys, email), id))) return { state: "fixed" };
		const changed = await changeSignature(trx, keys, id, { ...change, email });
		if (changed.state === "changed" && changed.tookBack.length > 0)
			await trx
				.insertInto("erasures")
				.values(changed.tookBack.map((about) => ({ about, row_id: id })))
				.execute();
		return changed;
	});
}

async function isTheirs(trx: Db, prints: Prints, id: string): Promise<boolean> {
	const { rows } = await sql`
		select from ${printsOf(prints)} join signatures s using (petition_id, fingerprint)
		where s.id::text = ${id}`.execute(trx);
	return rows.length > 0;
}
