import { type Locale, translator } from "#app/i18n/translate.ts";
import { Mark } from "#app/ui/mark.tsx";
import { titleOf } from "#app/ui/meta.ts";
import { copies, Sheets, SheetWay } from "#app/ui/sheets.tsx";
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

/** A sheet to print about a campaign. */
export function SheetPage({ locale, demonstration, campaign, form, ...sheet }: SheetPageProps) {
	const t = translator(locale);
	const back = { href: `/${locale}/campaigns/${campaign.slug}/share`, text: t("campaign.share") };
	return (
		<Sheets locale={locale} demonstration={demonstration} form={form} title={t(`share.${form}`)} back={back}>
			{copies[form].map((copy) => (
				<Sheet key={copy} locale={locale} heading={titleOf(locale, campaign)} {...sheet} />
			))}
		</Sheets>
	);
}

type SheetProps = Pick<SheetPageProps, "locale" | "text" | "petition" | "address"> & { heading: string };

/** The mark, what it is about, and where a telephone or a hand finds the petition. */
function Sheet({ locale, heading, text, petition, address }: SheetProps) {
	const scan = translator(locale)("share.print.scan");
	return (
		<section className="sheet">
			<Mark />
			<h2>{heading}</h2>
			{onPaper(text).map((paragraph) => (
				<p key={paragraph}>{paragraph}</p>
			))}
			<SheetWay locale={locale} code={`/petitions/${petition}/qr.svg`} scan={scan} address={address} />
		</section>
	);
}

/** A text's paragraphs; the code and the address below them take the link's place. */
function onPaper(text: string): string[] {
	return text.replace(/:?\s*\{link\}/, ".").split("\n\n");
}
