import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { ReportPart } from "../after/report-part.tsx";
import { accessItems } from "../facts.ts";
import { directionOf } from "../languages.ts";
import type { PublicPicket } from "../picket.server.ts";
import { whenText, withOffset } from "../when.ts";
import type { picketPage } from "./picket-page.server.ts";
import { PicketRights } from "./picket-rights.tsx";
import { Proposal } from "./proposal-part.tsx";

export interface PicketPageProps extends Omit<Awaited<ReturnType<typeof picketPage>>, "previousStart"> {
	/** It has ended. */
	over: boolean;
	/** Scheme and host of the site; none on a page that only those with its link know. */
	origin: string | null;
	/** The form to join, while one can. */
	children?: React.ReactNode;
}

/** A picket: what and when before all else, where as exactly as the reader may know, and what to do. */
export function PicketPage(props: PicketPageProps) {
	const { locale, picket, campaign, cityName, band, proposal, over, origin, rule, report, children } = props;
	const t = translator(locale);
	const { language, cancelled, sample } = picket;
	return (
		<article>
			<p className="back">
				<a href={`/${locale}/pickets`}>{t("pickets.all")}</a>
				{campaign && (
					<>
						{" · "}
						<a href={`/${locale}/campaigns/${campaign.slug}`}>{campaign.title}</a>
					</>
				)}
			</p>
			<p className="picket-kind">
				{t(`picket.kind.${picket.kind}`)}
				{sample && (
					<>
						{" "}
						<span className="sample">{t("pickets.sample")}</span>
					</>
				)}
			</p>
			<h1 lang={language} dir={directionOf(language)}>
				{cancelled ? <s>{picket.title}</s> : picket.title}
			</h1>
			{cancelled && (
				<p className="notice cancelled">
					<strong>{t("picket.page.cancelled")}</strong>
				</p>
			)}
			{!cancelled && over && <p className="notice">{t("picket.page.over")}</p>}
			{sample && <p className="notice">{t("picket.page.sample")}</p>}
			<dl className="facts">
				<dt>{t("picket.page.when")}</dt>
				<dd>
					<time dateTime={withOffset(picket.startsLocal, picket.startsAt)}>{whenText(picket, cityName, locale)}</time>
				</dd>
				<dt>{t("picket.page.where")}</dt>
				<dd>
					<Where t={t} locale={locale} picket={picket} cityName={cityName} />
				</dd>
				<dt>{t("picket.page.host")}</dt>
				<dd lang={language}>{picket.organisation}</dd>
				<dt>{t("picket.page.authorities")}</dt>
				<dd>{authoritiesText(t, locale, picket)}</dd>
			</dl>
			{proposal && <Proposal locale={locale} proposal={proposal} cities={props.proposedCities} />}
			{!cancelled && band !== null && <p className="count">{t("picket.page.band", { count: band })}</p>}
			{picket.description && (
				<section aria-labelledby="words">
					<h2 id="words">{t("picket.page.words")}</h2>
					<div className="prose" lang={language} dir={directionOf(language)}>
						{picket.description.split(/\n\s*\n/).map((paragraph) => (
							<p key={paragraph}>{paragraph}</p>
						))}
					</div>
				</section>
			)}
			{report && <ReportPart locale={locale} slug={picket.slug} language={language} report={report} />}
			{!cancelled && !over && children}
			{origin && <Take {...props} t={t} origin={origin} />}
			<Access t={t} picket={picket} />
			<PicketRights t={t} locale={locale} rule={rule} />
			{origin && (
				<p>
					<a href={`/${locale}/report?page=pickets/${picket.slug}`}>{t("picket.page.report")}</a>
				</p>
			)}
		</article>
	);
}

interface WhereProps {
	t: Translate;
	locale: Locale;
	picket: PublicPicket;
	cityName: string;
}

function Where({ t, locale, picket, cityName }: WhereProps) {
	const { kind, place, meetingPoint, onlineUrl, addressLevel, country, latitude, longitude, language } = picket;
	const town = `${cityName}, ${countryName(country, locale)}`;
	if (addressLevel !== "public")
		return (
			<>
				{kind === "online" ? t("picket.kind.online") : town}
				<br />
				{t(`picket.page.where.${addressLevel}`)}
			</>
		);
	if (onlineUrl)
		return (
			<a href={onlineUrl} rel="noreferrer noopener">
				{t("picket.page.online")}
			</a>
		);
	const name = place?.[locale] ?? place?.en;
	// A town's own coordinates show no corner of it.
	const map = place && latitude !== null && longitude !== null;
	return (
		<>
			{name && (
				<>
					{name}
					<br />
				</>
			)}
			{meetingPoint && (
				<>
					<span lang={language}>{meetingPoint}</span>
					<br />
				</>
			)}
			{town}
			{map && (
				<>
					<br />
					<a
						href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
						rel="noreferrer noopener"
					>
						{t("picket.page.where.map")}
					</a>
				</>
			)}
		</>
	);
}

function authoritiesText(
	t: Translate,
	locale: Locale,
	{ authorities, authoritiesTold, authoritiesToldOn }: PublicPicket,
) {
	if (authorities !== "told") return t(`picket.page.authorities.${authorities}`);
	const day = authoritiesToldOn ? formatDay(authoritiesToldOn, locale) : "none";
	return t("picket.page.authorities.told", { whom: authoritiesTold || "none", day });
}

/** To take along: the calendar's file, an address to subscribe to, the address to pass on, paper. */
function Take({ t, locale, picket, origin }: PicketPageProps & { t: Translate; origin: string }) {
	const { slug } = picket;
	const home = `/${locale}/pickets/${slug}`;
	const file = `/pickets/${slug}.ics?l=${locale}`;
	return (
		<section aria-labelledby="take">
			<h2 id="take">{t("picket.page.calendar")}</h2>
			<ul className="ways">
				<li>
					<a href={file}>{t("pickets.feeds.file")}</a>
				</li>
				<li>
					<a href={`webcal://${new URL(origin).host}${file}`}>{t("picket.page.calendar.subscribe")}</a>
				</li>
			</ul>
			<p className="copy">{`${origin}/pickets/${slug}`}</p>
			<h2>{t("picket.page.paper")}</h2>
			<ul className="ways">
				{(["poster", "leaflet"] as const).map((form) => (
					<li key={form}>
						<a href={`${home}/${form}`}>{t(`share.${form}`)}</a>
					</li>
				))}
			</ul>
		</section>
	);
}

function Access({ t, picket }: { t: Translate; picket: PublicPicket }) {
	const there = accessItems.filter((item) => picket.access[item]);
	if (picket.kind === "online") return null;
	return (
		<section aria-labelledby="access">
			<h2 id="access">{t("picket.page.access")}</h2>
			{there.length === 0 && <p>{t("picket.page.access.unknown")}</p>}
			{there.length > 0 && (
				<ul>
					{there.map((item) => (
						<li key={item}>{t(`picket.access.${item}`)}</li>
					))}
				</ul>
			)}
		</section>
	);
}
