import type { OpenAlarm } from "#app/fund/alarms/desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import { ExplainForm } from "./explain-form.tsx";

interface AlarmListProps {
	t: Translate;
	locale: Locale;
	here: string;
	/** What waits to be explained as text. */
	alarms: readonly (Omit<OpenAlarm, "waits"> & { waits: string | null })[];
	mayAct: boolean;
}

/** What somebody has to look at, each with a button for when that is done, or a form that says what its money is. */
export function AlarmList({ t, locale, here, alarms, mayAct }: AlarmListProps) {
	if (alarms.length === 0) return null;
	return (
		<section aria-labelledby="alarms">
			<h2 id="alarms">{t("organise.gifts.alarms")}</h2>
			<ul className="queue">
				{alarms.map(({ id, kind, about, openedOn, giftId, waits }) => (
					<li key={id}>
						{openedOn}: <What {...{ t, locale, here, kind, about, giftId }} />
						{mayAct && waits !== null && (
							<ExplainForm t={t} here={here} alarm={id} money={waits} isPayment={kind === "unlinked-payment"} />
						)}
						{mayAct && waits === null && (
							<form method="post" action={here}>
								<input type="hidden" name="alarm" value={id} />
								<button type="submit">{t("organise.gifts.seen-to")}</button>
							</form>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

interface WhatProps
	extends Pick<AlarmListProps, "t" | "locale" | "here">,
		Pick<OpenAlarm, "kind" | "about" | "giftId"> {}

function What({ t, locale, here, kind, about, giftId }: WhatProps) {
	// As the comparing of balances writes it.
	const [, currency, day] = /^bank ([A-Z]{3}) (\d{4}-\d\d-\d\d)$/.exec(about) ?? [];
	if (currency && day) {
		const words = t("organise.gifts.alarm.bank", { currency, day: formatDay(day, locale) });
		return <a href={`${here.replace(/\/gifts$/, "/bank")}#balances`}>{words}</a>;
	}
	return (
		<>
			{t(`fund.alarm.${kind}`)}{" "}
			{giftId ? (
				<span className="ways">
					<a href={`${here}/${giftId}`}>{t("organise.gifts.open")}</a>
				</span>
			) : (
				<code>{about}</code>
			)}
		</>
	);
}
