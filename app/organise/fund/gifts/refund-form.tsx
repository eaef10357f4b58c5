import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

interface RefundFormProps {
	t: Translate;
	/** What may still be given back, as text. */
	left: string;
	/** What stands in the field: all of it, or what was typed. */
	typed: string;
}

/** Gives money back by the way it came. */
export function RefundForm({ t, left, typed }: RefundFormProps) {
	return (
		<form method="post">
			<h2>{t("organise.gifts.give-back")}</h2>
			<Field
				name="amount"
				label={t("organise.gifts.give-back.amount")}
				hint={t("organise.gifts.give-back.left", { left })}
			>
				{(attributes) => (
					<input {...attributes} type="text" inputMode="decimal" autoComplete="off" required defaultValue={typed} />
				)}
			</Field>
			<button type="submit" name="intent" value="refund">
				{t("organise.gifts.give-back.do")}
			</button>
		</form>
	);
}
