import { type Locale, translator } from "#app/i18n/translate.ts";

interface FeedLinksProps {
	locale: Locale;
	host: string;
	country: string | undefined;
}

/** The list as a calendar and as a feed. `webcal:` is what calendars on telephones subscribe by. */
export function FeedLinks({ locale, host, country }: FeedLinksProps) {
	const t = translator(locale);
	const query = `?${new URLSearchParams({ ...(country && { country }), l: locale })}`;
	return (
		<section aria-labelledby="feeds">
			<h2 id="feeds">{t("pickets.feeds")}</h2>
			<p>{t("pickets.feeds.how")}</p>
			<ul className="ways">
				<li>
					<a href={`webcal://${host}/pickets.ics${query}`}>{t("pickets.feeds.subscribe")}</a>
				</li>
				<li>
					<a href={`/pickets.ics${query}`}>{t("pickets.feeds.file")}</a>
				</li>
				<li>
					<a href={`/pickets.atom${query}`}>{t("pickets.feeds.atom")}</a>
				</li>
				<li>
					<a href={`/pickets.json${query}`}>JSON</a>
				</li>
			</ul>
		</section>
	);
}
