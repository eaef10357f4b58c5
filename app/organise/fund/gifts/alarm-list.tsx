import type { OpenAlarm } from "#app/fund/stripe/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";

interface AlarmListProps {
	t: Translate;
	here: string;
	alarms: readonly OpenAlarm[];
	mayAct: boolean;
}

/** What somebody has to look at, each with a button for when that is done. */
export function AlarmList({ t, here, alarms, mayAct }: AlarmListProps) {
	if (alarms.length === 0) return null;
	return (
		<section aria-labelledby="alarms">
			<h2 id="alarms">{t("organise.gifts.alarms")}</h2>
			<ul>
				{alarms.map(({ id, kind, about, openedOn, giftId }) => (
					<li key={id}>
						{openedOn}: {t(`fund.alarm.${kind}`)}{" "}
						{giftId ? <a href={`${here}/${giftId}`}>{t("organise.gifts.open")}</a> : <code>{about}</code>}
						{mayAct && (
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
