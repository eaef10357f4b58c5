import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { comingIn, seeOtherWith } from "./answers.ts";
import { backOf } from "./back.ts";
import { CodeField } from "./code-field.tsx";
import { stepUp } from "./step-up.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
	const fields = await readForm(request);
	const stepped = await stepUp(context.app, signedIn(context), text(fields, "code"));
	if (stepped.outcome !== "stepped up")
		return data({ fault: stepped.outcome }, stepped.outcome === "wrong" ? 422 : 429);
	throw seeOtherWith(backOf(fields.get("back")), comingIn(stepped));
}

export function loader({ request, params, context }: LoaderFunctionArgs) {
	const { sample } = signedIn(context);
	const back = backOf(new URL(request.url).searchParams.get("back"));
	return { desk: deskOf(context, params, request), back, sample };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.step-up.title")) : [];

/** Asks for a second factor anew before something that cannot be taken back. */
export default function StepUpRoute() {
	const { desk, back, sample } = useLoaderData<typeof loader>();
	const fault = useActionData<typeof action>()?.fault;
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.step-up.title")}>
			<p>{t("organise.step-up.why")}</p>
			<form method="post" action={`/organise/step-up?${new URLSearchParams({ back })}`}>
				{fault === "too soon" && <Notice>{t("organise.too-soon")}</Notice>}
				<input type="hidden" name="back" value={back} />
				{sample ? (
					<p className="notice">{t("organise.step-up.sample")}</p>
				) : (
					<CodeField
						t={t}
						hint={t("organise.code.hint")}
						error={fault === "wrong" ? t("organise.code.wrong") : undefined}
					/>
				)}
				<button type="submit">{t("organise.step-up.button")}</button>
			</form>
		</DeskShell>
	);
}
