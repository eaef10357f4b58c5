import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** Where the code of the app goes, or a recovery code. */
export function CodeField({ t, hint, error }: { t: Translate; hint: string; error?: string }) {
	return (
		<Field name="code" label={t("organise.code")} hint={hint} error={error}>
			{(attributes) => (
				<input
					{...attributes}
					type="text"
					autoComplete="one-time-code"
					autoCapitalize="none"
					spellCheck={false}
					maxLength={40}
					required
				/>
			)}
		</Field>
	);
}
