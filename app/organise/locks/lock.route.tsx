import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { agree, askApproval } from "../approvals/approvals.server.ts";
import { listApprovals } from "../approvals/list-approvals.server.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { LockPage } from "./lock-page.tsx";
import { isLock, locks, readLocks, setLock } from "./locks.server.ts";

/** Locking asks for nothing but the press of a button; lifting is asked for by one and agreed to by another. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { app } = context;
	const organiser = signedIn(context);
	const fields = await readForm(request.clone());
	const what = text(fields, "what");
	const origin = siteOrigin(app.settings, request.url);
	const asking = { keys: app.keys, origin, organiser };
	const intent = text(fields, "intent");
	if (intent === "lock" && isLock(what)) {
		const came = await setLock(app.db, app.keys, origin, organiser.id, what);
		if (came === "not yet") return data({ came: "not-yet" as const }, 422);
	}
	if (intent === "lift" && isLock(what)) await askApproval(app.db, asking, { action: "lock.lift", subject: what });
	if (intent === "agree") {
		const came = await agree(app.db, asking, text(fields, "id"), "lock.lift");
		if (came === "too new") return data({ came: "too-new" as const }, 422);
	}
	app.wakeMailer();
	throw seeOther("/organise/lock");
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, keys } = context.app;
	const set = new Map((await readLocks(db)).map(({ what, since }) => [what, since]));
	const lifting = (await listApprovals(db, keys, signedIn(context))).filter(
		({ action, state }) => action === "lock.lift" && (state === "asked" || state === "agreed"),
	);
	return {
		desk: deskOf(context, params, request),
		locks: locks.map((what) => ({
			what,
			since: set.get(what) ?? null,
			lifting: lifting.find(({ subject }) => subject === what) ?? null,
		})),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.lock.title")) : [];

export default function LockRoute() {
	const { desk, locks } = useLoaderData<typeof loader>();
	const came = useActionData<typeof action>()?.came;
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.lock.title")}>
			{came && <Notice>{t(came === "too-new" ? "organise.approvals.too-new" : "organise.lock.not-yet")}</Notice>}
			<LockPage locale={desk.locale} locks={locks} />
		</DeskShell>
	);
}
