import type { Translate } from "#app/i18n/translate.ts";

/** Whether who has not confirmed gets one more mail, and the button that changes it. */
export function Reminders({ t, on }: { t: Translate; on: boolean }) {
	return (
		<section aria-labelledby="reminders">
			<h2 id="reminders">{t("organise.remind.title")}</h2>
			<p>{t("organise.remind.what")}</p>
			<p>{t(on ? "organise.remind.on" : "organise.remind.off")}</p>
			<form method="post">
				<button type="submit" name="intent" value={on ? "remind-off" : "remind-on"} className="quiet">
					{t(on ? "organise.remind.switch-off" : "organise.remind.switch-on")}
				</button>
			</form>
		</section>
	);
}
