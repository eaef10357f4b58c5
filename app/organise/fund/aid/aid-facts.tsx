import { formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { ShownAid } from "./read-aid.server.ts";

interface AidFactsProps {
	t: Translate;
	locale: Locale;
	/** The address of the list. */
	here: string;
	aid: ShownAid;
}

/** Where a request stands and who did what: no name but organisers'. */
export function AidFactsList({ t, locale, here, aid }: AidFactsProps) {
	const said = (by: string, on: string) => t("organise.aid.by", { name: by, day: formatDay(on, locale) });
	return (
		<dl className="facts">
			<dt>{t("organise.aid.person")}</dt>
			<dd className="ways">
				<a href={`${here}/people/${aid.beneficiary}`}>{aid.code}</a>
			</dd>
			<dt>{t("organise.aid.category")}</dt>
			<dd>
				{t(`organise.aid.category.${aid.category}`)}, {aid.amount}
			</dd>
			<dt>{t("organise.aid.state")}</dt>
			<dd>{t(`organise.aid.state.${aid.state}`, { approvals: aid.approvals })}</dd>
			<dt>{t("organise.aid.requested-by")}</dt>
			<dd>{said(aid.requested.by, aid.requested.on)}</dd>
			{aid.approvedBy.length > 0 && (
				<>
					<dt>{t("organise.aid.approved-by")}</dt>
					<dd>{aid.approvedBy.join(", ")}</dd>
				</>
			)}
			{aid.missing.length > 0 && (
				<>
					<dt>{t("organise.aid.checks")}</dt>
					<dd>{t("organise.aid.checks.missing")}</dd>
				</>
			)}
			{aid.payment && (
				<>
					<dt>{t("organise.aid.payment")}</dt>
					<dd>
						{t(`organise.aid.from.${aid.payment.from}`)} · {t(`organise.aid.way.${aid.payment.way}`)} ·{" "}
						{t("organise.aid.fee.is", { fee: aid.payment.fee })}. {said(aid.payment.by, aid.payment.on)}
					</dd>
				</>
			)}
			{aid.evidence.map(({ kind, by, on, second, reason }) => (
				<div key={kind}>
					<dt>{t(`organise.aid.evidence.${kind}`)}</dt>
					<dd>
						{reason && isReason(reason) && `${t(`organise.aid.waive.${reason}`)}. `}
						{said(by, on)}
						{second && ` ${t("organise.aid.second", { name: second })}`}
					</dd>
				</div>
			))}
			{aid.deliveredBy && (
				<>
					<dt>{t("organise.aid.delivered-by")}</dt>
					<dd>{aid.deliveredBy}</dd>
				</>
			)}
			{aid.cancelled && isCancelReason(aid.cancelled.because) && (
				<>
					<dt>{t("organise.aid.cancelled")}</dt>
					<dd>
						{t(`organise.aid.cancel.${aid.cancelled.because}`)}. {said(aid.cancelled.by, aid.cancelled.on)}
					</dd>
				</>
			)}
		</dl>
	);
}

const reasons = ["danger", "impossible", "asked"] as const;
const isReason = (word: string): word is (typeof reasons)[number] => (reasons as readonly string[]).includes(word);

const cancelReasons = ["asked", "not-needed", "danger", "mistake", "check", "decided"] as const;
const isCancelReason = (word: string): word is (typeof cancelReasons)[number] =>
	(cancelReasons as readonly string[]).includes(word);
