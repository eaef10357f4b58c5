import type { ActionFunctionArgs } from "@remix-run/node";
import { seeOther } from "#app/web/page.ts";
import { signedIn } from "../signed-in.ts";
import { seeOtherWith } from "./answers.ts";
import { cookieLine } from "./cookies.ts";
import { endSessions } from "./sessions.server.ts";

export async function action({ context }: ActionFunctionArgs) {
	const { id, sessionId } = signedIn(context);
	await endSessions(context.app.db, id, { only: sessionId });
	return seeOtherWith("/organise/sign-in", new Headers({ "Set-Cookie": cookieLine("session", "", 0) }));
}

/** Signing out is a post; who opens the address by hand finds the button on the desk. */
export function loader() {
	return seeOther("/organise");
}
