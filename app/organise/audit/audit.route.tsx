import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { AuditPage } from "./audit-page.tsx";
import { readLines } from "./read.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, keys } = context.app;
	const below = /^\d{1,15}$/.exec(new URL(request.url).searchParams.get("below") ?? "")?.[0];
	const page = await readLines(db, keys, signedIn(context), below ? Number(below) : undefined);
	return { desk: deskOf(context, params, request), ...page };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.audit.title")) : [];

export default function AuditRoute() {
	const { desk, lines, older } = useLoaderData<typeof loader>();
	return (
		<DeskShell desk={desk} title={translator(desk.locale)("organise.audit.title")}>
			<AuditPage locale={desk.locale} lines={lines} older={older} />
		</DeskShell>
	);
}
