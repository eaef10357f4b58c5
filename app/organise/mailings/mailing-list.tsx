import type { Locale, Translate } from "#app/i18n/translate.ts";
import { numberPrinter } from "../desk/numbers.ts";

interface MailingListProps {
	t: Translate;
	locale: Locale;
	/** The address of this list. */
	home: string;
	mailings: readonly {
		id: number;
		status: "draft" | "scheduled" | "sending" | "paused" | "cancelled" | "finished";
		subject: string;
		number: number | null;
		progress: { total: number | null; sent: number; left: number; unknown: number } | null;
	}[];
}

/** Every mailing with how far it has come. */
export function MailingList({ t, locale, home, mailings }: MailingListProps) {
	const print = numberPrinter(locale);
	return (
		<section aria-labelledby="mailings">
			<h2 id="mailings">{t("organise.mailings.all")}</h2>
			{mailings.length === 0 && <p>{t("organise.mailings.none")}</p>}
			<ul className="texts">
				{mailings.map(({ id, status, subject, number, progress }) => (
					<li key={id}>
						<p>
							<a href={`${home}/${id}`}>{subject || t("organise.mailings.mailing", { id })}</a>
							{number !== null && ` (${t("updates.number", { number })})`}: {t(`organise.mailings.state.${status}`)}
						</p>
						{progress?.total != null && (
							<p>
								{t("organise.mailings.line", {
									sent: print(progress.sent),
									left: print(progress.left),
									unknown: print(progress.unknown),
								})}
							</p>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}
