import type { AidCategory, AidState } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";

interface AidListProps {
	t: Translate;
	/** The address of the list. */
	here: string;
	requests: readonly {
		id: string;
		code: string;
		category: AidCategory;
		state: AidState;
		amount: string;
		approvals: number;
		waits: number | null;
	}[];
	/** An auditor sees how long things wait, and opens none of them. */
	mayOpen: boolean;
}

/** Every request with where it stands: by number, amount and category, and for how many days it waits. */
export function AidList({ t, here, requests, mayOpen }: AidListProps) {
	return (
		<section aria-labelledby="requests">
			<h2 id="requests">{t("organise.aid.requests")}</h2>
			{requests.length === 0 && <p>{t("organise.aid.requests.none")}</p>}
			<ul className="queue">
				{requests.map(({ id, code, category, state, amount, approvals, waits }) => {
					const name = `${t(`organise.aid.category.${category}`)}, ${amount}`;
					return (
						<li key={id}>
							{mayOpen ? (
								<span className="ways">
									<a href={`${here}/${id}`}>{name}</a>
								</span>
							) : (
								name
							)}{" "}
							({t("organise.aid.for", { code })}): {t(`organise.aid.state.${state}`, { approvals })}
							{waits !== null && (state === "payable" || state === "paid") && (
								<>. {t(`organise.aid.waits.${state}`, { days: waits })}</>
							)}
						</li>
					);
				})}
			</ul>
		</section>
	);
}
