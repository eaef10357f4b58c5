/** Who may see a signatory's name. */
export const visibilities = ["counted", "addressee", "public"] as const;
export type Visibility = (typeof visibilities)[number];

/** How who is public stands in the list of names. */
export const manners = ["name", "initials"] as const;
export type Manner = (typeof manners)[number];

/** What one post of the form said: sealed with the submission, applied to the signature when confirmed. */
export interface Words {
	email: string;
	visibility: Visibility;
	/** ISO 3166-1 alpha-2, or `ZZ` for "rather not say". */
	country: string;
	name: string;
	town: string;
	/** A union or a workplace, in the signer's own words; of who is named only. */
	organisation: string;
	shownAs: Manner;
	/** A line for the families. */
	line: string;
	linePublic: boolean;
	updates: boolean;
	atRisk: boolean;
	/** A code of a leaflet, a partner or a share. */
	source: string;
	locale: string;
}

/**
 * Words as they may be kept. Who is at risk leaves a number and nothing else; who is only counted
 * leaves neither name nor organisation.
 * @param atRiskCountries where signing is dangerous whether the box was ticked or not
 */
export function minimised(words: Words, atRiskCountries: ReadonlySet<string>): Words {
	if (words.atRisk || atRiskCountries.has(words.country))
		return {
			...words,
			atRisk: true,
			visibility: "counted",
			country: "ZZ",
			name: "",
			town: "",
			organisation: "",
			shownAs: "name",
			line: "",
			linePublic: false,
			source: "",
			locale: "en",
		};
	if (words.visibility === "counted") return { ...words, name: "", organisation: "", shownAs: "name" };
	return words.visibility === "public" ? words : { ...words, shownAs: "name" };
}
