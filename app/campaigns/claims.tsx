import type { Translate } from "#app/i18n/translate.ts";
import type { Source } from "./campaign.server.ts";
import { numbersOf } from "./citations.ts";
import type { Claim } from "./content/schemas.ts";

interface ClaimsProps {
	t: Translate;
	claims: readonly Claim[];
	sources: readonly Source[];
}

/** Claims, each under the voice that makes it and with its sources; the state's and others' side by side where there is room. */
export function Claims({ t, claims, sources }: ClaimsProps) {
	const both = new Set(claims.map(({ said_by }) => said_by === "official")).size > 1;
	return (
		<div className={both ? "claims claims-both" : "claims"}>
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

/** Claims as a list: the voice stands once over all that it says in a row. */
export function ClaimList({ t, claims, sources }: ClaimsProps) {
	return (
		<div className="claims">
			{inARow(claims).map(([first, ...others]) => (
				<div className={`claim claim-${first.said_by}`} key={first.text}>
					<p className="voice">{t(`voice.${first.said_by}`)}</p>
					<ul>
						{[first, ...others].map((claim) => (
							<li key={claim.text}>
								{claim.text} <Citations ids={claim.sources} sources={sources} />
							</li>
						))}
					</ul>
				</div>
			))}
		</div>
	);
}

/** What one voice says without being interrupted stays together. */
function inARow(claims: readonly Claim[]): [Claim, ...Claim[]][] {
	const rows: [Claim, ...Claim[]][] = [];
	for (const claim of claims) {
		const last = rows.at(-1);
		if (last?.[0].said_by === claim.said_by) last.push(claim);
		else rows.push([claim]);
	}
	return rows;
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
