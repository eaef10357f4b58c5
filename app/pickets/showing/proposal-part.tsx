import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { ShownChange, ShownProposal } from "../proposal.ts";
import { clockOf, dayOf } from "../when.ts";

interface ProposalProps {
	locale: Locale;
	proposal: { shown: ShownProposal; proposedAt: Date };
	/** Cities as the reader calls them, by country and English name. */
	cities: Readonly<Record<string, string>>;
}

/** A change that nobody has checked yet, beside what stands: old and new, and by the clock since when. */
export function Proposal({ locale, proposal: { shown, proposedAt }, cities }: ProposalProps) {
	const t = translator(locale);
	const at = proposedAt.toISOString();
	return (
		<section className="notice" aria-labelledby="changing">
			<h2 id="changing">{t("picket.page.changing")}</h2>
			<p>{t("picket.page.changing.what", { day: formatDay(dayOf(at), locale), time: clockOf(at) })}</p>
			<ul>
				{shown.map((change) => (
					<li key={change.field}>{lineOf(change)}</li>
				))}
			</ul>
		</section>
	);

	function lineOf(change: ShownChange): string {
		switch (change.field) {
			case "starts":
			case "ends":
				return line(t(`picket.page.${change.field}`), local(change.old), local(change.new));
			case "zone":
				return line(t("picket.page.zone"), change.old, change.new);
			case "place":
				return line(t("picket.page.where"), town(change.old), town(change.new));
			case "words":
			case "meeting_point":
				return t(`picket.page.changing.${change.field}`);
		}
	}
	function line(what: string, old: string, now: string) {
		return t("picket.page.changing.line", { what, old, now });
	}
	function local(time: string) {
		return `${formatDay(dayOf(time), locale)}, ${clockOf(time)}`;
	}
	function town({ city, country }: { city: string; country: string }) {
		return `${cities[`${country} ${city}`] ?? city}, ${countryName(country, locale)}`;
	}
}
