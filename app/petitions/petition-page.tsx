import { type Locale, translator } from "#app/i18n/translate.ts";
import { Headline } from "#app/ui/headline.tsx";
import { Markdown } from "#app/ui/markdown.tsx";
import { ReportLink } from "#app/ui/report-link.tsx";
import { HandoverPart } from "./closing/handover-part.tsx";
import { EndorsingLinks } from "./endorsing/endorsing-links.tsx";
import type { Petition } from "./petition.server.ts";
import { SafetyLines } from "./safety-lines.tsx";
import { LineList } from "./showing/line-list.tsx";
import type { ShownLine } from "./showing/lines.server.ts";
import type { SignErrors, SignValues } from "./sign-fields.ts";
import { SignForm } from "./sign-form.tsx";

export interface PetitionPageProps {
	locale: Locale;
	petition: Petition;
	/** A few lines for the families; the form posted in vain is shown without. */
	lines?: readonly ShownLine[];
	values: SignValues;
	errors: SignErrors;
	didYouMean?: string;
	notice?: string;
}

/** The petition: the demand, to whom, how many, sign, who sees my name, why, the form, the whole text. */
export function PetitionPage({ locale, petition, lines = [], ...form }: PetitionPageProps) {
	const t = translator(locale);
	return (
		<article className="petition broad">
			<header>
				<h1>{petition.title}</h1>
				<p className="to">{t("petition.to")}:</p>
				<ul className="addressees">
					{petition.addressees.split("\n").map((addressee) => (
						<li key={addressee}>{addressee}</li>
					))}
				</ul>
				<Headline locale={locale} supporters={petition} />
				{petition.open && (
					<a className="button" href="#sign">
						{t("petition.sign")}
					</a>
				)}
				<EndorsingLinks locale={locale} petition={petition} />
			</header>
			{petition.handover && (
				<HandoverPart
					locale={locale}
					slug={petition.slug}
					spoken={petition.spoken}
					handover={petition.handover}
					addressees={petition.addressees.split("\n")}
				/>
			)}
			<section className="who-sees" aria-labelledby="who-sees">
				<h2 id="who-sees">{t("petition.who-sees")}</h2>
				<ul>
					<li>{t("petition.who-sees.counted")}</li>
					<li>{t("petition.who-sees.addressee")}</li>
					<li>{t("petition.who-sees.public")}</li>
				</ul>
			</section>
			<section aria-labelledby="why">
				<h2 id="why">{t("petition.case")}</h2>
				<p>{petition.summary}</p>
				<ul className="ways">
					<li>
						<a href={`/${locale}/campaigns/${petition.campaign}`}>{t("petition.campaign")}</a>
					</li>
					<li>
						<a href={`/${locale}/petitions/${petition.slug}/numbers`}>{t("numbers.link")}</a>
					</li>
					{petition.names && (
						<li>
							<a href={`/${locale}/petitions/${petition.slug}/signatories`}>{t("names.link")}</a>
						</li>
					)}
				</ul>
			</section>
			{petition.open ? (
				<div id="sign">
					<SafetyLines locale={locale} />
					<SignForm
						locale={locale}
						slug={petition.slug}
						addressees={petition.addressees}
						day={petition.day}
						{...form}
					/>
				</div>
			) : (
				<p className="notice">
					{!petition.opened
						? t("petition.not-open")
						: t(petition.handover ? "petition.closed" : "petition.closed.to-hand-in")}
				</p>
			)}
			{lines.length > 0 && (
				<section aria-labelledby="lines">
					<h2 id="lines">{t("lines.title")}</h2>
					<LineList lines={lines} />
					<ul className="ways">
						<li>
							<a href={`/${locale}/petitions/${petition.slug}/lines`}>{t("lines.more")}</a>
						</li>
					</ul>
				</section>
			)}
			<section aria-labelledby="text">
				<h2 id="text">{t("petition.text")}</h2>
				{petition.corrections.map((correction) => (
					<p className="notice" key={correction}>
						{t("petition.correction")}: {correction}
					</p>
				))}
				<Markdown text={petition.body} />
			</section>
			{petition.sample && <p className="notice">{t("petition.sample")}</p>}
			{(petition.sponsor || petition.handIn) && (
				<dl className="facts">
					<dt>{t("petition.sponsor")}</dt>
					<dd>{petition.sponsor}</dd>
					<dt>{t("petition.hand-in")}</dt>
					<dd>{petition.handIn}</dd>
				</dl>
			)}
			<ReportLink locale={locale} page={`petitions/${petition.slug}`} />
		</article>
	);
}
