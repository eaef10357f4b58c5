import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { wholeReport, writeReport } from "./report.server.ts";
import { parseReport, type ReportErrors, type ReportValues } from "./report-fields.ts";
import { ReportPage } from "./report-page.tsx";
import { reportingHost } from "./reporting-host.server.ts";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const report = parseReport(await readForm(request));
	const host = await reportingHost(app, params.token);
	if (!host) throw refuse(404);
	if ("errors" in report) return data(report, 422);
	await writeReport(app.db, app.keys, host, report);
	app.pagesChanged("at once");
	throw seeOther(`/${locale}/host/${params.token ?? ""}/report`);
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const host = await reportingHost(app, token);
	if (!host) throw refuse(404);
	const whole = await wholeReport(app.db, host.picket.id);
	const { language } = host.picket.facts;
	return { locale, token, language, ...whole, demonstration: app.settings.demonstration };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

export default function ReportRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	const posted: { values?: ReportValues; errors?: ReportErrors } = useActionData<typeof action>() ?? {};
	return (
		<Shell locale={page.locale} path={`/host/${page.token}/report`} demonstration={demonstration} quiet>
			<ReportPage {...page} values={posted.values} errors={posted.errors ?? {}} />
		</Shell>
	);
}
