import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { comingIn, seeOtherWith } from "./answers.ts";
import { backOf } from "./back.ts";
import { readCookie } from "./cookies.ts";
import { endSession } from "./sessions.server.ts";
import { signInOrganiser } from "./sign-in.server.ts";
import { SignInForm } from "./sign-in-form.tsx";

export async function action({ request, context: { app, visitor } }: ActionFunctionArgs) {
	const fields = await readForm(request.clone());
	const typed = { email: text(fields, "email"), code: text(fields, "code"), password: fields.get("password") ?? "" };
	const missing = (["email", "password", "code"] as const).filter((name) => !typed[name]);
	if (missing.length > 0) return data({ email: typed.email, missing, fault: null }, 422);
	const refused = (fault: "wrong" | "too soon", status: number) =>
		data({ email: typed.email, missing: [], fault }, { status });
	if (!app.limits.take(visitor.network, "organise")) return refused("too soon", 429);
	const signed = await signInOrganiser(app, { ...typed, device: readCookie(request, "device") });
	if (signed.outcome === "too soon") return refused("too soon", 429);
	if (signed.outcome === "wrong") return refused("wrong", 422);
	// The session that the browser had, whoever's: nobody goes on in it by mistake.
	await endSession(app.db, readCookie(request, "session") ?? "");
	throw seeOtherWith(backOf(fields.get("back")), comingIn(signed));
}

export function loader({ request, params, context }: LoaderFunctionArgs) {
	const back = backOf(new URL(request.url).searchParams.get("back"));
	if (context.organiser && context.method !== "POST") throw seeOther(back);
	return { desk: deskOf({ ...context, organiser: undefined }, params, request), back };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.sign-in.title")) : [];

export default function SignInRoute() {
	const { desk, back } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.sign-in.title")}>
			<SignInForm
				t={t}
				back={back}
				email={posted?.email ?? ""}
				missing={posted?.missing ?? []}
				fault={posted?.fault ?? null}
			/>
		</DeskShell>
	);
}
