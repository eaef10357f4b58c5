import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { localeOf, refuse } from "#app/web/page.ts";
import { assemblyRule } from "../assembly.server.ts";
import { formGround } from "../calling/form-ground.server.ts";
import { parsePicketForm, valuesOf } from "../calling/parse-form.ts";
import { changesBetween, movesIt } from "../facts.ts";
import { ChangePage } from "./change-page.tsx";
import { findProposal } from "./decide.server.ts";
import { findHost } from "./host.server.ts";
import { submitChange } from "./submit-change.server.ts";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const host = await findHost(app.db, app.keys, params.token ?? "");
	if (!host) throw refuse(404);
	const { kind, facts } = host.picket;
	const ground = await formGround(app.db, app.settings, locale, app.now());
	const form = await parsePicketForm(await readForm(request), { ...ground, existing: { kind, facts } });
	if (!form.ok) return data({ form, done: undefined, moves: false }, 422);
	const done = await submitChange(app.db, app.keys, host, form.facts);
	if (done === "illegal" || done === "unknown") throw refuse(409);
	if (done !== "same") app.pagesChanged("at once");
	return data({ form: undefined, done, moves: movesIt(changesBetween(facts, form.facts)) });
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const host = await findHost(app.db, app.keys, token);
	if (host?.state !== "active") throw refuse(404);
	const { picket } = host;
	const [ground, proposal] = await Promise.all([
		formGround(app.db, app.settings, locale, app.now()),
		findProposal(app.db, app.keys, picket.id),
	]);
	const facts = proposal?.facts ?? picket.facts;
	const place = ground.places.find(({ id }) => id === facts.placeId) ?? (await ground.cityMeant(facts.city));
	const rule = assemblyRule(picket.facts.country, locale);
	return {
		locale,
		token,
		values: valuesOf(picket.kind, facts, place?.zone),
		places: ground.places,
		rules: rule ? [rule] : [],
		listed: picket.state === "listed",
		demonstration: app.settings.demonstration,
	};
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

export default function ChangeRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	return (
		<Shell locale={page.locale} path={`/host/${page.token}/change`} demonstration={demonstration} quiet>
			<ChangePage {...page} asked={posted?.form} done={posted?.done} moves={posted?.moves ?? false} />
		</Shell>
	);
}
