import type { ActionFunctionArgs } from "@remix-run/node";
import { download } from "#app/web/download.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { signedIn } from "../signed-in.ts";
import { downloadSignatories } from "./download-signatories.server.ts";

/** The names that an approved export has, for who asked for them. */
export async function action({ params, context }: ActionFunctionArgs) {
	const file = await downloadSignatories(context.app, signedIn(context), params.approval ?? "");
	if (!file) throw refuse(404);
	return download(file.name, file.type, file.stream);
}

export function loader() {
	return seeOther("/organise/approvals");
}
