// What the desk's pages need of this room besides its verbs.
export type { AidCategory } from "#app/fund/ledger/entries.ts";
export { fieldAmount, formatAmount } from "#app/fund/money/format-amount.ts";
export { type AmountFault, parseAmount } from "#app/fund/money/parse-amount.ts";
export type { AidState, AidStep } from "./aid-state.ts";
export {
	type BeneficiaryWords,
	beneficiaryFields,
	codeOf,
	type LookReason,
	lookReasons,
} from "./beneficiary-words.ts";
export {
	CHECK_DAYS,
	type Check,
	type CheckKind,
	checkKinds,
	checkResults,
	explainedIn,
	hows,
	listsOf,
	type Way,
	ways,
} from "./checks.ts";
export { type AidPerson, type Obstacle, obstacleTo } from "./may.ts";
