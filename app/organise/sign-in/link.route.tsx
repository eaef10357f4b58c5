import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatMoment } from "#app/i18n/format.ts";
import { isLocale, translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { refuse } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { comingIn, seeOtherWith } from "./answers.ts";
import { comeIn, comeInAsSample } from "./come-in.server.ts";
import { ComeInFields } from "./come-in-fields.tsx";
import { beginEnrolment, readEnrolment } from "./enrolment.server.ts";
import { findLink } from "./links.server.ts";
import { RecoveryCodesList } from "./recovery-codes-list.tsx";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const link = await findLink(app.db, params.token ?? "");
	if (!link) throw refuse(404);
	if (link.state !== "ready") return data(null, 410);
	if (link.purpose === "sample") {
		const token = await comeInAsSample(app.db, link);
		if (!token) return data(null, 410);
		throw seeOtherWith("/organise", comingIn({ token }));
	}
	const read = await readEnrolment(app, link, await readForm(request));
	if (!read.ok) return data({ retry: read, codes: null }, 422);
	const came = await comeIn(app.db, app.keys, link, read.chosen);
	if (!came) return data(null, 410);
	return data({ retry: null, codes: came.recoveryCodes }, { headers: comingIn(came) });
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const link = await findLink(context.app.db, params.token ?? "");
	if (!link) throw refuse(404);
	const desk = deskOf({ ...context, organiser: undefined }, params, request);
	const { purpose, organiser, from } = link;
	const locale = isLocale(organiser.locale) ? organiser.locale : desk.locale;
	const page = { desk: { ...desk, locale }, purpose, from };
	if (link.state === "ready" && purpose !== "sample")
		return { ...page, state: link.state, enrolment: beginEnrolment(context.app, link) };
	const status = link.state === "over" && context.method !== "POST" ? 410 : 200;
	return data({ ...page, state: link.state, enrolment: null }, status);
}

export const headers = ({ actionHeaders }: { actionHeaders: Headers }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.link.title")) : [];

/** Where a one-time link leads: opening it changes nothing. */
export default function LinkRoute() {
	const { desk, purpose, state, from, enrolment } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	if (posted?.codes)
		return (
			<DeskShell desk={desk} title={t("organise.link.in")}>
				<RecoveryCodesList t={t} codes={posted.codes} />
				<p>
					<a className="button" href="/organise">
						{t("organise.link.go-on")}
					</a>
				</p>
			</DeskShell>
		);
	const shown = posted?.retry ?? enrolment;
	return (
		<DeskShell desk={desk} title={t(purpose === "break-glass" ? "organise.link.again" : "organise.link.title")}>
			{state === "early" && <p>{t("organise.link.early", { from: formatMoment(from, desk.locale) })}</p>}
			{state === "over" && <p>{t("organise.link.over")}</p>}
			{state === "ready" && purpose === "sample" && (
				<form method="post">
					<p className="notice">{t("organise.link.sample")}</p>
					<button type="submit">{t("organise.link.sample.button")}</button>
				</form>
			)}
			{shown && <ComeInFields t={t} name={shown.name} setup={shown.setup} errors={shown.errors} />}
		</DeskShell>
	);
}
