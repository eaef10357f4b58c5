import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { MessageKey } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm, text, ticked } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { qrDrawing } from "#app/web/qr.ts";
import { findPetition } from "../petition.server.ts";
import { branchView } from "./branch.server.ts";
import { readBranchChange } from "./branch-change.ts";
import { BranchPage, type BranchPageProps } from "./branch-page.tsx";
import { changeEndorsementNow } from "./change.server.ts";
import { dayIn } from "./days.ts";
import { findByLink } from "./endorsement.server.ts";
import { nameBody } from "./naming.server.ts";
import { verifyEndorsement } from "./verify.server.ts";

/** What a post that stays on the page says. */
interface Said {
	wrong?: BranchPageProps["wrong"];
	typed?: BranchPageProps["typed"];
	notice?: MessageKey;
}

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const fields = await readForm(request);
	const endorsement = await findByLink(app.db, app.keys, token);
	if (!endorsement) throw refuse(404);
	const home = seeOther(`/${locale}/endorsement/${token}`);
	if (fields.get("intent") === "verify") {
		await verifyEndorsement(app.db, app.keys, endorsement, { locale, updates: ticked(fields, "updates") });
		throw home;
	}
	if (fields.get("intent") === "name" || fields.get("intent") === "withhold") {
		if (!(await nameBody(app.db, endorsement, fields.get("intent") === "withhold"))) throw refuse(409);
		app.pagesChanged("at once");
		throw home;
	}
	const read = readBranchChange(fields, dayIn(endorsement.campaign.zone, app.now()));
	if (!read) throw refuse(409);
	if ("wrong" in read) {
		const typed = {
			meeting_on: text(fields, "meeting_on"),
			adopted_on: text(fields, "adopted_on"),
			evidence: text(fields, "evidence"),
		};
		return data<Said>({ wrong: read.wrong, typed }, 422);
	}
	const changed = await changeEndorsementNow(app.db, app.keys, endorsement.id, read.change);
	if (changed.state !== "changed") throw refuse(409);
	if (changed.before.state === "shown" || changed.before.mergedInto) app.pagesChanged("at once");
	throw home;
}

export async function loader({ request, params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const endorsement = await findByLink(app.db, app.keys, token);
	if (!endorsement) throw refuse(404);
	const [view, petition] = await Promise.all([
		branchView(app.db, app.keys, endorsement),
		findPetition(app.db, endorsement.petition.slug, locale),
	]);
	const origin = endorsement.contact?.origin ?? siteOrigin(app.settings, request.url);
	const address = view.code && `${origin}/q/${view.code}`;
	return {
		locale,
		token,
		view,
		about: petition?.title ?? "",
		link: address ? { address, qr: qrDrawing(address) } : null,
		demonstration: app.settings.demonstration,
	};
}

/** Says nothing of what it is: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

export default function BranchRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	const said: Said = useActionData<typeof action>() ?? {};
	return (
		<Shell locale={page.locale} path={`/endorsement/${page.token}`} demonstration={demonstration} quiet>
			<BranchPage {...page} {...said} />
		</Shell>
	);
}
