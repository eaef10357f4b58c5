import { type Locale, translator } from "#app/i18n/translate.ts";
import { embedSnippet } from "#app/ui/embed-snippet.ts";
import { titleOf } from "#app/ui/meta.ts";
import type { Campaign } from "./campaign.server.ts";

interface SharePageProps {
	locale: Locale;
	campaign: Campaign;
	texts: readonly string[];
	/** The address of the picture that messengers show. */
	picture: string;
	/** The petition that the code leads to. */
	petition: string | undefined;
	/** It takes signatures: on paper too. */
	open: boolean;
	/** Of the site: scheme, host and port. */
	origin: string;
}

/**
 * What to pass a campaign on with: texts of which one touch selects the whole, the picture, the code, sheets to print.
 * The pictures are a link away: the page itself must open in a bad network.
 */
export function SharePage({ locale, campaign, texts, picture, petition, open, origin }: SharePageProps) {
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
			{petition && <Paper locale={locale} home={home} petition={petition} open={open} />}
			<Elsewhere locale={locale} campaign={campaign} petition={petition} origin={origin} />
		</article>
	);
}

/** What leads to a petition from paper. */
function Paper({ locale, home, petition, open }: { locale: Locale; home: string; petition: string; open: boolean }) {
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
				{open && (
					<li>
						<a href={`/${locale}/petitions/${petition}/sheet`}>{t("share.paper")}</a>
					</li>
				)}
			</ul>
		</>
	);
}

/** What another site copies to show the petition and the next pickets: in no language (BCP 47, `zxx`). */
function Elsewhere({
	locale,
	campaign,
	petition,
	origin,
}: Pick<SharePageProps, "locale" | "campaign" | "petition" | "origin">) {
	const t = translator(locale);
	const query = { l: locale };
	return (
		<>
			<h2>{t("share.embed")}</h2>
			<p>{t("share.embed.how")}</p>
			{petition && (
				<p className="copy code" lang="zxx">
					{embedSnippet({ origin, path: `/embed/petitions/${petition}`, query, title: titleOf(locale, campaign) })}
				</p>
			)}
			<p>{t("share.embed.pickets")}:</p>
			<p className="copy code" lang="zxx">
				{embedSnippet({ origin, path: "/embed/pickets", query, title: t("embed.pickets") })}
			</p>
			{petition && (
				<p>
					<a href={`/petitions/${petition}/badge.svg?l=${locale}`}>{t("share.embed.badge")}</a>
				</p>
			)}
		</>
	);
}
