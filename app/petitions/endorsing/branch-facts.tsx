import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { BranchView } from "./branch.server.ts";

/** What a body has said, read back. */
export function BranchFacts({ locale, view }: { locale: Locale; view: BranchView }) {
	const t = translator(locale);
	const { organisation, words, meetingOn, adoptedOn } = view;
	const day = (on: string | null) => on && formatDay(on, locale);
	const facts: readonly (readonly [label: string, value: string | null])[] = [
		[t("endorse.organisation"), organisation.name],
		[t("endorse.kind"), t(`organisation.kind.${organisation.kind}`)],
		[t("endorse.parent_text"), view.parentName ?? words.parent],
		[t("endorse.country"), countryName(organisation.country, locale)],
		[t("endorse.members"), organisation.members === null ? null : String(organisation.members)],
		[t("endorse.meeting_on"), day(meetingOn)],
		[t("endorse.adopted_on"), day(adoptedOn)],
		[t("endorse.evidence"), words.evidence],
	];
	return (
		<dl className="facts">
			{facts.map(
				([label, value]) =>
					value && (
						<div key={label}>
							<dt>{label}</dt>
							<dd>{value}</dd>
						</div>
					),
			)}
		</dl>
	);
}
