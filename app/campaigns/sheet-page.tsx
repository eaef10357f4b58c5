import { Fragment } from "react";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Mark } from "#app/ui/mark.tsx";
import { titleOf } from "#app/ui/meta.ts";
import type { Campaign } from "./campaign.server.ts";

interface SheetPageProps {
	locale: Locale;
	demonstration: boolean;
	campaign: Campaign;
	form: "poster" | "leaflet";
	/** What it says, `{link}` in it. */
	text: string;
	/** The petition that its code leads to, and the address as people type it. */
	petition: string;
	address: string;
}

/** How often the same stands on a page of A4. */
const copies = { poster: ["whole"], leaflet: ["upper", "lower"] };

/** A sheet to print. On the screen there is a way back above it; on paper nothing but the sheet. */
export function SheetPage({ locale, demonstration, campaign, form, ...sheet }: SheetPageProps) {
	const t = translator(locale);
	return (
		<main className={`sheets ${form}`}>
			<p className="back">
				<a href={`/${locale}/campaigns/${campaign.slug}/share`}>{t("campaign.share")}</a>
			</p>
			<h1>{t(`share.${form}`)}</h1>
			{demonstration && <p className="demonstration">{t("shell.demonstration")}</p>}
			{copies[form].map((copy) => (
				<Sheet key={copy} locale={locale} heading={titleOf(locale, campaign)} {...sheet} />
			))}
		</main>
	);
}

type SheetProps = Pick<SheetPageProps, "locale" | "text" | "petition" | "address"> & { heading: string };

/** The mark, what it is about, and where a telephone or a hand finds the petition. */
function Sheet({ locale, heading, text, petition, address }: SheetProps) {
	const t = translator(locale);
	return (
		<section className="sheet">
			<Mark />
			<h2>{heading}</h2>
			{onPaper(text).map((paragraph) => (
				<p key={paragraph}>{paragraph}</p>
			))}
			<div className="sheet-way">
				<img src={`/petitions/${petition}/qr.svg`} alt={t("share.qr")} width="200" height="200" />
				<p>
					<strong>{t("share.print.scan")}</strong>
					<br />
					<TypedAddress address={address} />
				</p>
			</div>
		</section>
	);
}

/** An address as people type it, without its scheme; where a line ends it breaks before a slash. */
function TypedAddress({ address }: { address: string }) {
	const [host, ...path] = address.replace(/^https?:\/\//, "").split("/");
	return (
		<>
			{host}
			{path.map((segment) => (
				<Fragment key={segment}>
					<wbr />/{segment}
				</Fragment>
			))}
		</>
	);
}

/** A text's paragraphs; the code and the address below them take the link's place. */
function onPaper(text: string): string[] {
	return text.replace(/:?\s*\{link\}/, ".").split("\n\n");
}
