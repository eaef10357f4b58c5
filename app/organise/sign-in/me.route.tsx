import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isLocale, translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { chooseLanguage, countRecoveryCodes, renewRecoveryCodes } from "./account.server.ts";
import { comingIn, seeOtherWith } from "./answers.ts";
import { listRecoveries, stopRecovery } from "./break-glass.server.ts";
import { changePassword } from "./change-password.server.ts";
import { LanguageForm } from "./language-form.tsx";
import { PasswordForm, type PasswordFormFault } from "./password-form.tsx";
import { RecoveriesList } from "./recoveries-list.tsx";
import { RecoveryCodesList } from "./recovery-codes-list.tsx";
import { endSessions, listSessions } from "./sessions.server.ts";
import { SessionsList } from "./sessions-list.tsx";

interface Answered {
	fault?: PasswordFormFault;
	codes?: string[];
}

export async function action({ request, context }: ActionFunctionArgs) {
	const { app } = context;
	const organiser = signedIn(context);
	const fields = await readForm(request);
	switch (fields.get("intent")) {
		case "language": {
			const locale = text(fields, "locale");
			if (!isLocale(locale)) throw refuse(404);
			await chooseLanguage(app.db, organiser, locale);
			throw seeOther("/organise/me");
		}
		case "end-session":
			await endSessions(app.db, organiser.id, { only: text(fields, "session") });
			throw seeOther("/organise/me");
		case "end-others":
			await endSessions(app.db, organiser.id, { except: organiser.sessionId });
			throw seeOther("/organise/me");
		case "stop-recovery":
			if (!(await stopRecovery(app.db, organiser, text(fields, "organiser")))) throw refuse(404);
			throw seeOther("/organise/me");
		case "codes":
			if (organiser.sample) throw refuse(409);
			if (!organiser.steppedUp) throw seeOther("/organise/step-up?back=/organise/me");
			return data<Answered>({ codes: await renewRecoveryCodes(app.db, organiser) });
		case "password": {
			if (organiser.sample) throw refuse(409);
			const typed = { current: fields.get("current") ?? "", next: fields.get("next") ?? "" };
			const changed = await changePassword(app, organiser, typed);
			if (changed.outcome === "changed") throw seeOtherWith("/organise/me", comingIn(changed));
			return data<Answered>({ fault: changed.outcome }, changed.outcome === "too soon" ? 429 : 422);
		}
		default:
			throw refuse(404);
	}
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { app } = context;
	const organiser = signedIn(context);
	const [sessions, codes, recoveries] = await Promise.all([
		listSessions(app.db, organiser),
		countRecoveryCodes(app.db, organiser),
		listRecoveries(app.db, app.keys, organiser),
	]);
	return { desk: deskOf(context, params, request), sample: organiser.sample, sessions, codes, recoveries };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.nav.me")) : [];

/** An organiser's own account: who is being let back in, language, sessions, password, recovery codes. */
export default function MeRoute() {
	const { desk, sample, sessions, codes, recoveries } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { locale } = desk;
	const t = translator(locale);
	return (
		<DeskShell desk={desk} title={t("organise.nav.me")}>
			{posted?.codes && <RecoveryCodesList t={t} codes={posted.codes} />}
			<p>{desk.name}</p>
			<RecoveriesList t={t} locale={locale} recoveries={recoveries} />
			<LanguageForm t={t} locale={locale} />
			<SessionsList t={t} locale={locale} sessions={sessions} />
			{sample ? (
				<p className="notice">{t("organise.me.sample")}</p>
			) : (
				<>
					<PasswordForm t={t} fault={posted?.fault} />
					<h2>{t("organise.recovery.title")}</h2>
					<p>{t("organise.recovery.left", { n: codes })}</p>
					<form method="post" action="/organise/me">
						<input type="hidden" name="intent" value="codes" />
						<button type="submit" className="quiet">
							{t("organise.recovery.renew")}
						</button>
					</form>
				</>
			)}
		</DeskShell>
	);
}
