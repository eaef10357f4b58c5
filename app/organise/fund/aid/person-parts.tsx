import type { Translate } from "#app/i18n/translate.ts";
import { Choice } from "#app/ui/field.tsx";

/** Who is too near to somebody to decide, and saying so of oneself: it is not taken back. */
export function PersonConflict({ t, names, mine }: { t: Translate; names: readonly string[]; mine: boolean }) {
	return (
		<section aria-labelledby="conflict">
			<h2 id="conflict">{t("organise.aid.conflict")}</h2>
			<p>{t("organise.aid.conflict.about")}</p>
			{names.length > 0 && <p>{t("organise.aid.conflict.names", { names: names.join(", ") })}</p>}
			{!mine && (
				<form method="post">
					<Choice
						type="checkbox"
						name="sure"
						id="conflict-sure"
						label={t("organise.aid.conflict.sure")}
						checked={false}
					/>
					<button type="submit" name="intent" value="conflict" className="quiet">
						{t("organise.aid.conflict.button")}
					</button>
				</form>
			)}
		</section>
	);
}

/** Ends what is known of somebody, for good: folded away, and with a box to tick. */
export function EraseForm({ t }: { t: Translate }) {
	return (
		<details>
			<summary>{t("organise.aid.erase")}</summary>
			<p>{t("organise.aid.erase.about")}</p>
			<form method="post">
				<Choice type="checkbox" name="sure" id="erase-sure" label={t("organise.aid.erase.sure")} checked={false} />
				<button type="submit" name="intent" value="erase" className="quiet">
					{t("organise.aid.erase.button")}
				</button>
			</form>
		</details>
	);
}
