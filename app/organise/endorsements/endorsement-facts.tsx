import { countryName, formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { Endorsement } from "#app/petitions/endorsing/endorsement.server.ts";

interface EndorsementFactsProps {
	t: Translate;
	locale: Locale;
	endorsement: Omit<Endorsement, "petition">;
	petition: string;
}

/** All that is known of an endorsement, as an organiser reads it before checking. */
export function EndorsementFacts({ t, locale, endorsement, petition }: EndorsementFactsProps) {
	const { organisation, words, contact, waitsHours, checkWay, mergedInto, refusedBecause } = endorsement;
	const day = (on: string | null) => on && formatDay(on, locale);
	const facts: readonly (readonly [label: string, value: string | null | false])[] = [
		[t("organise.endorsement.state"), t(`endorsement.state.${endorsement.state}`)],
		[t("organise.endorsement.petition"), petition],
		[t("endorse.kind"), t(`organisation.kind.${organisation.kind}`)],
		[t("endorse.country"), countryName(organisation.country, locale)],
		[t("endorse.members"), organisation.members === null ? null : String(organisation.members)],
		[t("endorse.parent_text"), words.parent],
		[t("endorse.meeting_on"), day(endorsement.meetingOn)],
		[t("endorse.adopted_on"), day(endorsement.adoptedOn)],
		[t("endorse.evidence"), words.evidence],
		[t("endorse.email"), contact?.email ?? null],
		[t("endorse.officer_role"), contact?.officerRole ?? null],
		[t("organise.endorsement.waiting"), waitsHours !== null && t("organise.endorsement.waits", { hours: waitsHours })],
		[
			t("organise.endorsement.way"),
			checkWay && `${t(`organise.endorsement.way.${checkWay}`)}, ${day(endorsement.checkedOn) ?? ""}`,
		],
		[t("organise.endorsement.note"), words.note],
		[t("organise.endorsement.because"), refusedBecause && t(`endorsement.refused.${refusedBecause}`)],
	];
	return (
		<>
			{mergedInto && (
				<p className="notice">
					{t("organise.endorsement.merged")}{" "}
					<a href={`/organise/campaigns/${endorsement.campaign.slug}/endorsements/${mergedInto}`}>
						{t("organise.endorsement.other")}
					</a>
				</p>
			)}
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
		</>
	);
}
