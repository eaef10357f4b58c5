import { countryName } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { printIban } from "#app/web/iban.ts";
import type { Fund } from "./fund.server.ts";
import { GiveForm, type GiveFormProps } from "./giving/give-form.tsx";

/** What the form of a fund shows of what was asked for or posted. */
export type Asked = Pick<GiveFormProps, "ways" | "offer" | "currencies" | "values" | "errors" | "notice">;

interface FundPageProps {
	locale: Locale;
	fund: Fund;
	/** Absent in a preview, and where there is no way to give here. */
	asked?: Asked;
	/** Pages for paying are of Stripe's test mode, on a site that is no demonstration. */
	trial?: boolean;
	/** What came in and went out. */
	children?: React.ReactNode;
}

/** A fund: who holds the money and where it goes comes before how to give. */
export function FundPage({ locale, fund, asked, trial, children }: FundPageProps) {
	const t = translator(locale);
	const holder = holderOf(fund, locale);
	const facts = [
		[t("fund.holder"), [holder, fund.country && countryName(fund.country, locale)].filter(Boolean).join(", ")],
		[t("fund.who-decides"), fund.whoDecides],
		[t("fund.costs"), fund.costs],
		[t("fund.surplus"), fund.surplus],
	].filter(([, text]) => text);
	return (
		<article>
			<p className="back">
				<a href={`/${locale}/campaigns/${fund.slug}`}>{fund.title}</a>
			</p>
			<h1>{t("fund.heading")}</h1>
			<p className="lead">{fund.open ? t("fund.sentence", { holder, purpose: fund.purpose }) : fund.purpose}</p>
			{fund.sample && <p className="notice">{t("fund.sample")}</p>}
			{trial && <p className="notice">{t("fund.trial")}</p>}
			{fund.open ? (
				<Giving t={t} locale={locale} fund={fund} asked={asked} />
			) : (
				<p className="notice">{fund.opened ? t("fund.closed") : t("fund.not-open")}</p>
			)}
			{children}
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

/** Who holds the money, by the name they are registered under. */
export function holderOf(fund: Pick<Fund, "sample" | "legalName">, locale: Locale): string {
	return fund.sample ? translator(locale)("fund.sample.holder") : fund.legalName;
}

interface GivingProps {
	t: Translate;
	locale: Locale;
	fund: Fund;
	asked?: Asked;
}

/** Who should not give, and how to. */
function Giving({ t, locale, fund, asked }: GivingProps) {
	return (
		<section id="give" aria-label={t("fund.give")}>
			<p className="notice">{t("fund.not-from")}</p>
			{fund.url && (
				<>
					<p>{t("fund.held", { holder: fund.holder ?? "" })}</p>
					<p>
						<a className="button" href={fund.url} rel="noreferrer">
							{fund.url}
						</a>
					</p>
				</>
			)}
			{asked && asked.ways.length > 0 && (
				<>
					<GiveForm locale={locale} slug={fund.slug} {...asked} />
					{fund.iban && (
						<>
							<ul className="ways">
								<li>
									<a href={`/${locale}/fund/${fund.slug}/organisations`}>{t("fund.organisations.link")}</a>
								</li>
							</ul>
							<details>
								<summary>{t("fund.transfer.bare")}</summary>
								<p>{t("fund.transfer.plain")}</p>
								{fund.sample && <p className="notice">{t("fund.transfer.sample")}</p>}
								<dl className="facts">
									<div>
										<dt>{t("fund.account-holder")}</dt>
										<dd>{fund.holder}</dd>
									</div>
									<div>
										<dt>{t("gift.fact.iban")}</dt>
										<dd>{printIban(fund.iban)}</dd>
									</div>
								</dl>
							</details>
						</>
					)}
				</>
			)}
		</section>
	);
}
