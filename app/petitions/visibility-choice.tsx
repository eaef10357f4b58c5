import type { Translate } from "#app/i18n/translate.ts";
import { Choice } from "#app/ui/field.tsx";
import { visibilities } from "./words.ts";

interface VisibilityChoiceProps {
	t: Translate;
	chosen: string;
	error?: string;
	/** One body a line, of the version that is signed; absent while Postgres, which has them, is away. */
	addressees?: string;
}

/**
 * Who may see the name: three circles, none chosen beforehand on the petition's page, each with the words it agrees to; who
 * the addressees are, and what being seen by everybody may bring, before it can be chosen.
 */
export function VisibilityChoice({ t, chosen, error, addressees = "" }: VisibilityChoiceProps) {
	const bodies = addressees.split("\n").filter(Boolean).join("; ");
	const hints = {
		counted: t("sign.visibility.counted.hint"),
		addressee: `${t("consent.addressee")}${bodies && ` ${t("sign.visibility.addressee.to", { bodies })}`}`,
		public: t("consent.public"),
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
				<div key={visibility}>
					{visibility === "public" && <p className="risk">{t("sign.visibility.public.risk")}</p>}
					<Choice
						type="radio"
						name="visibility"
						value={visibility}
						label={t(`sign.visibility.${visibility}`)}
						hint={hints[visibility]}
						checked={chosen === visibility}
					/>
				</div>
			))}
		</fieldset>
	);
}
