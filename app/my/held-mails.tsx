import { formatDay } from "#app/i18n/format.ts";
import { Facts, type Ground } from "./facts.tsx";
import type { HeldMails as Mails } from "./mails.server.ts";

const reasons = { bounced: "bounced", complained: "complained", blocked: "blocked", asked: "asked" } as const;

/** What the mail keeps about an address: nothing that can be read, some of it to keep mail away. */
export function HeldMails({
	ground,
	mails: { unsent, sent, failed, stopped, links },
}: {
	ground: Ground;
	mails: Mails;
}) {
	const { t, locale, days } = ground;
	const sum = (rows: readonly { n: number }[]) => rows.reduce((all, { n }) => all + n, 0);
	return (
		<>
			<h2>{t("my.mails")}</h2>
			<Facts
				facts={[
					[t("my.mails.unsent"), sum(unsent)],
					[t("my.mails.links"), links],
					[t("my.mails.sent"), `${sum(sent)}; ${t("retention.caps.after", { days: days.caps })}`],
					[t("my.mails.failed"), failed.length > 0 ? sum(failed) : ""],
					...stopped.map(
						({ reason, scope, since, until }) =>
							[
								t(`my.mails.stopped.${scope}`),
								[
									reason in reasons ? t(`my.mails.${reason as keyof typeof reasons}`) : reason,
									t("my.mails.since", { day: formatDay(since, locale) }),
									until === null ? "" : t("my.mails.until", { day: formatDay(until, locale) }),
								]
									.filter(Boolean)
									.join(", "),
							] as const,
					),
				]}
			/>
			<p className="hint">
				{t("my.mails.hint")} {t("retention.deliveries.what")}:{" "}
				{t("retention.deliveries.after", { days: days.deliveries })}.
			</p>
		</>
	);
}
