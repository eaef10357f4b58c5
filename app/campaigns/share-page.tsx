import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Campaign } from "./campaign.server.ts";

interface SharePageProps {
	locale: Locale;
	campaign: Campaign;
	texts: readonly string[];
	/** The address of the picture that messengers show. */
	picture: string;
	/** The petition that the code leads to. */
	petition: string | undefined;
}

/**
 * What to pass a campaign on with: texts of which one touch selects the whole, the picture, the code, sheets to print.
 * The pictures are a link away: the page itself must open in a bad network.
 */
export function SharePage({ locale, campaign, texts, picture, petition }: SharePageProps) {
	const t = translator(locale);
	const home = `/${locale}/campaigns/${campaign.slug}`;
	return (
		<article>
			<p className="back">
				<a href={home}>{campaign.title}</a>
			</p>
			<h1>{t("campaign.share")}</h1>
			<p className="notice">
				{t("share.safety")} <a href={`/${locale}/safety`}>{t("safety.more")}</a>
			</p>
			<h2>{t("share.texts")}</h2>
			<p>{t("share.how")}</p>
			{texts.map((text) => (
				<p className="copy" key={text}>
					{text}
				</p>
			))}
			<h2>{t("share.picture")}</h2>
			<p>
				<a href={picture} download={`${campaign.slug}-${locale}.png`}>
					{t("share.picture.save")}
				</a>
			</p>
			{petition && <Paper locale={locale} home={home} petition={petition} />}
		</article>
	);
}

/** What leads to a petition from paper. */
function Paper({ locale, home, petition }: { locale: Locale; home: string; petition: string }) {
	const t = translator(locale);
	const code = `/petitions/${petition}/qr.svg`;
	return (
		<>
			<h2>{t("share.qr")}</h2>
			<p>
				<a href={code} download={`${petition}.svg`}>
					{t("share.qr.save")}
				</a>
			</p>
			<h2>{t("share.print")}</h2>
			<p>{t("share.print.how")}</p>
			<ul>
				<li>
					<a href={`${home}/share/poster`}>{t("share.poster")}</a>
				</li>
				<li>
					<a href={`${home}/share/leaflet`}>{t("share.leaflet")}</a>
				</li>
			</ul>
		</>
	);
}
