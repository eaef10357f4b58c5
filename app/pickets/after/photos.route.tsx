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
import { isId } from "#app/web/is-id.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { readPhoto } from "#app/web/photos/read-photo.server.ts";
import { readPhotoForm } from "#app/web/photos/read-photo-form.ts";
import { PhotosPage } from "./photos-page.tsx";
import { addPhoto, removePhoto, wholeReport } from "./report.server.ts";
import { parsePhotoWords } from "./report-fields.ts";
import { reportingHost } from "./reporting-host.server.ts";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const host = await reportingHost(app, params.token);
	if (!host) throw refuse(404);
	const home = seeOther(`/${locale}/host/${params.token ?? ""}/photos`);
	const { fields, file } = await readPhotoForm(request);
	const removed = fields.get("remove");
	if (removed !== undefined) {
		if (isId(removed)) await removePhoto(app.db, host.picket.id, removed);
		app.pagesChanged("at once");
		throw home;
	}
	const { values, errors } = parsePhotoWords(fields);
	const photo = await readPhoto(file);
	if ("refused" in photo) errors.photo = `picket.photo.refused.${photo.refused}`;
	if ("refused" in photo || Object.keys(errors).length > 0) return data({ values, errors }, 422);
	const added = await addPhoto(app.db, app.keys, host, { ...photo, alternative: values.alternative });
	if (added === "full") return data({ values, errors: { photo: "picket.photo.refused.full" as const } }, 422);
	throw home;
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const host = await reportingHost(app, token);
	if (!host) throw refuse(404);
	const { photos } = await wholeReport(app.db, host.picket.id);
	const { language } = host.picket.facts;
	return { locale, token, language, photos, demonstration: app.settings.demonstration };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

export default function PhotosRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	return (
		<Shell locale={page.locale} path={`/host/${page.token}/photos`} demonstration={demonstration} quiet>
			<PhotosPage {...page} values={posted?.values} errors={posted?.errors ?? {}} />
		</Shell>
	);
}
