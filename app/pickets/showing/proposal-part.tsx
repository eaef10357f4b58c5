import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { PicketChange } from "../facts.ts";
import type { ShownProposal } from "../proposal.ts";
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
				{shown.flatMap((change) => {
					const words = wordsOf(change);
					return words ? [<li key={change.field}>{t("picket.page.changing.line", words)}</li>] : [];
				})}
			</ul>
		</section>
	);

	function wordsOf(change: PicketChange): { what: string; old: string; now: string } | null {
		switch (change.field) {
			case "starts":
			case "ends":
				return { what: t(`picket.page.${change.field}`), old: local(change.old), now: local(change.new) };
			case "zone":
				return { what: t("picket.page.zone"), old: change.old, now: change.new };
			case "title":
			case "meeting_point":
				return { what: t(`picket.page.${change.field}`), old: change.old, now: change.new };
			case "place":
				return { what: t("picket.page.where"), old: town(change.old), now: town(change.new) };
			default:
				return null;
		}
	}
	function local(time: string) {
		return `${formatDay(dayOf(time), locale)}, ${clockOf(time)}`;
	}
	function town({ city, country }: { city: string; country: string }) {
		return `${cities[`${country} ${city}`] ?? city}, ${countryName(country, locale)}`;
	}
}
