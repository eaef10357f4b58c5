import type { ActionFunctionArgs } from "@remix-run/node";
import { download, streamOf } from "#app/web/download.ts";
import { seeOther } from "#app/web/page.ts";
import { signedIn } from "../signed-in.ts";
import { jsonLines } from "./read.server.ts";
import { recordAct } from "./record.server.ts";

/** The log as JSON lines, for who audits it; that it was taken is written into it first. */
export async function action({ context }: ActionFunctionArgs) {
	const { db } = context.app;
	const organiser = signedIn(context);
	await recordAct(db, { actor: organiser.id, act: "audit.downloaded" });
	return download("audit.jsonl", "application/jsonl; charset=utf-8", streamOf(jsonLines(db, organiser)));
}

export function loader() {
	return seeOther("/organise/audit");
}
