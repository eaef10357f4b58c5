import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Notice } from "#app/ui/field.tsx";
import { LetterLinks } from "../giving/letter-links.tsx";
import { TransferDetails } from "../giving/transfer-details.tsx";
import { Facts } from "./facts.tsx";
import { GiftList } from "./gift-list.tsx";
import { MonthlyPart } from "./monthly-part.tsx";
import type { DonationSaid, ShownDonation } from "./shown.ts";
import { WordsForm } from "./words-form.tsx";

export interface DonationPageProps extends DonationSaid {
	locale: Locale;
	/** Of this page, with the language. */
	path: string;
	donation: ShownDonation;
	/** The fund's account for transfers; null where it has none. */
	account: { holder: string; iban: string } | null;
}

/** One gift as its giver sees it: what became of it, what can be changed, and how it ends. */
export function DonationPage({ locale, path, donation, account, notice, wrong, typed }: DonationPageProps) {
	const t = translator(locale);
	const { way, currency, amount, cover, reference, frequency, gifts, years, holder, sample, organisation } = donation;
	const errors = Object.entries(wrong ?? {}).map(([field, { key, values }]) => ({ field, text: t(key, values) }));
	const name = sample ? t("fund.sample.holder") : holder;
	return (
		<article className="narrow">
			<h1>{t("donation.title")}</h1>
			{notice && <Notice>{t(notice)}</Notice>}
			{errors.length > 0 && <ErrorSummary title={t("sign.errors", { count: errors.length })} errors={errors} />}
			<Facts
				locale={locale}
				given={{ amount, cover, currency, reference, holder: name, monthly: frequency === "monthly", organisation }}
			/>
			{organisation !== null && (
				<LetterLinks locale={locale} path={path} received={gifts.some(({ state }) => state === "received")} />
			)}
			{donation.monthly && (
				<MonthlyPart
					locale={locale}
					path={path}
					monthly={donation.monthly}
					manageable={donation.manageable}
					cover={cover}
					wrong={wrong}
					typed={typed}
				/>
			)}
			{way === "transfer" && account && gifts.length === 0 && (
				<TransferDetails
					locale={locale}
					{...account}
					reference={reference}
					amount={amount + cover}
					currency={currency}
					sample={sample}
				/>
			)}
			{way === "transfer" && gifts.length === 0 && donation.waitsForTwo && (
				<p className="hint">{t("fund.organisations.held")}</p>
			)}
			<h2>{t("donation.gifts")}</h2>
			<GiftList locale={locale} path={path} gifts={gifts} />
			{years.length > 0 && (
				<ul className="ways">
					{years.map((year) => (
						<li key={year}>
							<a href={`${path}/statements/${year}`}>{t("donation.statement", { year: String(year) })}</a>
						</li>
					))}
				</ul>
			)}
			{organisation === null && (
				<details open={Boolean(wrong?.display_name || wrong?.dedication)}>
					<summary>{t("donation.words")}</summary>
					<WordsForm locale={locale} path={path} words={donation.words} wrong={wrong} typed={typed} />
				</details>
			)}
			<h2>{t("donation.page")}</h2>
			<p>{t("donation.until", { until: formatDay(donation.until, locale) })}</p>
			<p>{t("donation.erase")}</p>
			<ul className="ways">
				<li>
					<a href={`/${locale}/donations`}>{t("donation.ask")}</a>
				</li>
				<li>
					<a href={`/${locale}/my`}>{t("my.ask.title")}</a>
				</li>
				<li>
					<a href={`/${locale}/fund/${donation.slug}`}>{t("donation.fund")}</a>
				</li>
			</ul>
		</article>
	);
}
