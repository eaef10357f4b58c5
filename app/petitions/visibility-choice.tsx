import type { Translate } from "#app/i18n/translate.ts";
import { Choice } from "#app/ui/field.tsx";
import { visibilities } from "./words.ts";

/** Who may see the name: three circles, none chosen beforehand on the petition's page, each with the words it agrees to. */
export function VisibilityChoice({ t, chosen, error }: { t: Translate; chosen: string; error?: string }) {
	const hints = {
		counted: t("sign.visibility.counted.hint"),
		addressee: t("consent.addressee"),
		public: `${t("sign.visibility.public.hint")} ${t("consent.public")}`,
	};
	return (
		<fieldset
			id="visibility"
			className={error ? "field field-wrong" : "field"}
			aria-describedby={error ? "visibility-error" : undefined}
		>
			<legend>{t("sign.visibility")}</legend>
			{error && (
				<p className="error" id="visibility-error">
					{error}
				</p>
			)}
			{visibilities.map((visibility) => (
				<Choice
					key={visibility}
					type="radio"
					name="visibility"
					value={visibility}
					label={t(`sign.visibility.${visibility}`)}
					hint={hints[visibility]}
					checked={chosen === visibility}
				/>
			))}
		</fieldset>
	);
}
