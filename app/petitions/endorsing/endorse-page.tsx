import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Petition } from "../petition.server.ts";
import { ClaimForm } from "./claim-form.tsx";

type EndorsePageProps = { petition: Petition } & Omit<React.ComponentProps<typeof ClaimForm>, "slug"> & {
		locale: Locale;
	};

/** For a union branch: what is asked, a motion to take to its meeting, and the form. */
export function EndorsePage({ locale, petition, ...form }: EndorsePageProps) {
	const t = translator(locale);
	const home = `/${locale}/petitions/${petition.slug}`;
	return (
		<article className="narrow">
			<p className="back">
				<a href={home}>{petition.title}</a>
			</p>
			<h1>{t("endorse.title")}</h1>
			<p className="lead">{t("endorse.lead")}</p>
			<ol>
				<li>{t("endorse.step.tell")}</li>
				<li>
					{t("endorse.step.motion")} <a href={`${home}/endorse/motion.docx`}>{t("endorse.motion")}</a>
				</li>
				<li>{t("endorse.step.checked")}</li>
			</ol>
			{petition.open ? (
				<>
					<aside className="safety" aria-labelledby="role">
						<h2 id="role">{t("endorse.safety.title")}</h2>
						<p>{t("endorse.safety.text")}</p>
					</aside>
					<ClaimForm locale={locale} slug={petition.slug} {...form} />
				</>
			) : (
				<p className="notice">{petition.opened ? t("petition.closed") : t("petition.not-open")}</p>
			)}
		</article>
	);
}
