import type { MessageKey, Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import type { ReserveDesk } from "./change-reserve.server.ts";

interface ReserveFormProps {
	t: Translate;
	/** The campaign's. */
	slug: string;
	reserve: ReserveDesk;
	/** As it was typed; what holds where nothing was. */
	typed: string | undefined;
	error: MessageKey | undefined;
	/** Else it is only read. */
	mayWrite: boolean;
}

/** How much is kept back against gifts that banks take back, and another share of it. */
export function ReserveForm({
	t,
	slug,
	reserve: { percent, waiting, alone },
	typed,
	error,
	mayWrite,
}: ReserveFormProps) {
	return (
		<section aria-labelledby="reserve">
			<h2 id="reserve">{t("organise.fund.reserve")}</h2>
			<p>{t("organise.fund.reserve.about", { percent })}</p>
			{waiting !== null && (
				<p className="notice">
					{t("organise.fund.reserve.waiting", { percent: waiting })}{" "}
					<a href="/organise/approvals">{t("organise.nav.approvals")}</a>
				</p>
			)}
			{mayWrite && alone && <p className="notice">{t("organise.fund.apart", { slug })}</p>}
			{mayWrite && (
				<form method="post">
					<Field
						name="percent"
						label={t("organise.fund.reserve.percent")}
						hint={t("organise.fund.reserve.two")}
						error={error && t(error)}
					>
						{(attributes) => (
							<input
								{...attributes}
								type="text"
								inputMode="numeric"
								maxLength={3}
								autoComplete="off"
								defaultValue={typed ?? percent}
							/>
						)}
					</Field>
					<button type="submit" name="intent" value="reserve" className="quiet">
						{t("organise.fund.reserve.change")}
					</button>
				</form>
			)}
		</section>
	);
}
