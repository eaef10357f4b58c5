import type { MessageKey, MessageValues } from "#app/i18n/translate.ts";

/** The fields of both forms, as they are posted; in the order of a person’s form. */
export const giveFields = [
	"currency",
	"amount",
	"amount_other",
	"frequency",
	"cover_fee",
	"email",
	"way",
	"display_name",
	"dedication",
	"giver",
	"organisation",
	"address",
	"contact",
] as const;
export type GiveField = (typeof giveFields)[number];

/** What somebody typed, as typed. */
export type GiveValues = Record<GiveField, string>;
/** What is wrong with which field, in words that may have places. */
export type GiveErrors = Partial<Record<GiveField, { key: MessageKey; values?: MessageValues }>>;

/** A form as it is shown first: nothing is ticked that costs. */
export const emptyGiving: GiveValues = {
	...(Object.fromEntries(giveFields.map((name) => [name, ""])) as GiveValues),
	frequency: "once",
	giver: "person",
};

/** Characters at most. */
export const longest = { display_name: 80, dedication: 500, organisation: 200, address: 500, contact: 200 } as const;

/** Who gives, as the form has it. */
export const givers = ["person", "organisation", "party", "state"] as const;
export type Giver = (typeof givers)[number];

/** What a giver has set out to give; amounts in minor units. */
export interface Gift {
	amount: number;
	/** What is added for the processor's fee. */
	cover: number;
	currency: string;
	frequency: "once" | "monthly";
	way: "card" | "transfer";
	giver: Giver;
	/** Empty where none was given. */
	email: string;
	/** Empty for who gives without a name, as nearly all do. */
	displayName: string;
	dedication: string;
	organisation?: Organisation;
}

/** Of a gift from a body: for its letter and its thanks. */
export interface Organisation {
	name: string;
	/** Postal, its lines parted by `\n`. */
	address: string;
	/** Whom to write to there: an office rather than a person. */
	contact: string;
}
