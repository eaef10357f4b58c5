import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Mark } from "#app/ui/mark.tsx";
import { copies, Sheets, SheetWay } from "#app/ui/sheets.tsx";
import { locationText } from "../feeds/calendar-event.ts";
import { directionOf } from "../languages.ts";
import type { PublicPicket } from "../picket.server.ts";
import { dayOf, whenText } from "../when.ts";

interface SheetPageProps {
	locale: Locale;
	demonstration: boolean;
	form: "poster" | "leaflet";
	picket: PublicPicket;
	cityName: string;
	/** The address of the picket as people type it. */
	address: string;
}

/** A sheet to print about a picket. */
export function SheetPage({ locale, demonstration, form, ...sheet }: SheetPageProps) {
	const t = translator(locale);
	const back = { href: `/${locale}/pickets/${sheet.picket.slug}`, text: t(`picket.kind.${sheet.picket.kind}`) };
	return (
		<Sheets locale={locale} demonstration={demonstration} form={form} title={t(`share.${form}`)} back={back}>
			{copies[form].map((copy) => (
				<Sheet key={copy} locale={locale} {...sheet} />
			))}
		</Sheets>
	);
}

type SheetProps = Omit<SheetPageProps, "demonstration" | "form">;

/** What, when, where, who calls, and where a telephone or a hand finds what has changed since. */
function Sheet({ locale, picket, cityName, address }: SheetProps) {
	const t = translator(locale);
	const { title, language, slug, cancelled, sample, organisation, kind, startsLocal } = picket;
	return (
		<section className="sheet">
			<Mark />
			<p>
				{sample && <strong>{`${t("pickets.sample")}. `}</strong>}
				{`${t(`picket.kind.${kind}`)}, ${formatDay(dayOf(startsLocal), locale)}`}
			</p>
			<h2 lang={language} dir={directionOf(language)}>
				{title}
			</h2>
			{cancelled && (
				<p>
					<strong>{t("picket.page.cancelled")}</strong>
				</p>
			)}
			<p>{whenText(picket, cityName, locale)}</p>
			<p>{locationText(picket, cityName, locale)}</p>
			<p>{t("picket.calendar.host", { organisation })}</p>
			<SheetWay locale={locale} code={`/pickets/${slug}/qr.svg`} scan={t("picket.paper.scan")} address={address} />
		</section>
	);
}
