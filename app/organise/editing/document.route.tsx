import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { unsavedMail } from "../mailings/unsaved-mail.server.ts";
import { campaignOf, type OwnCampaign } from "../signed-in.ts";
import { documentIn, editorAddress } from "./address.ts";
import { DocumentForm } from "./document-form.tsx";
import { DocumentHead } from "./document-head.tsx";
import type { Draft } from "./draft.ts";
import { editText, type PostedForm } from "./edit.server.ts";
import { openEditor } from "./editor.server.ts";
import { languageName } from "./labels.ts";
import { zoneOf } from "./texts-list.server.ts";
import { todayIn } from "./when.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { campaign, editing } = await editingOf({ params, context });
	const { app } = context;
	const edited = await editText(app.db, editing, new URLSearchParams(await request.text()));
	if (edited.outcome === "gone") throw refuse(404);
	const asked = { context, campaign, origin: siteOrigin(app.settings, request.url), editing };
	if (edited.outcome === "not-yours") return data(await pageOf({ ...asked, notYours: true }), 403);
	if (edited.outcome === "form") return data(await pageOf({ ...asked, form: edited.form }), edited.status);
	app.pagesChanged("at once");
	const home = `/organise/campaigns/${campaign.slug}/texts` as const;
	if (edited.what === "removed") throw seeOther(`${home}?done=removed`);
	throw seeOther(`${editorAddress(campaign.slug, editing.locale, editing.path)}?done=${edited.what}`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign, editing } = await editingOf({ params, context });
	const done = new URL(request.url).searchParams.get("done");
	const desk = deskOf(context, params, request);
	const origin = siteOrigin(context.app.settings, request.url);
	return { desk, slug: campaign.slug, done, page: await pageOf({ context, campaign, origin, editing }) };
}

type Asking = Pick<LoaderFunctionArgs, "params" | "context">;

async function editingOf({ params, context }: Asking) {
	const { organiser, campaign } = campaignOf(context, params);
	const zone = await zoneOf(context.app.db, campaign.id);
	const { id: campaignId, roles } = campaign;
	return { campaign, editing: { campaignId, zone, actor: organiser.id, roles, ...documentIn(params) } };
}

interface Showing extends Pick<LoaderFunctionArgs, "context"> {
	editing: Awaited<ReturnType<typeof editingOf>>["editing"];
	campaign: OwnCampaign;
	/** Of the site. */
	origin: string;
	form?: PostedForm;
	notYours?: true;
}

async function pageOf({ context: { app }, campaign, origin, editing, form, notYours }: Showing) {
	const { path, locale } = editing;
	const mail = (draft: Draft) => unsavedMail(app.db, { campaign, path, locale, origin }, draft);
	const today = todayIn(editing.zone, app.now());
	const editor = await openEditor(app.db, app.keys, editing, { today, form, mail });
	if (!editor) throw refuse(404);
	return { editor, form, notYours };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(
		data ? `${data.page.editor.title || data.page.editor.path} · ${languageName(data.page.editor.locale)}` : "Yntymaq",
	);

/** One document in one language: how it stands, what has changed in its source, and the form. */
export default function DocumentRoute() {
	const { desk, slug, done, page } = useLoaderData<typeof loader>();
	const { editor, form, notYours } = useActionData<typeof action>() ?? page;
	const t = translator(desk.locale);
	const title = `${editor.title || editor.path} · ${languageName(editor.locale)}`;
	return (
		<DeskShell desk={desk} title={title}>
			<DocumentHead {...{ t, slug, editor, form, notYours }} locale={desk.locale} done={form ? null : done} />
			<DocumentForm {...{ t, editor, form }} locale={desk.locale} />
		</DeskShell>
	);
}
