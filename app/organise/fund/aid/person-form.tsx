import type { BeneficiaryWords } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Line, Wrongs } from "./choices.tsx";
import type { Wrong } from "./parse-person.ts";

const names = ["name", "reach", "account", "note"] as const;
const rows = { name: undefined, reach: 2, account: 3, note: 3 } as const;

interface PersonFormProps {
	t: Translate;
	values: Partial<BeneficiaryWords>;
	errors: Wrong;
	longest: Readonly<Record<keyof BeneficiaryWords, number>>;
	/** What the button posts, and says. */
	intent: string;
	button: string;
}

/** What is known of somebody: as little as helps them. */
export function PersonForm({ t, values, errors, longest, intent, button }: PersonFormProps) {
	return (
		<form method="post">
			<Wrongs t={t} errors={errors} form="person" />
			{names.map((name) => {
				const error = errors[name];
				return (
					<Line
						key={name}
						form="person"
						name={name}
						label={t(`organise.aid.person.${name}`)}
						hint={t(`organise.aid.person.${name}.hint`)}
						value={values[name]}
						error={error && t(error)}
						longest={longest[name]}
						rows={rows[name]}
						required={name === "name"}
					/>
				);
			})}
			<button type="submit" name="intent" value={intent}>
				{button}
			</button>
		</form>
	);
}
