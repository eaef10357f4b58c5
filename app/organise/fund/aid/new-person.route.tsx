import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { beneficiaryFields } from "#app/fund/paying/desk.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { enterPerson } from "./act-person.server.ts";
import { parsePerson } from "./parse-person.ts";
import { PersonForm } from "./person-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { words, errors } = parsePerson(await readForm(request), beneficiaryFields);
	if (Object.keys(errors).length > 0) return data({ errors, values: words, noFile: false }, 422);
	const id = await enterPerson(context.app, { campaignId: campaign.id, by: organiser.id }, words);
	if (!id) return data({ errors, values: words, noFile: true }, 409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/aid/people/${id}`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	campaignOf(context, params);
	const ready = context.app.settings.BENEFICIARY_KEYS_FILE !== undefined;
	return { desk: deskOf(context, params, request), longest: beneficiaryFields, ready };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.people.new") : "Yntymaq");

/** Enters somebody whom the fund may help: sealed under a key of their own before anything else. */
export default function NewPersonRoute() {
	const { desk, longest, ready } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.aid.people.new")}>
			{posted?.noFile && <Notice>{t("organise.aid.no.keys")}</Notice>}
			<p>{t("organise.aid.people.new.about")}</p>
			{ready ? (
				<PersonForm
					t={t}
					values={posted?.values ?? {}}
					errors={posted?.errors ?? {}}
					longest={longest}
					intent="enter"
					button={t("organise.aid.people.enter")}
				/>
			) : (
				<p className="notice">{t("organise.aid.no.keys")}</p>
			)}
		</DeskShell>
	);
}
