import { countryName, formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { Listed } from "#app/petitions/endorsing/for-desk.server.ts";

/** Hours within which an adopted motion is checked. */
const CHECK_WITHIN = 48;

interface EndorsementListProps {
	t: Translate;
	locale: Locale;
	/** The address of the list. */
	home: string;
	endorsements: readonly Listed[];
}

/** Each endorsement with where it stands and, while it waits to be checked, since when. */
export function EndorsementList({ t, locale, home, endorsements }: EndorsementListProps) {
	return (
		<ul className="queue">
			{endorsements.map((one) => {
				const day = one.adoptedOn ?? one.meetingOn;
				const facts = [
					t(`organisation.kind.${one.kind}`),
					countryName(one.country, locale),
					one.members !== null && t("organisations.members", { count: one.members }),
					t(`endorsement.state.${one.state}`),
					day && formatDay(day, locale),
					one.nameWithheld && t("organise.endorsement.withheld"),
				].filter(Boolean);
				return (
					<li key={one.id}>
						<h2>
							<a href={`${home}/${one.id}`}>{one.name}</a>
							{one.sample && ` ${t("organisations.sample")}`}
						</h2>
						<p>{facts.join(" · ")}</p>
						{one.waitsHours !== null && (
							<p className={one.waitsHours >= CHECK_WITHIN ? "notice" : undefined}>
								{t("organise.endorsement.waits", { hours: one.waitsHours })}
							</p>
						)}
					</li>
				);
			})}
		</ul>
	);
}
