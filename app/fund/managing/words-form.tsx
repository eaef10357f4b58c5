import { type Locale, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import { longest } from "../giving/give-fields.ts";
import type { DonationSaid, ShownDonation } from "./shown.ts";

interface WordsFormProps extends DonationSaid {
	locale: Locale;
	path: string;
	words: ShownDonation["words"];
}

/** Corrects the giver's name and dedication. The address is not among it: by it a lost link comes back. */
export function WordsForm({ locale, path, words, wrong, typed }: WordsFormProps) {
	const t = translator(locale);
	const errorOf = (field: "display_name" | "dedication") => {
		const found = wrong?.[field];
		return found && t(found.key, found.values);
	};
	return (
		<form method="post" action={path} noValidate>
			<input type="hidden" name="intent" value="words" />
			<Field
				name="display_name"
				label={t("fund.display-name")}
				hint={t("fund.display-name.hint")}
				error={errorOf("display_name")}
			>
				{(attributes) => (
					<input
						{...attributes}
						type="text"
						autoComplete="off"
						maxLength={longest.display_name}
						defaultValue={typed?.display_name ?? words.displayName}
					/>
				)}
			</Field>
			<Field
				name="dedication"
				label={t("fund.dedication")}
				hint={t("fund.dedication.hint")}
				error={errorOf("dedication")}
			>
				{(attributes) => (
					<textarea
						{...attributes}
						rows={3}
						maxLength={longest.dedication}
						defaultValue={typed?.dedication ?? words.dedication}
					/>
				)}
			</Field>
			<button type="submit" className="quiet">
				{t("donation.words.button")}
			</button>
		</form>
	);
}
