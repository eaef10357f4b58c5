import type { Translate } from "#app/i18n/translate.ts";
import { Choice } from "#app/ui/field.tsx";
import { manners } from "./words.ts";

/** How who is public stands in the list of names: in full, or by initials. */
export function MannerChoice({ t, chosen }: { t: Translate; chosen: string }) {
	return (
		<fieldset className="field">
			<legend>{t("sign.shown-as")}</legend>
			{manners.map((manner) => (
				<Choice
					key={manner}
					type="radio"
					name="shown_as"
					value={manner}
					label={t(`sign.shown-as.${manner}`)}
					checked={manner === "initials" ? chosen === "initials" : chosen !== "initials"}
				/>
			))}
		</fieldset>
	);
}
