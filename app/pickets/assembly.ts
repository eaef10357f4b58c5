/** What a country's law asks of whoever calls people to a public place, and where it stands. */
export interface CountryRule {
	/** ISO 3166-1 alpha-2. */
	country: string;
	text: string;
	/** The act by its own name, and the language of that name. */
	source: string;
	language: string;
	url: string;
}
