import type { Db } from "#db/client.ts";
import { type BooksFault, verifyOpenBooks } from "../books/verify.server.ts";
import { type Fault, type Verified, type Verifying, verifyLedgerSnapshot } from "./verify.server.ts";

/** What a verification of all that is kept and shown of a fund's money found. */
export interface VerifiedFund extends Omit<Verified, "faults"> {
	/** Rows of the open books. */
	published: number;
	faults: (Fault | BooksFault)[];
}

/** Recomputes a fund's books and the rows that were published of them, in one snapshot and with bounded memory. */
export async function verifyFund(db: Db, campaignId: number, verifying: Verifying = {}): Promise<VerifiedFund> {
	return db
		.transaction()
		.setIsolationLevel("repeatable read")
		.setAccessMode("read only")
		.execute(async (snapshot) => {
			const ledger = await verifyLedgerSnapshot(snapshot, campaignId, verifying);
			if (ledger.state === "interrupted") return { ...ledger, published: 0 };
			const { rows, faults } = await verifyOpenBooks(snapshot, campaignId);
			const all = [...ledger.faults, ...faults];
			return { ...ledger, state: all.length === 0 ? "whole" : "broken", published: rows, faults: all };
		});
}
