import { formatMoment } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import type { Listed } from "../approvals/list-approvals.server.ts";
import type { Lock } from "./locks.server.ts";

interface OneLock {
	what: Lock;
	/** Null where it is not locked. */
	since: Date | null;
	/** What has been asked for to lift it. */
	lifting: Listed | null;
}

/** Two large buttons, one below the other: for one thumb, in a hurry. */
export function LockPage({ locale, locks }: { locale: Locale; locks: readonly OneLock[] }) {
	const t = translator(locale);
	return (
		<>
			<p>{t("organise.lock.lead")}</p>
			{locks.map(({ what, since, lifting }) => (
				<section key={what} className="lock">
					<h2>{t(`organise.lock.${what}.title`)}</h2>
					{since && <p className="notice">{t("organise.lock.since", { at: formatMoment(since, locale) })}</p>}
					<p>{t(`organise.lock.${what}.text`)}</p>
					{!since && <Press label={t(`organise.lock.${what}.button`)} fields={{ intent: "lock", what }} />}
					{since && <Lifting t={t} what={what} lifting={lifting} />}
				</section>
			))}
		</>
	);
}

function Lifting({ t, what, lifting }: { t: Translate; what: Lock; lifting: Listed | null }) {
	if (!lifting) return <Press label={t("organise.lock.ask")} fields={{ intent: "lift", what }} />;
	if (lifting.state === "agreed") return <p>{t("organise.lock.agreed")}</p>;
	return (
		<>
			<p>{t("organise.lock.asked")}</p>
			{lifting.mayAgree && <Press label={t("organise.lock.agree")} fields={{ intent: "agree", id: lifting.id }} />}
			{lifting.mayRefuse && (
				<Press
					to="/organise/approvals/refusals"
					label={t("organise.lock.refuse")}
					fields={{ id: lifting.id, back: "lock" }}
					quiet
				/>
			)}
		</>
	);
}

interface PressProps {
	to?: string;
	label: string;
	fields: Record<string, string>;
	quiet?: boolean;
}

function Press({ to = "/organise/lock", label, fields, quiet }: PressProps) {
	return (
		<form method="post" action={to}>
			{Object.entries(fields).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<button type="submit" className={quiet ? "quiet" : "wide"}>
				{label}
			</button>
		</form>
	);
}
