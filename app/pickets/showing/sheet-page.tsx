import { Fragment } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Mark } from "#app/ui/mark.tsx";
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

/** How often the same stands on a page of A4. */
const copies = { poster: ["whole"], leaflet: ["upper", "lower"] };

/** A sheet to print. On the screen there is a way back above it; on paper nothing but the sheet. */
export function SheetPage({ locale, demonstration, form, ...sheet }: SheetPageProps) {
	const t = translator(locale);
	return (
		<main className={`sheets ${form}`}>
			<p className="back">
				<a href={`/${locale}/pickets/${sheet.picket.slug}`}>{t(`picket.kind.${sheet.picket.kind}`)}</a>
			</p>
			<h1>{t(`share.${form}`)}</h1>
			{demonstration && <p className="demonstration">{t("shell.demonstration")}</p>}
			{copies[form].map((copy) => (
				<Sheet key={copy} locale={locale} {...sheet} />
			))}
		</main>
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
			<div className="sheet-way">
				<img src={`/pickets/${slug}/qr.svg`} alt={t("share.qr")} width="200" height="200" />
				<p>
					<strong>{t("picket.paper.scan")}</strong>
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
