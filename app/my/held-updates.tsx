import type { CampaignUpdates } from "#app/mailings/held.server.ts";
import { AgreedList, countryKept, Facts, type Ground, heldFor, languageKept } from "./facts.tsx";

/** The updates of each campaign: what is kept for them and a button to stop, or the words agreed to and one to start. */
export function HeldUpdates({ ground, updates }: { ground: Ground; updates: readonly CampaignUpdates[] }) {
	if (updates.length === 0) return null;
	return (
		<>
			<h2>{ground.t("my.updates")}</h2>
			{updates.map((one) => (
				<Updates key={one.slug} ground={ground} updates={one} />
			))}
		</>
	);
}

function Updates({ ground, updates: { slug, about, subscription } }: { ground: Ground; updates: CampaignUpdates }) {
	const { t, path, locale } = ground;
	return (
		<section>
			<h3>{about}</h3>
			{subscription ? (
				<>
					<Facts
						facts={[
							[t("my.address"), subscription.email],
							[t("confirm.name"), subscription.name],
							[t("my.seen"), t("my.seen.nobody")],
							[t("my.language"), languageKept(subscription.locale)],
							[t("my.country"), countryKept(ground, subscription.country)],
							...heldFor(ground, subscription.since, "subscriptions"),
						]}
					/>
					<p className="hint">{t("my.updates.address")}</p>
					<p>
						<a href={`/${locale}/mail/${subscription.token}`}>{t("my.updates.choose")}</a>
					</p>
					<AgreedList ground={ground} agreed={subscription.agreed} />
				</>
			) : (
				<p>{t("sign.consent", { text: t("consent.updates") })}</p>
			)}
			<form method="post" action={path}>
				<input type="hidden" name="campaign" value={slug} />
				<button type="submit" name="intent" value={subscription ? "updates-off" : "updates-on"} className="quiet">
					{t(subscription ? "my.updates.stop" : "my.updates.start")}
				</button>
			</form>
		</section>
	);
}
