import type { Translate } from "#app/i18n/translate.ts";

interface NameFormProps {
	t: Translate;
	action: string;
	withheld: boolean;
}

/** The body's own word on whether its name is public. */
export function NameForm({ t, action, withheld }: NameFormProps) {
	const does = withheld ? "show" : "withhold";
	return (
		<details>
			<summary>{t(`endorsement.name.${does}`)}</summary>
			<p>{t(`endorsement.name.${does}.text`)}</p>
			<form method="post" action={action}>
				<input type="hidden" name="intent" value={withheld ? "name" : "withhold"} />
				<button type="submit" className="quiet">
					{t(`endorsement.name.${does}`)}
				</button>
			</form>
		</details>
	);
}
