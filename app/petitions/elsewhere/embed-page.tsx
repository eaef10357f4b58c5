import { translator } from "#app/i18n/translate.ts";
import { Away, EmbedDocument } from "#app/ui/embed-document.tsx";
import { Headline } from "#app/ui/headline.tsx";
import { titleOf } from "#app/ui/meta.ts";
import type { Petition } from "../petition.server.ts";
import { nextGoal } from "../showing/goal.ts";

interface EmbedPageProps {
	petition: Petition;
	/** Of this site: scheme, host and port. */
	origin: string;
	/** The partner's code, or empty. */
	source: string;
	demonstration: boolean;
}

/** A petition within another site's page: what it asks, how many stand behind it, and the way to sign it here. */
export function EmbedPage({ petition, origin, source, demonstration }: EmbedPageProps) {
	const { spoken: locale, slug, title, count, open, sample } = petition;
	const t = translator(locale);
	const goal = nextGoal(count);
	const address = `${origin}/${locale}/petitions/${slug}${source && `?source=${source}`}${open ? "#sign" : ""}`;
	return (
		<EmbedDocument locale={locale} title={titleOf(locale, petition)} demonstration={demonstration}>
			<h1>{title}</h1>
			<Headline locale={locale} supporters={petition} />
			{open && (
				<p>
					<progress aria-label={t("embed.goal", { count, goal })} max={goal} value={count} />
					{t("embed.goal", { count, goal })}
				</p>
			)}
			<Away locale={locale} href={address} className="button">
				{t(open ? "embed.sign" : "embed.read")}
			</Away>
			{sample && <p className="note">{t("petition.sample")}</p>}
		</EmbedDocument>
	);
}
