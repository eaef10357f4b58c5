import type { App } from "#app/context.ts";
import {
	type Erased,
	enterBeneficiary,
	eraseBeneficiary,
	mendBeneficiary,
	openBeneficiary,
} from "#app/fund/paying/beneficiaries.server.ts";
import { type CheckRecorded, checkNotes, recordCheck } from "#app/fund/paying/checks.server.ts";
import type { BeneficiaryWords, Check, LookReason } from "#app/fund/paying/desk.server.ts";
import { declareConflict } from "#app/fund/paying/people.server.ts";
import { vaultOf } from "#app/fund/paying/vault.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";

type House = Pick<App, "db" | "keys" | "settings">;

/** Whom, and who does it. */
export interface PersonAt {
	campaignId: number;
	person: string;
	by: string;
}

/** Writes somebody down and records that somebody was. @returns their number; null where no file keeps keys */
export function enterPerson(
	app: House,
	{ campaignId, by }: Omit<PersonAt, "person">,
	words: BeneficiaryWords,
): Promise<string | null> {
	return inTransaction(app.db, async (trx) => {
		const id = await enterBeneficiary(trx, vaultOf(app), campaignId, by, words);
		if (id) await recordAct(trx, { actor: by, act: "beneficiary.entered", campaignId, about: id });
		return id;
	});
}

/** A name, as whoever looked sees it once. */
export interface Look {
	words: BeneficiaryWords;
	/** Of the newest checks, by kind. */
	notes: Record<string, string>;
}

/** Opens one name, and writes down before it is shown who looked and why; null where it does not open. */
export function lookAt(app: House, { campaignId, person, by }: PersonAt, reason: LookReason): Promise<Look | null> {
	return inTransaction(app.db, async (trx) => {
		const words = await openBeneficiary(trx, vaultOf(app), campaignId, person);
		if (!words) return null;
		const notes = await checkNotes(trx, vaultOf(app), person);
		const figures = { reason };
		await recordAct(trx, { actor: by, act: "beneficiary.looked-at", campaignId, about: person, figures });
		return { words, notes };
	});
}

/** Mends a name and records it. @returns whether it could be */
export function mendPerson(
	app: House,
	{ campaignId, person, by }: PersonAt,
	words: BeneficiaryWords,
): Promise<boolean> {
	return inTransaction(app.db, async (trx) => {
		if (!(await mendBeneficiary(trx, vaultOf(app), campaignId, person, words))) return false;
		await recordAct(trx, { actor: by, act: "beneficiary.mended", campaignId, about: person });
		return true;
	});
}

/** Records a check, in the books of the desk too. */
export function checkPerson(app: House, { campaignId, person, by }: PersonAt, check: Check): Promise<CheckRecorded> {
	return inTransaction(app.db, async (trx) => {
		const recorded = await recordCheck(trx, vaultOf(app), { campaignId, beneficiary: person, by }, check);
		const figures = { kind: check.kind, result: check.result };
		if (recorded === "recorded")
			await recordAct(trx, { actor: by, act: "beneficiary.checked", campaignId, about: person, figures });
		return recorded;
	});
}

/** Declares a conflict of interest and records it, once. */
export function declare(app: House, { campaignId, person, by }: PersonAt): Promise<void> {
	return inTransaction(app.db, async (trx) => {
		if (await declareConflict(trx, campaignId, person, by))
			await recordAct(trx, { actor: by, act: "beneficiary.conflict-declared", campaignId, about: person });
	});
}

/** Erases somebody and records it, or does neither. */
export function erasePerson(app: House, { campaignId, person, by }: PersonAt): Promise<Erased> {
	return inTransaction(app.db, async (trx) => {
		const erased = await eraseBeneficiary(trx, vaultOf(app), campaignId, person);
		if (erased === "erased") await recordAct(trx, { actor: by, act: "beneficiary.erased", campaignId, about: person });
		return erased;
	});
}
