import type { Translate } from "#app/i18n/translate.ts";
import type { DeskName } from "#app/petitions/showing/hide-name.server.ts";

interface NamesWithButtonProps {
	t: Translate;
	action: string;
	names: readonly DeskName[];
	/** The field in which the button sends the signature's id. */
	field: "name" | "again";
	/** On the button, with the name. */
	label: "organise.names.hide" | "organise.names.again";
}

/** Names, each with the one thing that can be done with it. */
export function NamesWithButton({ t, action, names, field, label }: NamesWithButtonProps) {
	return (
		<ul className="queue">
			{names.map((one) => (
				<li key={one.id}>
					<p>{wordsOf(one)}</p>
					<form method="post" action={action}>
						<button type="submit" name={field} value={one.id} className="quiet">
							{t(label, { name: one.name })}
						</button>
					</form>
				</li>
			))}
		</ul>
	);
}

/** A name with all that stands beside it on the public list, and whose list that is. */
export function wordsOf({ name, town, organisation, petition }: DeskName): string {
	return `${[name, town, organisation].filter(Boolean).join(", ")} · ${petition}`;
}
