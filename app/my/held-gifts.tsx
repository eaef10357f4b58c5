import { formatDay } from "#app/i18n/format.ts";
import type { Ground } from "./facts.tsx";
import { Facts } from "./facts.tsx";
import type { Held } from "./held.server.ts";

/** Gifts made with the address: what is kept of their giver, and the way to each one's own page. */
export function HeldGifts({ ground, held }: { ground: Ground; held: Held["donations"] }) {
	const { t, locale, path, days } = ground;
	if (held.length === 0) return null;
	return (
		<>
			<h2 id="donations">{t("my.gifts")}</h2>
			<p className="hint">{t("my.gifts.open.hint")}</p>
			<p className="hint">{t("my.gifts.address")}</p>
			{held.map(({ id, since, frequency, running, printed, email, displayName, dedication, organisation }) => (
				<section key={id}>
					<h3>{printed}</h3>
					<Facts
						facts={[
							[t("my.since"), formatDay(since, locale)],
							[
								t("gift.fact.monthly"),
								t(frequency === "once" ? "my.gifts.once" : running ? "my.gifts.running" : "my.gifts.ended"),
							],
							[t("my.address"), email],
							[t("my.gifts.name"), displayName || t("my.none")],
							[t("my.gifts.dedication"), dedication || t("my.none")],
							...(organisation ? ([[t("fund.organisation"), organisation.name]] satisfies [string, string][]) : []),
							[t("my.seen"), t("my.gifts.seen")],
							[t("my.until"), t("retention.givers.after", { days: days.givers })],
						]}
					/>
					<form method="post" action={path}>
						<input type="hidden" name="intent" value="open-gift" />
						<input type="hidden" name="gift" value={id} />
						<button type="submit" className="quiet">
							{t("my.gifts.open")}
						</button>
					</form>
					{running ? (
						<p>{t("my.gifts.first-end")}</p>
					) : (
						<ul className="ways">
							<li>
								<a href={`${path}/erase/donation/${id}`}>{t("my.erase.donation.title")}</a>
							</li>
						</ul>
					)}
				</section>
			))}
		</>
	);
}
