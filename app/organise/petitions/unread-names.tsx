import type { Translate } from "#app/i18n/translate.ts";
import type { UnreadName } from "#app/petitions/showing/read-names.server.ts";
import { Choice } from "#app/ui/field.tsx";
import { Flags } from "../moderation/flags.tsx";
import { wordsOf } from "./name-buttons.tsx";

interface UnreadNamesProps {
	t: Translate;
	action: string;
	names: readonly UnreadName[];
}

/** A page of names that nobody has read: those that are ticked stay off the list, the others may come to it. */
export function UnreadNames({ t, action, names }: UnreadNamesProps) {
	return (
		<>
			<h2>{t("organise.names.unread")}</h2>
			<p>{t(names.length > 0 ? "organise.names.unread.text" : "organise.names.unread.none")}</p>
			{names.length > 0 && (
				<form method="post" action={action}>
					<input type="hidden" name="intent" value="release" />
					<ul className="queue">
						{names.map(({ digest, flags, ...one }) => (
							<li key={one.id}>
								<p>{wordsOf({ ...one })}</p>
								<Flags t={t} flags={flags} />
								<input type="hidden" name={`seen.${one.id}`} value={digest} />
								<Choice
									type="checkbox"
									name={`hold.${one.id}`}
									label={t("organise.names.hold", { name: one.name })}
									checked={flags.length > 0}
								/>
							</li>
						))}
					</ul>
					<button type="submit">{t("organise.names.release")}</button>
				</form>
			)}
		</>
	);
}
