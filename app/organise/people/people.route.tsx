import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isLocale, translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { roles } from "../access.ts";
import { askApproval } from "../approvals/approvals.server.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { inviteOrganiser } from "../sign-in/invite.server.ts";
import { campaignOf } from "../signed-in.ts";
import { disable, enable, grantRole, revokeRole, withdrawInvitation } from "./change-people.server.ts";
import { needsOperator } from "./committee.server.ts";
import { InviteForm } from "./invite-form.tsx";
import { parseInvitation } from "./parse-invitation.ts";
import { readPeople } from "./people.server.ts";
import { PeopleList } from "./people-list.tsx";

const moves = { disable, enable, withdraw: withdrawInvitation } as const;
const isMove = (intent: string): intent is keyof typeof moves => Object.hasOwn(moves, intent);

/** What is asked for instead, where it takes two. */
const takingTwo = {
	administrator: "role.administrator",
	committee: "role.committee",
	revoke: "role.revoke-administrator",
	disable: "organiser.disable-administrator",
} as const;
const isTaking = (what: string): what is keyof typeof takingTwo => Object.hasOwn(takingTwo, what);

const refusals = { disabled: "disabled-before", two: "two" } as const;

/** Every change of people, with a second factor of the last ten minutes. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { app } = context;
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request.clone());
	const intent = text(fields, "intent");
	// Whoever has locked everybody out can be shut out meanwhile; all else waits.
	if (organiser.locked && intent !== "disable") throw seeOther("/organise/lock");
	const origin = siteOrigin(app.settings, request.url);
	const here = `/organise/campaigns/${campaign.slug}/people` as const;
	if (intent === "invite") {
		const invitation = parseInvitation(fields);
		if ("errors" in invitation) return data({ came: null, ...invitation }, 422);
		const { outcome } = await inviteOrganiser(app.db, app, {
			...invitation,
			campaignId: campaign.id,
			by: organiser.id,
			origin,
		});
		if (outcome === "disabled" || outcome === "two")
			return data({ came: refusals[outcome], errors: {}, typed: invitation }, 422);
		app.wakeMailer();
		throw seeOther(here);
	}
	const subject = text(fields, "organiser");
	const who = { keys: app.keys, origin, actor: organiser.id, campaignId: campaign.id, organiserId: subject };
	const role = roles.find((one) => one === text(fields, "role"));
	const changed = isMove(intent)
		? await moves[intent](app.db, who)
		: role && (intent === "grant" || intent === "revoke")
			? await (intent === "grant" ? grantRole : revokeRole)(app.db, who, role)
			: "unknown";
	const what = intent === "grant" && role ? role : intent;
	const taking = isTaking(what) ? takingTwo[what] : undefined;
	if (changed === "two" && taking) {
		const asking = { keys: app.keys, origin, organiser };
		await askApproval(app.db, asking, { action: taking, campaign, subject });
	}
	app.wakeMailer();
	if (changed === "two") throw seeOther("/organise/approvals");
	if (changed === "done") throw seeOther(here);
	return data({ came: changed, errors: {}, typed: null }, 422);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const manages = campaign.roles.has("administrator");
	return {
		desk: deskOf(context, params, request),
		people: await readPeople(context.app.db, context.app.keys, campaign.id, manages),
		me: organiser.id,
		manages,
		slug: campaign.slug,
		alone: manages && (await needsOperator(context.app.db, campaign.id)),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.people.title")) : [];

export default function PeopleRoute() {
	const { desk, people, me, manages, slug, alone } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const typed = posted?.typed ?? { email: "", locale: desk.locale, roles: [] };
	return (
		<DeskShell desk={desk} title={t("organise.people.title")}>
			{posted?.came && <Notice>{t(`organise.people.${posted.came}`)}</Notice>}
			{manages && <p>{t("organise.people.step-up")}</p>}
			{alone && <p className="notice">{t("organise.people.apart", { slug })}</p>}
			<PeopleList t={t} people={people} me={me} manages={manages} />
			{manages && (
				<InviteForm
					t={t}
					email={typed.email}
					locale={isLocale(typed.locale) ? typed.locale : desk.locale}
					chosen={typed.roles}
					errors={posted?.errors ?? {}}
				/>
			)}
		</DeskShell>
	);
}
