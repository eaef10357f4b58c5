/** What has to be known before anybody approves, and how long it holds: aid_checks_missing in Postgres says the same. */
export const checkKinds = ["agreement", "lists", "foreign-money"] as const;
export type CheckKind = (typeof checkKinds)[number];
/** Days for which a check holds. */
export const CHECK_DAYS = 90;

/** What a check may come to: the last of each kind is a no. */
export const checkResults = {
	agreement: ["agreed", "refused"],
	lists: ["nothing", "namesake", "found"],
	"foreign-money": ["no-notice", "notice", "unlawful"],
} as const;
export type CheckResult = (typeof checkResults)[CheckKind][number];

/** How a family was spoken to. */
export const hows = ["in-person", "call", "letter", "contact"] as const;
/** The ways in which help may come; the family chooses. */
export const ways = ["bank", "cash", "service", "goods"] as const;
export type Way = (typeof ways)[number];
/** Whose lists were looked at: of the UN, EU, United States, United Kingdom, Kazakhstan, and of the holder's country. */
export const listsOf = ["un", "eu", "us", "uk", "kz", "holder"] as const;
/** In which it was explained. */
export const explainedIn = ["kk", "ru", "en"] as const;

/** A check as it is made. */
export interface Check {
	kind: CheckKind;
	/** The day, ISO 8601. */
	madeOn: string;
	result: CheckResult;
	how: (typeof hows)[number] | null;
	way: Way | null;
	languages: (typeof explainedIn)[number][];
	lists: (typeof listsOf)[number][];
	/** When a lawyer was asked. */
	lawyerOn: string | null;
	/** Who made it and what they found, in words: sealed. */
	note: string;
}
