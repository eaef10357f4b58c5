import type { Translate } from "#app/i18n/translate.ts";
import type { Source } from "./campaign.server.ts";
import { numbersOf } from "./citations.ts";
import type { Claim } from "./content/schemas.ts";

interface ClaimsProps {
	t: Translate;
	claims: readonly Claim[];
	sources: readonly Source[];
}

/** Claims side by side, each under the voice that makes it and with its sources: no one's word stands alone. */
export function Claims({ t, claims, sources }: ClaimsProps) {
	return (
		<div className="claims">
			{claims.map((claim) => (
				<div className={`claim claim-${claim.said_by}`} key={claim.text}>
					<p className="voice">{t(`voice.${claim.said_by}`)}</p>
					<p>
						{claim.text} <Citations ids={claim.sources} sources={sources} />
					</p>
				</div>
			))}
		</div>
	);
}

/** The numbers of sources, each a link into the list below. */
export function Citations({ ids, sources }: { ids: readonly string[]; sources: readonly Source[] }) {
	const numbers = numbersOf(sources);
	return (
		<span className="citations">
			{ids.map((id) => (
				<a key={id} href={`#source-${numbers.get(id)}`}>
					[{numbers.get(id)}]
				</a>
			))}
		</span>
	);
}
