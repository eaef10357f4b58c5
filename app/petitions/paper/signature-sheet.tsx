import { type Locale, translator } from "#app/i18n/translate.ts";
import { SheetWay } from "#app/ui/sheets.tsx";
import type { Keeper } from "./keeper.ts";

/** What of a petition stands on its sheets. */
export interface Demand {
	slug: string;
	title: string;
	/** One a line. */
	addressees: string;
	/** Not a real one: its sheets say so. */
	sample: boolean;
}

interface SignatureSheetProps {
	locale: Locale;
	petition: Demand;
	/** Lines to sign. */
	lines: number;
	/** The code that the sheet leads by, and the address as people type it. */
	code: string;
	address: string;
	keeper: Keeper;
	/** Of the sheet, where it belongs to a batch. */
	serial?: string;
}

/** One page of A4 on which people sign: the demand, to whom, who sees the sheet, the lines, where a telephone signs instead. */
export function SignatureSheet({ locale, petition, lines, code, address, keeper, serial }: SignatureSheetProps) {
	const t = translator(locale);
	return (
		<section className="sheet">
			{serial && (
				<p className="serial">
					{t("paper.serial")} <strong>{serial}</strong>
				</p>
			)}
			<h2>{petition.title}</h2>
			<p className="to">
				{t("petition.to")}: {petition.addressees.split("\n").join("; ")}
			</p>
			{petition.sample && (
				<p>
					<strong>{t("petition.sample")}</strong>
				</p>
			)}
			<table>
				<caption>{t("paper.sign-here")}</caption>
				<thead>
					<tr>
						<th scope="col">{t("paper.number")}</th>
						<th scope="col">{t("paper.name")}</th>
						<th scope="col">{t("paper.town")}</th>
						<th scope="col">{t("paper.signature")}</th>
						<th scope="col">{t("paper.line")}</th>
					</tr>
				</thead>
				<tbody>
					{Array.from({ length: lines }, (_, i) => i + 1).map((number) => (
						<tr key={number}>
							<th scope="row">{number}</th>
							<td />
							<td />
							<td />
							<td />
						</tr>
					))}
				</tbody>
			</table>
			<div className="small-print">
				<SheetWay locale={locale} code={`/q/${code}/qr.svg`} scan={t("paper.scan")} address={address} />
				<p>
					<strong>{t("paper.who-sees")}</strong> {t("paper.risk")} {t("sign.age")}
				</p>
				<p>
					<strong>{t("paper.collecting")}</strong> {t("paper.keep")}{" "}
					{t("paper.bring", { name: keeper.name, address: keeper.address })}
				</p>
			</div>
		</section>
	);
}
