import { formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { Invalidation } from "#app/petitions/abuse/invalidations.server.ts";
import type { Share } from "#app/petitions/abuse/matching.server.ts";
import { dimensionWords } from "./labels.ts";

interface Shown extends Invalidation {
	createdOn: string;
	/** A second person has not agreed yet, or the worker has not begun. */
	asked: boolean;
}

interface InvalidationsProps {
	t: Translate;
	locale: Locale;
	/** The campaign's slug. */
	campaign: string;
	/** The newest first. */
	invalidations: readonly Shown[];
	/** What the newest preview would take out, by dimension. */
	shares: readonly Share[];
}

/** Every invalidation of a petition and what can be done with it now. */
export function Invalidations({ t, locale, campaign, invalidations, shares }: InvalidationsProps) {
	const preview = invalidations.find(({ state }) => state === "preview");
	return (
		<section aria-labelledby="invalidations">
			<h2 id="invalidations">{t("organise.invalidate.list")}</h2>
			{invalidations.length === 0 && <p>{t("organise.invalidate.none")}</p>}
			<ul className="queue">
				{invalidations.map((one) => (
					<li key={one.id}>
						<p>
							<strong>№ {one.id}</strong>, {formatDay(one.createdOn, locale)}:{" "}
							{t(`organise.invalidate.is.${one.state}`)}
						</p>
						<p>{t("organise.invalidate.counts", { matched: one.matched, out: one.invalidated, back: one.restored })}</p>
						{one === preview && shares.length > 0 && <Shares t={t} shares={shares} />}
						{one.asked && <p className="notice">{t("organise.invalidate.asked")}</p>}
						<Buttons t={t} campaign={campaign} one={one} />
					</li>
				))}
			</ul>
		</section>
	);
}

function Buttons({ t, campaign, one }: Pick<InvalidationsProps, "t" | "campaign"> & { one: Shown }) {
	const { id, state, asked } = one;
	const undoable = state !== "preview" && state !== "undoing" && one.invalidated > one.restored;
	const action =
		asked || !(state === "preview" || undoable)
			? null
			: state === "preview"
				? "signatures.invalidate"
				: "signatures.restore";
	return (
		<>
			{action && (
				<form method="post" action="/organise/approvals">
					<input type="hidden" name="action" value={action} />
					<input type="hidden" name="campaign" value={campaign} />
					<button type="submit" name="subject" value={id}>
						{t(state === "preview" ? "organise.invalidate.ask" : "organise.invalidate.undo", { id })}
					</button>
				</form>
			)}
			{((state === "preview" && !asked) || state === "running") && (
				<form method="post" className="buttons">
					<input type="hidden" name="id" value={id} />
					<button type="submit" name="intent" value="cancel" className="quiet">
						{t("organise.invalidate.cancel", { id })}
					</button>
				</form>
			)}
		</>
	);
}

function Shares({ t, shares }: { t: Translate; shares: readonly Share[] }) {
	return (
		<div className="table">
			<table>
				<thead>
					<tr>
						<th scope="col">{t("organise.invalidate.dimension")}</th>
						<th scope="col">{t("organise.invalidate.value")}</th>
						<th scope="col">{t("organise.invalidate.number")}</th>
					</tr>
				</thead>
				<tbody>
					{shares.map(({ dimension, value, n }) => (
						<tr key={`${dimension} ${value}`}>
							<td>{t(dimensionWords[dimension] ?? "organise.invalidate.dimension")}</td>
							<td>{value || "–"}</td>
							<td>{n}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
