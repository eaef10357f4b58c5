import type { LookReason } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

const reasons: readonly LookReason[] = ["check", "decide", "pay", "reach", "mend"];

/** Asks why before anything sealed is shown; that somebody looked stands in the audit log. */
export function LookForm({ t }: { t: Translate }) {
	return (
		<form method="post">
			<h2>{t("organise.aid.look")}</h2>
			<p>{t("organise.aid.look.about")}</p>
			<Field name="reason" label={t("organise.aid.look.reason")}>
				{(attributes) => (
					<select {...attributes}>
						{reasons.map((reason) => (
							<option key={reason} value={reason}>
								{t(`organise.aid.look.${reason}`)}
							</option>
						))}
					</select>
				)}
			</Field>
			<button type="submit" name="intent" value="look" className="quiet">
				{t("organise.aid.look.button")}
			</button>
		</form>
	);
}
