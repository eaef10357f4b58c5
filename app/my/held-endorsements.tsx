import type { HeldEndorsement } from "#app/petitions/endorsing/held.server.ts";
import { AgreedList, Facts, type Ground } from "./facts.tsx";

/** The bodies for which an address speaks: what is kept of it, never of the body. */
export function HeldEndorsements({ ground, held }: { ground: Ground; held: readonly HeldEndorsement[] }) {
	const { t, path, locale } = ground;
	if (held.length === 0) return null;
	return (
		<>
			<h2>{t("my.endorsements")}</h2>
			{held.map(({ id, organisation, officerRole, email, state, token, agreed }) => (
				<section key={id}>
					<h3>{organisation}</h3>
					<Facts
						facts={[
							[t("my.address"), email],
							[t("my.office"), officerRole],
							[t("my.seen"), t("my.seen.endorsement")],
							[t("my.until"), t("my.endorsements.until")],
						]}
					/>
					<AgreedList ground={ground} agreed={agreed} />
					<ul className="ways">
						{state !== "unverified" && (
							<li>
								<a href={`/${locale}/endorsement/${token}`}>{t("my.endorsements.page")}</a>
							</li>
						)}
						<li>
							<a href={`${path}/endorsements/${id}`}>{t("my.endorsements.change")}</a>
						</li>
						<li>
							<a href={`${path}/erase/endorsement/${id}`}>{t("my.erase.endorsement.title")}</a>
						</li>
					</ul>
				</section>
			))}
		</>
	);
}
