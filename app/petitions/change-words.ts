import { type Fields, text, ticked } from "#app/web/form.ts";
import { mannerOf, nameErrors } from "./parse-sign-form.ts";
import type { SignErrors } from "./sign-fields.ts";
import { minimised, type Visibility, visibilities, type Words } from "./words.ts";

/** The words as the confirm page changed them; what it did not send stays. */
export function changeWords(
	words: Words,
	fields: Fields,
	atRiskCountries: ReadonlySet<string>,
): { words: Words; errors: SignErrors } {
	const visibility = fields.get("visibility");
	const changed: Words = {
		...words,
		visibility: visibilities.includes(visibility as Visibility) ? (visibility as Visibility) : words.visibility,
		name: fields.has("name") ? text(fields, "name") : words.name,
		organisation: fields.has("organisation") ? text(fields, "organisation") : words.organisation,
		shownAs: fields.has("shown_as") ? mannerOf(text(fields, "shown_as")) : words.shownAs,
		updates: fields.has("updates") ? ticked(fields, "updates") : words.updates,
	};
	const kept = minimised(changed, atRiskCountries);
	const errors = kept.visibility === "counted" ? {} : nameErrors(kept);
	return { words: kept, errors };
}
