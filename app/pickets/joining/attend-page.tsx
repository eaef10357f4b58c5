import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import type { Attending } from "./attending.server.ts";

interface AttendPageProps {
	locale: Locale;
	token: string;
	found: Attending;
	/** Why what was pressed has not been done. */
	refused?: "full" | "over";
}

/** Before the button: what it confirms. After it: that it is done, the calendar first, and how to leave. */
export function AttendPage({ locale, token, found, refused }: AttendPageProps) {
	const t = translator(locale);
	const { state, picket } = found;
	const waits = state === "pending" && !picket.off;
	return (
		<article className="narrow">
			<h1>{t(titleOf(found))}</h1>
			{picket.sample && <p className="notice">{t("picket.page.sample")}</p>}
			{refused && <Notice>{t(`picket.attend.${refused}`)}</Notice>}
			{picket.off && <p>{t("picket.attend.off")}</p>}
			{!waits && !picket.off && <p>{t(doneOf(found), { count: found.party ?? 0 })}</p>}
			<Facts t={t} found={found} />
			{waits && <Confirm locale={locale} token={token} found={found} full={refused === "full"} />}
			{!waits && picket.listed && <Calendar t={t} slug={picket.slug} />}
			{picket.listed && (
				<p>
					<a href={`/${locale}/pickets/${picket.slug}`}>{t("picket.attend.page")}</a>
				</p>
			)}
			<h2>{t("picket.attend.leave.title")}</h2>
			<p>{t(found.told ? "picket.attend.leave" : "picket.attend.leave.number")}</p>
			<form method="post" action={`/${locale}/attend/${token}`}>
				<button type="submit" name="intent" value="leave" className="quiet">
					{t("picket.attend.leave.button")}
				</button>
			</form>
		</article>
	);
}

function titleOf({ state, picket }: Attending) {
	if (picket.off) return "picket.attend.off.title";
	return state === "pending" ? "picket.attend.confirm.title" : "thanks.title";
}

function doneOf({ state, party, told }: Attending) {
	if (state === "asking") return "picket.attend.asking";
	if (!told) return "picket.attend.counted";
	return party === null ? "picket.attend.hearing" : "picket.attend.going";
}

function Facts({ t, found: { party, picket } }: { t: Translate; found: Attending }) {
	return (
		<dl className="facts">
			<dt>{t("picket.attend.what")}</dt>
			<dd lang={picket.language}>{picket.title}</dd>
			<dt>{t("picket.attend.when")}</dt>
			<dd>{picket.when}</dd>
			<dt>{t("picket.attend.where")}</dt>
			<dd>{picket.where}</dd>
			{(picket.point !== null || picket.secret) && (
				<>
					<dt>{t("picket.attend.point")}</dt>
					<dd>{picket.point ?? t("picket.told.point.later")}</dd>
				</>
			)}
			{party !== null && (
				<>
					<dt>{t("picket.attend.party")}</dt>
					<dd>{party}</dd>
				</>
			)}
		</dl>
	);
}

function Confirm({ locale, token, found, full }: Omit<AttendPageProps, "refused"> & { full: boolean }) {
	const t = translator(locale);
	return (
		<form method="post" action={`/${locale}/attend/${token}`}>
			<p>{t("picket.attend.confirm.what")}</p>
			{full ? (
				<button type="submit" name="intent" value="hear">
					{t("picket.attend.hear.button")}
				</button>
			) : (
				<button type="submit" name="intent" value="confirm">
					{t(found.party === null ? "picket.attend.hear.button" : "picket.attend.confirm.button")}
				</button>
			)}
		</form>
	);
}

/** First the one entry, then all of them; nothing more is asked. */
function Calendar({ t, slug }: { t: Translate; slug: string }) {
	return (
		<ul className="ways">
			<li>
				<a className="button" href={`/pickets/${slug}.ics`}>
					{t("picket.attend.calendar")}
				</a>
			</li>
			<li>
				<a href="/pickets.ics">{t("picket.attend.feed")}</a>
			</li>
		</ul>
	);
}

/** After leaving. */
export function LeftPage({ locale }: { locale: Locale }) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("picket.left.title")}</h1>
			<p>{t("picket.left.text")}</p>
			<AllPickets locale={locale} />
		</article>
	);
}

/** A link that leads nowhere: never one of ours, too old, replaced by a newer one, or of somebody who has left. */
export function UnknownPage({ locale }: { locale: Locale }) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("picket.attend.unknown.title")}</h1>
			<p>{t("picket.attend.unknown.text")}</p>
			<AllPickets locale={locale} />
		</article>
	);
}

function AllPickets({ locale }: { locale: Locale }) {
	return (
		<p>
			<a href={`/${locale}/pickets`}>{translator(locale)("pickets.all")}</a>
		</p>
	);
}
