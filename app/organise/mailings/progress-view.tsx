import type { Locale, Translate } from "#app/i18n/translate.ts";
import { MailingPlots } from "./mailing-plots.tsx";
import type { MailingPage } from "./read.server.ts";

type Going = NonNullable<MailingPage["going"]>;

interface ProgressViewProps {
	t: Translate;
	locale: Locale;
	/** The address of this page. */
	here: string;
	mayWrite: boolean;
	maySend: boolean;
	going: {
		progress?: Pick<
			NonNullable<Going["progress"]>,
			| "status"
			| "pausedFor"
			| "total"
			| "sent"
			| "left"
			| "deferred"
			| "unknown"
			| "rejected"
			| "suppressed"
			| "cancelled"
			| "perMinute"
			| "minutesLeft"
		>;
		by: Going["by"];
		plot: readonly (Omit<Going["plot"][number], "at"> & { at: Date | string })[];
	};
}

/** How far a mailing has come, and the buttons that steer it. To be reloaded: it needs no script. */
export function ProgressView({ t, locale, here, mayWrite, maySend, going: { progress, by, plot } }: ProgressViewProps) {
	if (!progress) return null;
	const { status, pausedFor, total, perMinute, minutesLeft, unknown } = progress;
	const print = (n: number) => new Intl.NumberFormat(locale).format(n);
	const unsubscribed = plot.reduce((sum, hour) => sum + hour.unsubscribed, 0);
	const counts = [
		...(["sent", "left", "deferred", "unknown", "rejected", "suppressed", "cancelled"] as const).map(
			(state) => [state, progress[state]] as const,
		),
		["unsubscribed", unsubscribed] as const,
	];
	const going = status === "scheduled" || status === "sending";
	return (
		<section aria-labelledby="progress">
			<h2 id="progress">{t("organise.mailings.progress")}</h2>
			{pausedFor && <p className="notice">{t(`organise.mailings.paused.${pausedFor}`)}</p>}
			<p className="count">
				{total === null ? t("organise.mailings.freezing") : t("organise.mailings.total", { count: total })}
			</p>
			{total !== null && <progress max={Math.max(1, total)} value={total - progress.left} aria-labelledby="progress" />}
			<dl className="facts">
				{counts.map(([state, n]) => (
					<div key={state}>
						<dt>{t(`organise.mailings.count.${state}`)}</dt>
						<dd>{print(n)}</dd>
					</div>
				))}
			</dl>
			{status === "sending" && (
				<p>
					{t("organise.mailings.rate", { rate: print(perMinute) })}{" "}
					{minutesLeft !== null && t("organise.mailings.time-left", { minutes: minutesLeft })}
				</p>
			)}
			<p>
				<a href={here}>{t("organise.mailings.reload")}</a>
			</p>
			<form method="post">
				{going && mayWrite && <Steer t={t} verb="pause" />}{" "}
				{status === "paused" && maySend && <Steer t={t} verb="resume" />}{" "}
				{(going || status === "paused") && maySend && <Steer t={t} verb="cancel" />}{" "}
				{unknown > 0 && maySend && status !== "cancelled" && (
					<button type="submit" name="intent" value="again" className="quiet">
						{t("organise.mailings.again", { count: unknown })}
					</button>
				)}
			</form>
			<MailingPlots t={t} locale={locale} by={by} plot={plot} />
		</section>
	);
}

function Steer({ t, verb }: { t: Translate; verb: "pause" | "resume" | "cancel" }) {
	return (
		<button type="submit" name="intent" value={verb} className="quiet">
			{t(`organise.mailings.${verb}`)}
		</button>
	);
}
