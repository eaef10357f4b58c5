import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Asking } from "./letting-in.server.ts";

interface AskingListProps {
	locale: Locale;
	/** Where the host's page takes posts: `intent` `let-in` or `turn-away`, `rsvp`. */
	action: string;
	asking: readonly Asking[];
}

/** Who asks a host to be let in, by their number alone, and two buttons each. */
export function AskingList({ locale, action, asking }: AskingListProps) {
	const t = translator(locale);
	return (
		<section>
			<h2>{t("picket.asking.title")}</h2>
			{asking.length === 0 && <p>{t("picket.asking.none")}</p>}
			{asking.map(({ id, party }) => (
				<form key={id} method="post" action={action}>
					<p>{party === null ? t("picket.asking.someone") : t("picket.asking.group", { count: party })}</p>
					<input type="hidden" name="rsvp" value={id} />
					<div className="buttons">
						<button type="submit" name="intent" value="let-in">
							{t("picket.asking.in")}
						</button>
						<button type="submit" name="intent" value="turn-away" className="quiet">
							{t("picket.asking.out")}
						</button>
					</div>
				</form>
			))}
		</section>
	);
}
