import { formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { CoHost } from "./co-hosts.server.ts";
import { Intent } from "./intent.tsx";

interface CoHostsProps {
	t: Translate;
	locale: Locale;
	home: string;
	coHosts: readonly CoHost[];
	canInvite: boolean;
}

/** Who hosts as well: links not yet taken up, and those who have. No address of anybody. */
export function CoHosts({ t, locale, home, coHosts, canInvite }: CoHostsProps) {
	return (
		<section>
			<h2>{t("picket.host.co-hosts")}</h2>
			<p>{t("picket.host.co-hosts.how")}</p>
			{coHosts.length > 0 && (
				<ul>
					{coHosts.map(({ id, state, since, path }) => (
						<li key={id}>
							<p>{t(`picket.host.co-hosts.${state}`, { day: formatDay(since, locale) })}</p>
							{path && (
								<p className="copy">
									<a href={`/${locale}${path}`}>{t("picket.host.co-hosts.link")}</a>
								</p>
							)}
							<Intent action={home} intent="remove" button={t("picket.host.co-hosts.remove")} quiet>
								<input type="hidden" name="co_host" value={id} />
							</Intent>
						</li>
					))}
				</ul>
			)}
			{canInvite && <Intent action={home} intent="invite" button={t("picket.host.co-hosts.invite")} quiet />}
		</section>
	);
}
