import { formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { HeldDomain } from "#app/petitions/abuse/held-domains.server.ts";
import { alarmWords, numberOf } from "./labels.ts";

interface HeldDomainsProps {
	t: Translate;
	locale: Locale;
	domains: readonly HeldDomain[];
	alarms: readonly { kind: string; day: string }[];
}

/** Alarms, and the domains that are held, by number: nobody is told their names. */
export function HeldDomains({ t, locale, domains, alarms }: HeldDomainsProps) {
	return (
		<section aria-labelledby="held">
			{alarms.length > 0 && (
				<ul>
					{alarms.map(({ kind, day }) => (
						<li key={kind}>
							{t(alarmWords[kind] ?? "organise.alarm.other")}: {formatDay(day, locale)}
						</li>
					))}
				</ul>
			)}
			<h2 id="held">{t("organise.held.list")}</h2>
			{domains.length === 0 && <p>{t("organise.held.none")}</p>}
			<ul className="queue">
				{domains.map((held, i) => (
					<li key={held.id}>
						<h3>{numberOf(t, i)}</h3>
						<dl className="facts">
							<div>
								<dt>{t("organise.held.waiting")}</dt>
								<dd>{held.waiting}</dd>
							</div>
							<div>
								<dt>{t("organise.held.share")}</dt>
								<dd>{held.share} %</dd>
							</div>
							{held.first && (
								<div>
									<dt>{t("organise.held.first")}</dt>
									<dd>{formatDay(held.first, locale)}</dd>
								</div>
							)}
						</dl>
						<form method="post">
							<input type="hidden" name="held" value={held.id} />
							<button type="submit" name="intent" value="trust" className="quiet">
								{t("organise.held.trust")}: {numberOf(t, i)}
							</button>
						</form>
					</li>
				))}
			</ul>
		</section>
	);
}
