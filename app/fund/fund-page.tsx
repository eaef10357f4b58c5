import { countryName } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { printIban } from "#app/web/iban.ts";
import type { Fund } from "./fund.server.ts";

interface FundPageProps {
	locale: Locale;
	fund: Fund;
}

/** A fund: who holds the money and where it goes comes before how to give. */
export function FundPage({ locale, fund }: FundPageProps) {
	const t = translator(locale);
	const name = fund.sample ? t("fund.sample.holder") : fund.legalName;
	const holder = [name, fund.country && countryName(fund.country, locale)].filter(Boolean).join(", ");
	const facts = [
		[t("fund.holder"), holder],
		[t("fund.who-decides"), fund.whoDecides],
		[t("fund.costs"), fund.costs],
		[t("fund.surplus"), fund.surplus],
	].filter(([, text]) => text);
	return (
		<article>
			<p className="back">
				<a href={`/${locale}/campaigns/${fund.slug}`}>{fund.title}</a>
			</p>
			<h1>{t("fund.title")}</h1>
			<p className="lead">{fund.purpose}</p>
			{fund.open ? (
				<Giving t={t} fund={fund} />
			) : (
				<p className="notice">{fund.opened ? t("fund.closed") : t("fund.not-open")}</p>
			)}
			{fund.sample && <p className="notice">{t("fund.sample")}</p>}
			{facts.length > 0 && (
				<dl className="facts">
					{facts.map(([name, text]) => (
						<div key={name}>
							<dt>{name}</dt>
							<dd>{text}</dd>
						</div>
					))}
				</dl>
			)}
		</article>
	);
}

/** How to give to a fund that is open, and who should not. */
function Giving({ t, fund }: { t: Translate; fund: Fund }) {
	return (
		<section aria-labelledby="give">
			<h2 id="give">{t("fund.give")}</h2>
			<p className="notice">{t("fund.not-from")}</p>
			{fund.url ? (
				<>
					<p>{t("fund.held", { holder: fund.holder ?? "" })}</p>
					<p>
						<a href={fund.url} rel="noreferrer">
							{fund.url}
						</a>
					</p>
				</>
			) : (
				<>
					<p>{t("fund.transfer")}</p>
					<dl className="facts">
						<dt>{t("fund.account-holder")}</dt>
						<dd>{fund.holder}</dd>
						<dt>IBAN</dt>
						<dd>{fund.iban && printIban(fund.iban)}</dd>
					</dl>
				</>
			)}
		</section>
	);
}
