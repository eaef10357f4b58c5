import type { Obstacle } from "./may.ts";

const ours: Readonly<Record<string, Obstacle>> = {
	aid_state: "state",
	aid_erased: "erased",
	aid_requester: "requester",
	aid_conflict: "conflict",
	aid_member: "member",
	aid_twice: "twice",
	aid_first: "first",
	aid_two: "two",
	aid_checks: "checks",
	aid_cap: "cap",
	aid_second: "second",
	aid_way: "way",
	aid_day: "day",
	aid_changed: "changed",
	aid_fee: "fee",
	aid_future: "day",
	aid_approvals_request_id_approved_by_key: "twice",
	aid_approvals_pkey: "state",
	aid_payments_pkey: "state",
	aid_evidence_pkey: "twice",
	aid_evidence_check: "second",
	beneficiary_checks_whole: "checks",
	ledger_overspent: "not-enough",
	ledger_overdrawn: "overdrawn",
};

/**
 * What Postgres refused, where it is one of the rules of money out.
 * @returns null for any other fault
 */
export function refusalOf(error: unknown): Obstacle | null {
	if (!(error instanceof Error) || !("constraint" in error) || typeof error.constraint !== "string") return null;
	return ours[error.constraint] ?? null;
}
