import { locales, translator } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/** What a person may agree to. The words are `consent.*` of the language files. */
export type ConsentPurpose = "count" | "addressee" | "public" | "updates" | "endorsement" | "organisation-updates";

/** Raise a version in the same change as its words, so that the ledger names what each person read. */
export const consentVersions: Record<ConsentPurpose, number> = {
	count: 1,
	addressee: 2,
	public: 2,
	updates: 3,
	endorsement: 1,
	"organisation-updates": 1,
};

/** The words of a consent were changed under the same version. */
export class ConsentTextError extends Error {}

/**
 * Writes down the words in use, in every language, before anyone can agree to them.
 * @throws ConsentTextError naming the purpose whose words changed without a new version
 */
export async function recordConsentTexts(db: Db): Promise<void> {
	const inUse = (Object.keys(consentVersions) as ConsentPurpose[]).flatMap((purpose) =>
		locales.map((locale) => ({
			purpose,
			version: consentVersions[purpose],
			locale,
			text: translator(locale)(`consent.${purpose}`),
		})),
	);
	await db
		.insertInto("consent_texts")
		.values(inUse)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const recorded = await db.selectFrom("consent_texts").selectAll().execute();
	for (const { purpose, version, locale, text } of inUse)
		if (
			!recorded.some(
				(row) => row.purpose === purpose && row.version === version && row.locale === locale && row.text === text,
			)
		)
			throw new ConsentTextError(
				`the words of consent.${purpose} in ${locale} differ from version ${version}: raise the version in app/consent/texts.server.ts`,
			);
}
