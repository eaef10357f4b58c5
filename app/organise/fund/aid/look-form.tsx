import type { LookReason } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

const reasons: readonly LookReason[] = ["check", "decide", "pay", "reach", "mend"];

interface LookFormProps {
	t: Translate;
	/** Which of the page's: its id begins with it. */
	form: "look" | "receipt";
	/** Where it is posted; its own page where it is absent. */
	to?: string;
}

/** Asks why before anything sealed is shown; that somebody looked stands in the audit log. */
export function LookForm({ t, form, to }: LookFormProps) {
	return (
		<form method="post" action={to}>
			<h2>{t(form === "look" ? "organise.aid.look" : "organise.aid.receipt.open")}</h2>
			<p>{t("organise.aid.look.about")}</p>
			<Field name={`${form}-reason`} label={t("organise.aid.look.reason")}>
				{(attributes) => (
					<select {...attributes} name="reason">
						{reasons.map((reason) => (
							<option key={reason} value={reason}>
								{t(`organise.aid.look.${reason}`)}
							</option>
						))}
					</select>
				)}
			</Field>
			<button type="submit" name="intent" value="look">
				{t(form === "look" ? "organise.aid.look.button" : "organise.aid.receipt.open.button")}
			</button>
		</form>
	);
}
