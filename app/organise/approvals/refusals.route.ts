import type { ActionFunctionArgs } from "@remix-run/node";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { signedIn } from "../signed-in.ts";
import { refuse } from "./approvals.server.ts";

/** Refusing and stopping ask for no second factor: they have to be quick, and undo nothing. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { app } = context;
	const fields = await readForm(request.clone());
	const asking = { keys: app.keys, origin: siteOrigin(app.settings, request.url), organiser: signedIn(context) };
	await refuse(app.db, asking, text(fields, "id"));
	return seeOther(text(fields, "back") === "lock" ? "/organise/lock" : "/organise/approvals");
}

export function loader() {
	return seeOther("/organise/approvals");
}
