import type { Db } from "#db/client.ts";
import {
	type Fault,
	hasLink,
	type NotedHead,
	type Verified,
	type Verifying,
	verifyLedgerSnapshot,
} from "../ledger/verify.server.ts";
import { type BooksFault, verifyOpenBooks } from "./verify.server.ts";

/** What a verification of all that is kept and shown of a fund's money found. */
export interface VerifiedFund extends Omit<Verified, "faults"> {
	/** Rows of the open books. */
	published: number;
	faults: (Fault | BooksFault)[];
}

/**
 * Recomputes a fund's books and the rows that were published of them, in one snapshot and with bounded memory.
 * @param noted a head that was written down: what was cut off or rewritten whole is told by it
 */
export async function verifyFund(
	db: Db,
	campaignId: number,
	verifying: Verifying = {},
	noted?: NotedHead,
): Promise<VerifiedFund> {
	return db
		.transaction()
		.setIsolationLevel("repeatable read")
		.setAccessMode("read only")
		.execute(async (snapshot) => {
			const ledger = await verifyLedgerSnapshot(snapshot, campaignId, verifying);
			if (ledger.state === "interrupted") return { ...ledger, published: 0 };
			const { rows, faults } = await verifyOpenBooks(snapshot, campaignId);
			const all: VerifiedFund["faults"] = [...ledger.faults, ...faults];
			if (noted && !(await hasLink(snapshot, campaignId, noted))) all.push({ what: "not the noted head", n: noted.n });
			return { ...ledger, state: all.length === 0 ? "whole" : "broken", published: rows, faults: all };
		});
}
