import { countryName } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { Headline } from "#app/ui/headline.tsx";
import type { Petition } from "../petition.server.ts";
import type { ShownBody } from "./tree.server.ts";

interface OrganisationsPageProps {
	locale: Locale;
	petition: Petition;
	bodies: readonly ShownBody[];
	/** The page before and after this one, where there is one. */
	before: number | null;
	next: number | null;
}

/** Who endorses: the bodies in their tree, how many they represent and by which rule. */
export function OrganisationsPage({ locale, petition, bodies, before, next }: OrganisationsPageProps) {
	const t = translator(locale);
	const home = `/${locale}/petitions/${petition.slug}`;
	return (
		<article className="narrow">
			<p className="back">
				<a href={home}>{petition.title}</a>
			</p>
			<h1>{t("organisations.title")}</h1>
			<Headline locale={locale} supporters={petition} />
			<p>{t("organisations.rule")}</p>
			{bodies.length === 0 && <p>{t("organisations.none")}</p>}
			<ul className="organisations">
				{bodies.map((body) => (
					<li key={body.id} className={body.depth > 0 ? `below-${Math.min(body.depth, 3)}` : undefined}>
						<Body t={t} locale={locale} body={body} />
					</li>
				))}
			</ul>
			<ul className="ways">
				{before && (
					<li>
						<a href={before === 1 ? `${home}/organisations` : `${home}/organisations?page=${before}`}>
							{t("organisations.before")}
						</a>
					</li>
				)}
				{next && (
					<li>
						<a href={`${home}/organisations?page=${next}`}>{t("organisations.next")}</a>
					</li>
				)}
				{petition.open && (
					<li>
						<a href={`${home}/endorse`}>{t("organisations.endorse")}</a>
					</li>
				)}
			</ul>
		</article>
	);
}

function Body({ t, locale, body }: { t: Translate; locale: Locale; body: ShownBody }) {
	const country = countryName(body.country, locale);
	if (body.name === null) return <>{t("organisations.withheld", { kind: body.kind, country })}</>;
	const facts = [
		t(`organisation.kind.${body.kind}`),
		country,
		body.members !== null && t("organisations.members", { count: body.members }),
		body.parent && t("organisations.part-of", { name: body.parent }),
		body.covered && t("organisations.not-added"),
	].filter(Boolean);
	return (
		<>
			<strong>
				{body.web ? (
					<a href={body.web} rel="nofollow noopener">
						{body.name}
					</a>
				) : (
					body.name
				)}
			</strong>
			{body.sample && ` ${t("organisations.sample")}`}
			<span className="hint">{facts.join(" · ")}</span>
		</>
	);
}
